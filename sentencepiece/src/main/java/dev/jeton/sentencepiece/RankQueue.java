package dev.jeton.sentencepiece;

import java.util.Arrays;

/**
 * Places of a text by their rank, lowest rank first. Every operation takes constant time, however
 * many places wait: a list of places for each rank, and bits that tell which lists have places,
 * with bits about 64 of these bits, and so on.
 *
 * <p>A place has one rank or none. The places of one rank come in any order.
 */
final class RankQueue {
    /** The rank of places that are not in the queue. */
    static final int NONE = Integer.MAX_VALUE;

    /** The first place of each rank, or -1. */
    private final int[] firsts;

    /** Level 0: a bit a rank; level n + 1: a bit a word of level n. */
    private final long[][] levels;

    private int[] ranks = new int[0];
    private int[] next = new int[0];
    private int[] previous = new int[0];

    RankQueue(int rankCount) {
        firsts = new int[rankCount];
        Arrays.fill(firsts, -1);
        int depth = 1;
        for (int size = words(rankCount); size > 1; size = words(size)) {
            depth++;
        }
        levels = new long[depth][];
        for (int level = 0, size = rankCount; level < depth; level++) {
            size = words(size);
            levels[level] = new long[size];
        }
    }

    private static int words(int bits) {
        return Math.max(1, (bits + 63) >>> 6);
    }

    /** Starts anew with the places 0 to {@code places - 1}, none of which has a rank. */
    void start(int places) {
        if (ranks.length < places) {
            int capacity = places + (places >> 2) + 64;
            ranks = new int[capacity];
            next = new int[capacity];
            previous = new int[capacity];
        }
        Arrays.fill(ranks, 0, places, NONE);
    }

    /** The rank of a place, or {@link #NONE}. */
    int rank(int place) {
        return ranks[place];
    }

    /** Gives a place another rank, or {@link #NONE}. */
    void set(int place, int rank) {
        int old = ranks[place];
        if (old == rank) {
            return;
        }
        if (old != NONE) {
            remove(place, old);
        }
        ranks[place] = rank;
        if (rank != NONE) {
            int first = firsts[rank];
            next[place] = first;
            previous[place] = -1;
            firsts[rank] = place;
            if (first >= 0) {
                previous[first] = place;
            } else {
                for (int level = 0, bit = rank; level < levels.length; level++, bit >>>= 6) {
                    levels[level][bit >>> 6] |= 1L << bit;
                }
            }
        }
    }

    private void remove(int place, int rank) {
        int after = next[place];
        int before = previous[place];
        if (after >= 0) {
            previous[after] = before;
        }
        if (before >= 0) {
            next[before] = after;
            return;
        }
        firsts[rank] = after;
        for (int level = 0, bit = rank; after < 0 && level < levels.length; level++, bit >>>= 6) {
            levels[level][bit >>> 6] &= ~(1L << bit);
            if (levels[level][bit >>> 6] != 0) {
                return;
            }
        }
    }

    /** The lowest rank that has places, or {@link #NONE}. */
    int lowest() {
        int word = 0;
        for (int level = levels.length - 1; level >= 0; level--) {
            long bits = levels[level][word];
            if (bits == 0) {
                return NONE;
            }
            word = word << 6 | Long.numberOfTrailingZeros(bits);
        }
        return word;
    }

    /** One of the places of a rank that has places. */
    int first(int rank) {
        return firsts[rank];
    }
}
