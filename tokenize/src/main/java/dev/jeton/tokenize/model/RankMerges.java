package dev.jeton.tokenize.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The merges of a vocabulary whose ids are ranks, as in tiktoken's files.
 *
 * <p>tiktoken has no list of merges: two neighbours become one if their bytes together are a token,
 * the lowest rank first. That is the same as a list of all ways to cut each token into two tokens,
 * with the rank of the token. Cost: two look-ups for each byte of the vocabulary.
 */
final class RankMerges {
    private final Vocabulary vocabulary;
    private final ModelSpec.Builder limits;
    private int[] ids = new int[3 * 1024];
    private int[] ranks = new int[1024];
    private int count;
    private int rank = -1;

    private RankMerges(Vocabulary vocabulary, ModelSpec.Builder limits) {
        this.vocabulary = vocabulary;
        this.limits = limits;
    }

    static Merges of(Vocabulary vocabulary, ModelSpec.Builder limits) {
        if (!vocabulary.byteLevel()) {
            throw new IllegalArgumentException("mergesByRank is for byte-level models only.");
        }
        RankMerges merges = new RankMerges(vocabulary, limits);
        int[] sorted = new int[vocabulary.entryCount()];
        Arrays.setAll(sorted, vocabulary::id);
        Arrays.sort(sorted);
        byte[] scratch = new byte[64];
        for (int id : sorted) {
            int length = vocabulary.rawByteCount(id);
            if (length > scratch.length) {
                scratch = new byte[2 * length];
            }
            vocabulary.copyRawTo(id, scratch, 0);
            merges.addAll(id, scratch, length);
        }
        return new Merges(
                Arrays.copyOf(merges.ids, 3 * merges.count),
                Arrays.copyOf(merges.ranks, merges.count));
    }

    /** Adds every way to cut a token, in the order of the ids, as converters write them. */
    private void addAll(int id, byte[] token, int length) {
        List<int[]> ways = new ArrayList<>();
        for (int middle = 1; middle < length; middle++) {
            int left = vocabulary.idOfRaw(token, 0, middle);
            if (left == Vocabulary.NOT_FOUND) {
                continue;
            }
            int right = vocabulary.idOfRaw(token, middle, length);
            if (right != Vocabulary.NOT_FOUND) {
                ways.add(new int[] {left, right});
            }
        }
        if (!ways.isEmpty()) {
            ways.sort(Arrays::compare);
            rank++;
            ways.forEach(way -> add(way[0], way[1], id));
        }
    }

    private void add(int left, int right, int result) {
        if (count == ranks.length) {
            ranks = Arrays.copyOf(ranks, 2 * count);
            ids = Arrays.copyOf(ids, 6 * count);
        }
        ids[3 * count] = left;
        ids[3 * count + 1] = right;
        ids[3 * count + 2] = result;
        ranks[count++] = rank;
        limits.checkMergeCount(count);
    }
}
