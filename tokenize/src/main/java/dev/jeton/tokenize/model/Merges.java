package dev.jeton.tokenize.model;

import java.util.Objects;

/**
 * The merges of a BPE model in the order of their ranks: which two tokens become which third one.
 *
 * <p>In a tokenizer.json each merge has a rank of its own, its place in the list. In tiktoken's
 * formats the ranks are the tokens': all merges that make one token share a rank ({@link
 * #rank(int)}), so that of two such pairs in a text the left one goes first. Immutable.
 */
public final class Merges {
    /** No merges. */
    public static final Merges NONE = new Merges(new int[0]);

    private final int[] ids;

    /** Empty where the rank of a merge is its index. */
    private final int[] ranks;

    /** Left, right, result, left, ... */
    Merges(int[] ids) {
        this(ids, new int[0]);
    }

    /**
     * Merges whose ranks are given: rising, from 0, without gaps; those of one result are equal.
     */
    Merges(int[] ids, int[] ranks) {
        this.ids = ids;
        this.ranks = ranks;
    }

    /** The number of merges. */
    public int size() {
        return ids.length / 3;
    }

    /** The number of different ranks. */
    public int rankCount() {
        return ranks.length == 0 ? size() : ranks[ranks.length - 1] + 1;
    }

    /** The rank of a merge: lower ones go first, of equal ones the leftmost in the text. */
    public int rank(int index) {
        return ranks.length == 0 ? Objects.checkIndex(index, size()) : ranks[index];
    }

    /** The id of the left token of a merge. */
    public int left(int index) {
        return ids[3 * Objects.checkIndex(index, size())];
    }

    /** The id of the right token of a merge. */
    public int right(int index) {
        return ids[3 * Objects.checkIndex(index, size()) + 1];
    }

    /** The id of the token that a merge makes. */
    public int result(int index) {
        return ids[3 * Objects.checkIndex(index, size()) + 2];
    }
}
