package dev.jeton.tokenize.model;

import java.util.Objects;

/**
 * The merges of a BPE model in the order of their ranks: which two tokens become which third one.
 * Immutable.
 */
public final class Merges {
    /** No merges. */
    public static final Merges NONE = new Merges(new int[0]);

    private final int[] ids;

    /** Left, right, result, left, ... */
    Merges(int[] ids) {
        this.ids = ids;
    }

    /** The number of merges. */
    public int size() {
        return ids.length / 3;
    }

    /** The id of the left token of the merge with this rank. */
    public int left(int rank) {
        return ids[3 * Objects.checkIndex(rank, size())];
    }

    /** The id of the right token of the merge with this rank. */
    public int right(int rank) {
        return ids[3 * Objects.checkIndex(rank, size()) + 1];
    }

    /** The id of the token that the merge with this rank makes. */
    public int result(int rank) {
        return ids[3 * Objects.checkIndex(rank, size()) + 2];
    }
}
