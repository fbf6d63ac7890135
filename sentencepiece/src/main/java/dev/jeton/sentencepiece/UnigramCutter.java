package dev.jeton.sentencepiece;

import dev.jeton.tokenize.internal.trie.ByteTrie;
import java.util.Arrays;

/**
 * Finds the pieces with the highest sum of scores, as {@code EncodeOptimized} of {@code
 * unigram_model.cc} does.
 *
 * <p>The same search as in the Unigram model of tokenizer.json files, but ties fall otherwise: the
 * best scores are kept in single precision and compared in double precision with the candidates,
 * user-defined pieces have a bonus that lets them always win, unused pieces are passed over, and
 * unknown characters are one token each (the processor joins them).
 *
 * <p>The cost is the length of the text times that of the longest piece at most.
 */
final class UnigramCutter implements Cutter {
    /** Longer texts get arrays of their own, which are given back. */
    private static final int KEPT_BYTES = 1 << 20;

    private final UnigramPieces unigram;
    private float[] best = new float[0];

    /** Where the last piece of the best way to each end starts; -1: not reached. */
    private int[] starts = new int[0];

    private int[] ids = new int[0];
    private long steps;

    UnigramCutter(UnigramPieces unigram) {
        this.unigram = unigram;
    }

    /** The bytes looked at so far. */
    long steps() {
        return steps;
    }

    @Override
    public void cut(byte[] text, int from, int to, Segments out) {
        int length = to - from;
        if (best.length <= length) {
            int capacity = (int) Math.min(Integer.MAX_VALUE - 8L, length + (length >> 1) + 64L);
            best = new float[capacity];
            starts = new int[capacity];
            ids = new int[capacity];
        }
        search(text, from, length);
        turnLinks(length);
        for (int end = 0; end < length; ) {
            end = starts[end];
            out.add(ids[end], from + end);
        }
        if (best.length > 2 * KEPT_BYTES) {
            best = new float[0];
            starts = new int[0];
            ids = new int[0];
        }
    }

    /** Turns the links to the start of each piece on the best way into links to its end. */
    private void turnLinks(int length) {
        int endOfNext = length;
        for (int end = length, start; end > 0; end = start) {
            start = starts[end];
            starts[end] = endOfNext;
            endOfNext = end;
        }
        starts[0] = endOfNext;
    }

    private void search(byte[] text, int from, int length) {
        Arrays.fill(starts, 0, length + 1, -1);
        best[0] = 0;
        ByteTrie trie = unigram.trie();
        Pieces pieces = unigram.pieces();
        float unknownScore = unigram.unknownScore();
        long walked = 0;
        for (int at = 0; at < length; ) {
            float before = best[at];
            int next = at + Utf8Text.announcedBytes(text, from + at, from + length);
            boolean single = false;
            int node = ByteTrie.ROOT;
            int i = at;
            while (i < length) {
                node = trie.next(node, text[from + i++]);
                if (node == ByteTrie.NONE) {
                    break;
                }
                int id = trie.value(node);
                if (id == ByteTrie.NONE || pieces.isUnused(id)) {
                    continue;
                }
                double score = unigram.score(id, i - at) + before;
                if (starts[i] < 0 || score > best[i]) {
                    best[i] = (float) score;
                    starts[i] = at;
                    ids[i] = id;
                }
                single |= i == next;
            }
            walked += i - at;
            if (!single) {
                float score = unknownScore + before;
                if (starts[next] < 0 || score > best[next]) {
                    best[next] = score;
                    starts[next] = at;
                    ids[next] = pieces.unknownId();
                }
            }
            at = next;
        }
        steps += walked;
    }
}
