package dev.jeton.bpe;

import java.util.Arrays;

/**
 * Merges the symbols of a piece: again and again the pair with the lowest rank, the leftmost of
 * equal ones.
 *
 * <p>Short pieces are searched from end to end for the lowest rank each time and close up after a
 * merge; with a few symbols that beats every clever structure. Long ones keep the ranks in a heap
 * with four children a node and the symbols in a linked list: O(n log n), so that a piece of a
 * megabyte is not quadratic. A heap entry is valid as long as the pair at its place still has its
 * rank.
 *
 * <p>This is the merging of the reference for vocabularies in which no id stands for two tokens;
 * for others see {@link ReferenceMerger}.
 */
final class Merger {
    /** The most symbols for which the plain search is used. */
    private static final int SHORT = 40;

    private static final int NONE = PairTable.NONE;

    private final PairTable pairs;

    /** The rank of the pair that starts at each symbol. */
    private int[] ranks = new int[64];

    private int[] next = new int[0];
    private int[] previous = new int[0];
    private long[] heap = new long[0];
    private int heapSize;

    /** Comparisons, pair look-ups and moves so far: what {@code HostileInputTest} counts. */
    private long steps;

    Merger(PairTable pairs) {
        this.pairs = pairs;
    }

    long steps() {
        return steps;
    }

    void merge(Symbols symbols) {
        if (symbols.count <= SHORT) {
            mergeShort(symbols);
        } else {
            mergeLong(symbols);
        }
    }

    private void mergeShort(Symbols symbols) {
        int[] ids = symbols.ids;
        int[] lengths = symbols.lengths;
        int[] rank = ranks;
        int n = symbols.count;
        steps += n;
        for (int i = 0; i + 1 < n; i++) {
            rank[i] = pairs.rank(ids[i], ids[i + 1]);
        }
        while (n > 1) {
            int best = NONE;
            int at = -1;
            for (int i = 0; i < n - 1; i++) {
                if (rank[i] < best) {
                    best = rank[i];
                    at = i;
                }
            }
            if (at < 0) {
                break;
            }
            steps += n;
            ids[at] = pairs.result(best);
            lengths[at] += lengths[at + 1];
            n--;
            for (int i = at + 1; i < n; i++) {
                ids[i] = ids[i + 1];
                lengths[i] = lengths[i + 1];
                rank[i] = rank[i + 1];
            }
            if (at > 0) {
                rank[at - 1] = pairs.rank(ids[at - 1], ids[at]);
            }
            if (at + 1 < n) {
                rank[at] = pairs.rank(ids[at], ids[at + 1]);
            }
        }
        symbols.count = n;
    }

    private void mergeLong(Symbols symbols) {
        int n = symbols.count;
        if (n > next.length) {
            int grown = n + (n >> 1);
            next = new int[grown];
            previous = new int[grown];
            heap = new long[grown];
            ranks = new int[grown];
        }
        int[] ids = symbols.ids;
        int[] lengths = symbols.lengths;
        heapSize = 0;
        for (int i = 0; i < n; i++) {
            next[i] = i + 1;
            previous[i] = i - 1;
            ranks[i] = i + 1 < n ? pairs.rank(ids[i], ids[i + 1]) : NONE;
            if (ranks[i] != NONE) {
                heap[heapSize++] = ((long) ranks[i] << 32) | i;
            }
        }
        steps += n;
        for (int i = (heapSize - 2) >> 2; i >= 0; i--) {
            siftDown(i, heap[i]);
        }
        while (heapSize > 0) {
            long top = heap[0];
            int at = (int) top;
            int rank = (int) (top >>> 32);
            if (ranks[at] != rank) {
                removeTop();
                continue;
            }
            int right = next[at];
            ids[at] = pairs.result(rank);
            lengths[at] += lengths[right];
            lengths[right] = 0;
            ranks[right] = NONE;
            int after = next[right];
            next[at] = after;
            ranks[at] = NONE;
            if (after < n) {
                previous[after] = at;
                ranks[at] = pairs.rank(ids[at], ids[after]);
            }
            if (ranks[at] == NONE) {
                removeTop();
            } else {
                siftDown(0, ((long) ranks[at] << 32) | at);
            }
            int before = previous[at];
            if (before >= 0) {
                ranks[before] = pairs.rank(ids[before], ids[at]);
                if (ranks[before] != NONE) {
                    push(((long) ranks[before] << 32) | before);
                }
            }
            steps += 3;
        }
        int kept = 0;
        for (int i = 0; i < n; i = next[i]) {
            ids[kept] = ids[i];
            lengths[kept++] = lengths[i];
        }
        symbols.count = kept;
    }

    private void push(long entry) {
        if (heapSize == heap.length) {
            heap = Arrays.copyOf(heap, heapSize + (heapSize >> 1) + 16);
        }
        int i = heapSize++;
        while (i > 0) {
            int parent = (i - 1) >> 2;
            if (heap[parent] <= entry) {
                break;
            }
            heap[i] = heap[parent];
            i = parent;
            steps++;
        }
        heap[i] = entry;
    }

    private void removeTop() {
        long last = heap[--heapSize];
        if (heapSize > 0) {
            siftDown(0, last);
        }
    }

    /** Puts {@code entry} at {@code i} or below. */
    private void siftDown(int i, long entry) {
        int size = heapSize;
        for (int child = 4 * i + 1; child < size; child = 4 * i + 1) {
            int least = child;
            int end = Math.min(child + 4, size);
            for (int c = child + 1; c < end; c++) {
                if (heap[c] < heap[least]) {
                    least = c;
                }
            }
            if (heap[least] >= entry) {
                break;
            }
            heap[i] = heap[least];
            i = least;
            steps++;
        }
        heap[i] = entry;
    }
}
