package dev.jeton.sentencepiece;

import dev.jeton.tokenize.internal.trie.ByteTrie;
import dev.jeton.tokenize.internal.trie.ByteTrieBuilder;
import java.util.Arrays;

/**
 * Finds the pieces with the highest sum of scores, as {@code EncodeOptimized} of {@code
 * unigram_model.cc} does.
 *
 * <p>The same search as in the Unigram model of tokenizer.json files, but ties fall otherwise: the
 * best scores are kept in single precision and compared in double precision with the candidates,
 * user-defined pieces have a bonus that lets them always win, unused pieces are passed over, and
 * unknown characters are one token each (the processor joins them).
 */
final class UnigramCutter implements Cutter {
    private static final float UNKNOWN_PENALTY = 10;

    private final Pieces pieces;
    private final ByteTrie trie;

    UnigramCutter(Pieces pieces) {
        this.pieces = pieces;
        ByteTrieBuilder builder = new ByteTrieBuilder();
        for (int id = 0; id < pieces.size(); id++) {
            if (pieces.matchesText(id)) {
                builder.put(pieces.text(id), id);
            }
        }
        trie = builder.build();
    }

    ByteTrie trie() {
        return trie;
    }

    float unknownScore() {
        return pieces.leastScore() - UNKNOWN_PENALTY;
    }

    /**
     * The score of a piece. User-defined ones have a bonus for their length, which the library
     * counts in bytes here and in characters in lattices.
     */
    double score(int id, int length) {
        return pieces.type(id) == PieceType.USER_DEFINED ? length * 0.1 - 0.1 : pieces.score(id);
    }

    @Override
    public void cut(byte[] text, int to, Segments out) {
        float[] best = new float[to + 1];
        int[] starts = new int[to + 1];
        int[] ids = new int[to + 1];
        Arrays.fill(starts, -1);
        float unknownScore = unknownScore();
        for (int at = 0; at < to; ) {
            float before = best[at];
            int next = at + Utf8Text.announcedBytes(text, at, to);
            boolean single = false;
            int node = ByteTrie.ROOT;
            for (int i = at; i < to; ) {
                node = trie.next(node, text[i++]);
                if (node == ByteTrie.NONE) {
                    break;
                }
                int id = trie.value(node);
                if (id == ByteTrie.NONE || pieces.isUnused(id)) {
                    continue;
                }
                double score = score(id, i - at) + before;
                if (starts[i] < 0 || score > best[i]) {
                    best[i] = (float) score;
                    starts[i] = at;
                    ids[i] = id;
                }
                single |= i == next;
            }
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
        int count = 0;
        for (int end = to; end > 0; end = starts[end]) {
            count++;
        }
        int[] path = new int[count];
        for (int end = to; end > 0; end = starts[end]) {
            path[--count] = end;
        }
        for (int end : path) {
            out.add(ids[end], end);
        }
    }
}
