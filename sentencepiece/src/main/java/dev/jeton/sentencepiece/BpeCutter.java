package dev.jeton.sentencepiece;

import dev.jeton.tokenize.internal.trie.ByteTrie;
import java.util.Arrays;
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
 * <p>Possible merges wait in a heap, keyed by score and place. One is stale when the two symbols
 * together have another length than when it was found, since symbols only grow. The cost is n log n
 * for n characters.
 */
final class BpeCutter implements Cutter {
    private final Pieces pieces;

    BpeCutter(Pieces pieces) {
        this.pieces = pieces;
    }

    @Override
    public void cut(byte[] text, int from, int to, Segments out) {
        byte[] part = from == 0 ? text : Arrays.copyOfRange(text, from, to);
        new Run(part, to - from, 0, null).run(from, out);
    }

    /** As {@link #cut}, but each merge is left out with the probability {@code dropout}. */
    void sample(byte[] text, int to, Segments out, float dropout, RandomGenerator random) {
        new Run(text, to, dropout, random).run(0, out);
    }

    /** The work on one text. */
    private final class Run {
        private final byte[] text;
        private final int to;
        private final float dropout;
        private final @Nullable RandomGenerator random;

        /** The symbol that begins at byte {@code i}: its end (0: none begins here). */
        private final int[] ends;

        /** Where the symbol before that one begins, or -1. */
        private final int[] before;

        private final boolean[] frozen;
        private long[] keys = new long[64];
        private int[] lengths = new int[64];
        private int heapSize;

        /** How unused pieces were made: from their range to the place between the two symbols. */
        private final Map<Long, Integer> unusedMiddles = new HashMap<>();

        Run(byte[] text, int to, float dropout, @Nullable RandomGenerator random) {
            this.text = text;
            this.to = to;
            this.dropout = dropout;
            this.random = random;
            ends = new int[to + 1];
            before = new int[to + 1];
            frozen = new boolean[to + 1];
        }

        void run(int shift, Segments out) {
            split();
            for (int at = 0; at < to; at = ends[at]) {
                propose(at);
            }
            while (heapSize > 0) {
                int left = (int) keys[0];
                int length = lengths[0];
                pop();
                int right = ends[left];
                if (right == 0 || right == to || ends[right] - left != length || skip()) {
                    continue;
                }
                int end = ends[right];
                ends[left] = end;
                ends[right] = 0;
                if (end < to) {
                    before[end] = left;
                }
                if (before[left] >= 0) {
                    propose(before[left]);
                }
                propose(left);
            }
            for (int at = 0; at < to; at = ends[at]) {
                add(at, ends[at], shift, out);
            }
        }

        private void split() {
            ByteTrie userDefined = pieces.userDefined();
            int previous = -1;
            for (int at = 0; at < to; ) {
                int length =
                        userDefined == null ? 0 : Pieces.longestMatch(userDefined, text, at, to);
                frozen[at] = length > 0;
                ends[at] = at + (length > 0 ? length : Utf8Text.announcedBytes(text, at, to));
                before[at] = previous;
                previous = at;
                at = ends[at];
            }
        }

        private boolean skip() {
            if (random == null || dropout <= 0) {
                return false;
            }
            return dropout >= 1 || random.nextDouble() < dropout;
        }

        /** Puts the merge of the symbol at {@code left} and the next one on the heap. */
        private void propose(int left) {
            int right = ends[left];
            if (right == to || frozen[left] || frozen[right]) {
                return;
            }
            int end = ends[right];
            int id = pieces.matchingIdOf(text, left, end);
            if (id < 0) {
                return;
            }
            if (pieces.isUnused(id)) {
                unusedMiddles.put(range(left, end), right);
            }
            push((long) descending(pieces.score(id)) << 32 | left, end - left);
        }

        private static long range(int from, int to) {
            return (long) from << 32 | to;
        }

        /** An integer that is smaller the greater the score; -0.0 counts as 0.0. */
        private static int descending(float score) {
            int bits = Float.floatToIntBits(score + 0.0f);
            return ~(bits ^ ((bits >> 31) & 0x7FFFFFFF));
        }

        private void add(int from, int end, int shift, Segments out) {
            int id = pieces.idOf(text, from, end);
            Integer middle = pieces.isUnused(id) ? unusedMiddles.get(range(from, end)) : null;
            if (middle == null) {
                out.add(id, shift + end);
            } else {
                add(from, middle, shift, out);
                add(middle, end, shift, out);
            }
        }

        private void push(long key, int length) {
            if (heapSize == keys.length) {
                keys = Arrays.copyOf(keys, 2 * heapSize);
                lengths = Arrays.copyOf(lengths, 2 * heapSize);
            }
            int hole = heapSize++;
            while (hole > 0 && keys[(hole - 1) >> 1] > key) {
                int parent = (hole - 1) >> 1;
                keys[hole] = keys[parent];
                lengths[hole] = lengths[parent];
                hole = parent;
            }
            keys[hole] = key;
            lengths[hole] = length;
        }

        private void pop() {
            long key = keys[--heapSize];
            int length = lengths[heapSize];
            int hole = 0;
            for (int child; (child = 2 * hole + 1) < heapSize; hole = child) {
                if (child + 1 < heapSize && keys[child + 1] < keys[child]) {
                    child++;
                }
                if (keys[child] >= key) {
                    break;
                }
                keys[hole] = keys[child];
                lengths[hole] = lengths[child];
            }
            keys[hole] = key;
            lengths[hole] = length;
        }
    }
}
