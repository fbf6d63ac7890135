package dev.jeton.bpe;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * Merging exactly as {@code Word::merge_all} of the reference, with its queue: for dropout, and for
 * vocabularies in which one id stands for two tokens or tokens carry a prefix. There an entry of
 * the queue that is out of date may still be carried out, because the reference compares only the
 * id of the result.
 *
 * <p>With dropout each entry that comes to the top is put aside with the given probability and
 * comes back when another one was not.
 */
final class ReferenceMerger {
    private record Entry(int rank, int at) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            int byRank = Integer.compare(rank, other.rank);
            return byRank != 0 ? byRank : Integer.compare(at, other.at);
        }
    }

    private final PairTable pairs;
    private final double dropout;
    private final SplittableRandom random;
    private final PriorityQueue<Entry> queue = new PriorityQueue<>();
    private final List<Entry> skipped = new ArrayList<>();
    private int[] next = new int[0];
    private int[] previous = new int[0];

    ReferenceMerger(PairTable pairs, double dropout, SplittableRandom random) {
        this.pairs = pairs;
        this.dropout = dropout;
        this.random = random;
    }

    void merge(Symbols symbols) {
        int n = symbols.count;
        if (n > next.length) {
            next = new int[n];
            previous = new int[n];
        }
        queue.clear();
        skipped.clear();
        for (int i = 0; i < n; i++) {
            next[i] = i + 1;
            previous[i] = i - 1;
            offer(symbols, i, i + 1);
        }
        for (Entry top = queue.poll(); top != null; top = queue.poll()) {
            if (dropout > 0 && random.nextDouble() < dropout) {
                skipped.add(top);
            } else {
                queue.addAll(skipped);
                skipped.clear();
                carryOut(top, symbols);
            }
        }
        int kept = 0;
        for (int i = 0; i < n; i = next[i]) {
            symbols.ids[kept] = symbols.ids[i];
            symbols.lengths[kept++] = symbols.lengths[i];
        }
        symbols.count = kept;
    }

    private void carryOut(Entry top, Symbols symbols) {
        int n = symbols.count;
        int at = top.at;
        int right = next[at];
        if (symbols.lengths[at] == 0 || right >= n) {
            return;
        }
        int rank = pairs.rank(symbols.ids[at], symbols.ids[right]);
        int result = pairs.result(top.rank);
        if (rank == PairTable.NONE || pairs.result(rank) != result) {
            return;
        }
        symbols.ids[at] = result;
        symbols.lengths[at] += symbols.lengths[right];
        symbols.lengths[right] = 0;
        int after = next[right];
        next[at] = after;
        if (after < n) {
            previous[after] = at;
        }
        if (previous[at] >= 0) {
            offer(symbols, previous[at], at);
        }
        offer(symbols, at, after);
    }

    private void offer(Symbols symbols, int left, int right) {
        if (right < symbols.count) {
            int rank = pairs.rank(symbols.ids[left], symbols.ids[right]);
            if (rank != PairTable.NONE) {
                queue.add(new Entry(rank, left));
            }
        }
    }
}
