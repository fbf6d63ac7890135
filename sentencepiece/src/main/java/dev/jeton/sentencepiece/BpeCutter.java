package dev.jeton.sentencepiece;

import dev.jeton.tokenize.internal.trie.ByteTrie;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Merges neighbouring symbols into pieces, the best score first and of equal ones the leftmost
 * ({@code bpe_model.cc}). User-defined pieces are never merged. A merge that gives an unused piece
 * is made, too, and taken back at the end. With dropout each merge is left out by chance (Provilkov
 * et al., 2020).
 *
 * <p>Where U+2581 stands at the begin of pieces only, a text is cut before it first. Parts with few
 * symbols are searched from end to end for the best merge each time. In long ones the merges wait
 * in a {@link RankQueue}, so that the work for each symbol does not grow with the text. Merges of
 * one rank may come in any order there but for those that share a symbol: such a chain is merged
 * from its left end at once. Ranks for which that is not so ({@link BpePieces#ordered()}) wait in a
 * heap, by rank and place.
 */
final class BpeCutter implements Cutter {
    /** The most symbols for which the plain search is used. */
    private static final int SHORT = 32;

    /** Scratch memory beyond this many symbols is given back after use. */
    private static final int KEPT_SYMBOLS = 1 << 16;

    private static final int NONE = RankQueue.NONE;

    private final BpePieces bpe;
    private final Pieces pieces;
    private byte[] text = new byte[0];
    private int count;

    /** Where each symbol begins; behind the last one the end of the part. */
    private int[] begins = new int[SHORT + 1];

    private boolean[] frozen = new boolean[SHORT + 1];
    private int[] ranks = new int[SHORT + 1];
    private @Nullable RankQueue queue;
    private float dropout;
    private @Nullable RandomGenerator random;
    private long steps;

    /** How unused pieces were made: from their range to the place between the two symbols. */
    private final Map<Long, Integer> unusedMiddles = new HashMap<>();

    BpeCutter(BpePieces bpe) {
        this.bpe = bpe;
        pieces = bpe.pieces();
    }

    /** Look-ups, comparisons and moves so far. */
    long steps() {
        return steps;
    }

    @Override
    public void cut(byte[] utf8, int from, int to, Segments out) {
        text = utf8;
        int start = from;
        byte[] space = Utf8Text.SPACE_SYMBOL;
        if (bpe.spaceBeginsPieces()) {
            for (int i = from + 1; i < to; i++) {
                if (utf8[i] == space[0]
                        && Utf8Text.startsWith(utf8, i, to, space)
                        && !(i >= start + 3 && Utf8Text.startsWith(utf8, i - 3, i, space))) {
                    cutPart(start, i, out);
                    start = i;
                }
            }
        }
        cutPart(start, to, out);
        text = new byte[0];
    }

    /** As {@link #cut}, but each merge is left out with the probability {@code dropout}. */
    void sample(byte[] utf8, int to, Segments out, float leaveOut, RandomGenerator generator) {
        text = utf8;
        dropout = leaveOut;
        random = generator;
        if (to > 0) {
            split(0, to);
            mergeLong(true);
            report(out);
        }
        random = null;
    }

    private void cutPart(int from, int to, Segments out) {
        if (from == to) {
            return;
        }
        steps += to - from;
        split(from, to);
        if (count <= SHORT) {
            mergeShort();
        } else {
            mergeLong(false);
        }
        report(out);
        if (begins.length > 2 * KEPT_SYMBOLS) {
            begins = new int[SHORT + 1];
            frozen = new boolean[SHORT + 1];
        }
    }

    private void split(int from, int to) {
        ByteTrie userDefined = pieces.userDefined();
        count = 0;
        for (int at = from; at < to; ) {
            int length = userDefined == null ? 0 : Pieces.longestMatch(userDefined, text, at, to);
            if (count + 1 >= begins.length) {
                int capacity = begins.length + (begins.length >> 1) + 16;
                begins = Arrays.copyOf(begins, capacity);
                frozen = Arrays.copyOf(frozen, capacity);
            }
            frozen[count] = length > 0;
            begins[count++] = at;
            at += length > 0 ? length : Utf8Text.announcedBytes(text, at, to);
        }
        begins[count] = to;
    }

    /** The rank of the merge that makes {@code text[from, to)}; notes how unused ones are made. */
    private int rank(int from, int middle, int to) {
        steps++;
        int id = pieces.matchingIdOf(text, from, to);
        if (id < 0) {
            return NONE;
        }
        if (pieces.isUnused(id)) {
            unusedMiddles.put(range(from, to), middle);
        }
        return bpe.rank(id);
    }

    private static long range(int from, int to) {
        return (long) from << 32 | to;
    }

    private int rankAt(int i) {
        return i + 1 < count && !frozen[i] && !frozen[i + 1]
                ? rank(begins[i], begins[i + 1], begins[i + 2])
                : NONE;
    }

    private void mergeShort() {
        for (int i = 0; i < count; i++) {
            ranks[i] = rankAt(i);
        }
        while (true) {
            int best = NONE;
            int at = -1;
            for (int i = 0; i + 1 < count; i++) {
                if (ranks[i] < best) {
                    best = ranks[i];
                    at = i;
                }
            }
            steps += count;
            if (at < 0) {
                return;
            }
            System.arraycopy(begins, at + 2, begins, at + 1, count - at - 1);
            System.arraycopy(frozen, at + 2, frozen, at + 1, count - at - 2);
            System.arraycopy(ranks, at + 2, ranks, at + 1, count - at - 2);
            count--;
            ranks[at] = rankAt(at);
            if (at > 0) {
                ranks[at - 1] = rankAt(at - 1);
            }
        }
    }

    private void mergeLong(boolean inOrder) {
        RankQueue waiting = queue;
        if (waiting == null) {
            waiting = new RankQueue(bpe.rankCount());
            queue = waiting;
        }
        LongMerge merge = new LongMerge(inOrder, waiting);
        merge.run();
        int kept = 0;
        for (int i = 0; i < count; i = merge.next[i]) {
            begins[kept++] = begins[i];
        }
        begins[kept] = begins[count];
        count = kept;
    }

    private void report(Segments out) {
        boolean plain = unusedMiddles.isEmpty();
        for (int i = 0; i < count; i++) {
            if (plain) {
                out.add(pieces.idOf(text, begins[i], begins[i + 1]), begins[i + 1]);
            } else {
                add(begins[i], begins[i + 1], out);
            }
        }
        if (!plain) {
            unusedMiddles.clear();
        }
    }

    private void add(int from, int end, Segments out) {
        int id = pieces.idOf(text, from, end);
        Integer middle = pieces.isUnused(id) ? unusedMiddles.get(range(from, end)) : null;
        if (middle == null) {
            out.add(id, end);
        } else {
            add(from, middle, out);
            add(middle, end, out);
        }
    }

    /** The merging of many symbols, which are a linked list here. */
    private final class LongMerge {
        final int[] next = new int[count + 1];
        private final int[] previous = new int[count + 1];
        private final BitSet ordered;
        private final RankQueue queue;

        /** Rank and place of merges in order; one is stale when its place has another rank. */
        private long[] heap = new long[64];

        private int heapSize;

        /** The rank of each place that waits in the heap, else {@link RankQueue#NONE}. */
        private int[] heapRanks = new int[0];

        LongMerge(boolean inOrder, RankQueue queue) {
            if (inOrder) {
                ordered = new BitSet();
                ordered.set(0, bpe.rankCount());
            } else {
                ordered = bpe.ordered();
            }
            this.queue = queue;
            queue.start(count);
        }

        void run() {
            for (int i = count - 1; i >= 0; i--) {
                next[i] = i + 1;
                previous[i] = i - 1;
            }
            for (int i = count - 1; i >= 0; i--) {
                update(i);
            }
            while (true) {
                steps++;
                int rank = queue.lowest();
                while (heapSize > 0 && isStale(heap[0])) {
                    pop();
                }
                if (heapSize > 0 && heap[0] >>> 32 < rank) {
                    int at = (int) heap[0];
                    pop();
                    heapRanks[at] = NONE;
                    if (!leftOut()) {
                        merge(at);
                    }
                } else if (rank == NONE) {
                    return;
                } else if (ordered.get(rank)) {
                    moveToHeap(rank);
                } else {
                    mergeChain(queue.first(rank), rank);
                }
            }
        }

        private boolean leftOut() {
            return random != null && dropout > 0 && (dropout >= 1 || random.nextDouble() < dropout);
        }

        /** Merges all neighbours of one rank that share symbols, from the left. */
        private void mergeChain(int place, int rank) {
            int at = place;
            while (previous[at] >= 0 && queue.rank(previous[at]) == rank) {
                at = previous[at];
                steps++;
            }
            while (at < count && queue.rank(at) == rank) {
                merge(at);
                at = next[at];
            }
        }

        private void merge(int at) {
            int right = next[at];
            int after = next[right];
            forget(right);
            next[at] = after;
            if (after < count) {
                previous[after] = at;
            }
            update(at);
            if (previous[at] >= 0) {
                update(previous[at]);
            }
        }

        private void forget(int place) {
            queue.set(place, NONE);
            if (heapRanks.length > 0) {
                heapRanks[place] = NONE;
            }
        }

        /** Only now: most places of such a rank get another one before it is their turn. */
        private void moveToHeap(int rank) {
            if (heapRanks.length == 0) {
                heapRanks = new int[count];
                Arrays.fill(heapRanks, NONE);
            }
            for (int place; (place = queue.first(rank)) >= 0; ) {
                queue.set(place, NONE);
                heapRanks[place] = rank;
                push((long) rank << 32 | place);
                steps++;
            }
        }

        private void update(int at) {
            int right = next[at];
            int rank =
                    right < count && !frozen[at] && !frozen[right]
                            ? rank(begins[at], begins[right], begins[next[right]])
                            : NONE;
            queue.set(at, rank);
            if (heapRanks.length > 0) {
                heapRanks[at] = NONE;
            }
        }

        private boolean isStale(long entry) {
            return heapRanks[(int) entry] != entry >>> 32;
        }

        private void push(long entry) {
            if (heapSize == heap.length) {
                heap = Arrays.copyOf(heap, 2 * heapSize);
            }
            int hole = heapSize++;
            while (hole > 0 && heap[(hole - 1) >> 1] > entry) {
                heap[hole] = heap[(hole - 1) >> 1];
                hole = (hole - 1) >> 1;
                steps++;
            }
            heap[hole] = entry;
        }

        private void pop() {
            long last = heap[--heapSize];
            int hole = 0;
            for (int child; (child = 2 * hole + 1) < heapSize; hole = child) {
                if (child + 1 < heapSize && heap[child + 1] < heap[child]) {
                    child++;
                }
                if (heap[child] >= last) {
                    break;
                }
                heap[hole] = heap[child];
                steps++;
            }
            heap[hole] = last;
        }
    }
}
