package dev.jeton.bpe;

import dev.jeton.tokenize.model.Merges;
import java.util.Arrays;

/**
 * From a pair of neighbouring symbols to the rank of its merge.
 *
 * <p>Open addressing at half load. Where ids and ranks fit into 21 bits (2,097,152, as all known
 * files do), a slot is one number: left, right, rank; so a probe is one load. Otherwise a slot is
 * two.
 */
final class PairTable {
    /** The rank of a pair that does not merge: larger than every rank. */
    static final int NONE = Integer.MAX_VALUE;

    private static final long EMPTY = -1;
    private static final long MIX = 0x9E3779B97F4A7C15L;
    private static final int BITS = 21;

    private final boolean packed;
    private final long[] slots;
    private final int shift;

    /**
     * One bit for each half of a slot: whether a pair belongs there. Most pairs do not merge, and
     * this says so for most of them from a thirty-second of the memory.
     */
    private final long[] present;

    private final int[] results;

    /** What makes a result of a rank, where that is the same everywhere: no load then. */
    private final int resultOfRank0;

    private final boolean inOrder;

    PairTable(Merges merges, int idLimit) {
        int n = merges.size();
        packed = idLimit <= 1 << BITS && n <= 1 << BITS;
        int capacity = Integer.highestOneBit(Math.max(4, 2 * n - 1)) << 1;
        shift = Integer.numberOfLeadingZeros(capacity) + 33;
        slots = new long[packed ? capacity : 2 * capacity];
        Arrays.fill(slots, EMPTY);
        present = new long[Math.max(1, capacity / 32)];
        results = new int[merges.rankCount()];
        for (int i = 0; i < n; i++) {
            int rank = merges.rank(i);
            results[rank] = merges.result(i);
            put(merges.left(i), merges.right(i), rank);
        }
        resultOfRank0 = results.length == 0 ? 0 : results[0];
        boolean same = true;
        for (int rank = 0; rank < results.length && same; rank++) {
            same = results[rank] == resultOfRank0 + rank;
        }
        inOrder = same;
    }

    /** A repeated pair takes the later rank, as in the reference. */
    private void put(int left, int right, int rank) {
        long key = key(left, right);
        int slot = slot(key);
        int bit = bit(key);
        present[bit >>> 6] |= 1L << bit;
        if (packed) {
            while (slots[slot] != EMPTY && slots[slot] >>> BITS != key) {
                slot = (slot + 1) & (slots.length - 1);
            }
            slots[slot] = (key << BITS) | rank;
        } else {
            slot *= 2;
            while (slots[slot] != EMPTY && slots[slot] != key) {
                slot = (slot + 2) & (slots.length - 1);
            }
            slots[slot] = key;
            slots[slot + 1] = rank;
        }
    }

    private long key(int left, int right) {
        return ((long) left << (packed ? BITS : 32)) | right;
    }

    private int bit(long key) {
        return (int) ((key * MIX) >>> (shift - 1));
    }

    private int slot(long key) {
        return (int) ((key * MIX) >>> shift);
    }

    /** The rank of the merge of two symbols, or {@link #NONE}. */
    int rank(int left, int right) {
        long key = key(left, right);
        int bit = bit(key);
        if ((present[bit >>> 6] & (1L << bit)) == 0) {
            return NONE;
        }
        int slot = slot(key);
        if (packed) {
            for (long s; (s = slots[slot]) != EMPTY; slot = (slot + 1) & (slots.length - 1)) {
                if (s >>> BITS == key) {
                    return (int) s & ((1 << BITS) - 1);
                }
            }
            return NONE;
        }
        for (slot *= 2; slots[slot] != EMPTY; slot = (slot + 2) & (slots.length - 1)) {
            if (slots[slot] == key) {
                return (int) slots[slot + 1];
            }
        }
        return NONE;
    }

    /** The symbol that the merge with this rank makes. */
    int result(int rank) {
        return inOrder ? resultOfRank0 + rank : results[rank];
    }
}
