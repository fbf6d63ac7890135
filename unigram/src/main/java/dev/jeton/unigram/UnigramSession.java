package dev.jeton.unigram;

import dev.jeton.tokenize.internal.trie.ByteTrie;
import dev.jeton.tokenize.internal.words.WordCache;
import dev.jeton.tokenize.model.IdBuffer;
import dev.jeton.tokenize.model.ModelSession;
import dev.jeton.tokenize.model.TokenSink;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the pieces with the highest sum of scores (Viterbi; Kudo, 2018), as {@code
 * encode_optimized} of {@code models/unigram/model.rs} does.
 *
 * <p>For each end of a character the best way to reach it is kept: its score, where its last piece
 * starts, and that piece. From each character on, one walk through the trie finds all pieces that
 * start there. Of two ways with equal scores the one found first stays, that is the one whose last
 * piece starts further left. A character that is not a piece by itself may be unknown at the lowest
 * score less ten; neighbouring unknown ones become one token. The cost is the length of the text
 * times the length of the longest piece at most; nothing is allocated once the arrays have the size
 * of the longest text.
 */
final class UnigramSession implements ModelSession {
    /** Longer texts get arrays of their own, which are given back. */
    private static final int KEPT_BYTES = 1 << 20;

    private static final int UNREACHED = -1;

    private final UnigramModel model;
    private final ByteTrie trie;
    private double[] bestScores = new double[0];

    /** Where the last piece of the best way to each end starts; after the search: where it ends. */
    private int[] starts = new int[0];

    private int[] pieces = new int[0];
    private final @Nullable WordCache cache;
    private final IdBuffer ids = new IdBuffer(16);
    private long steps;

    UnigramSession(UnigramModel model) {
        this.model = model;
        trie = model.trie;
        cache = WordCache.of(model.cacheBytes);
    }

    @Override
    public void encode(byte[] utf8, int from, int to, IdBuffer out) {
        if (from >= to || (cache != null && cache.append(utf8, from, to, out))) {
            return;
        }
        if (cache == null || to - from > WordCache.MAX_BYTES) {
            run(utf8, from, to, out);
            return;
        }
        ids.clear();
        run(utf8, from, to, ids);
        cache.put(utf8, from, to, ids.array(), ids.size());
        out.addAll(ids.array(), 0, ids.size());
    }

    private void run(byte[] utf8, int from, int to, IdBuffer out) {
        search(utf8, from, to);
        reverse(to - from);
        for (int at = from; at < to; ) {
            int end = tokenEnd(from, at, to);
            int id = pieces[end - from];
            if (id == model.unknownId()) {
                addUnknown(utf8, at, end, out);
            } else {
                out.add(id);
            }
            at = end;
        }
        giveBack();
    }

    @Override
    public void encode(byte[] utf8, int from, int to, TokenSink out) {
        if (from == to) {
            return;
        }
        search(utf8, from, to);
        reverse(to - from);
        for (int at = from; at < to; ) {
            int end = tokenEnd(from, at, to);
            int id = pieces[end - from];
            if (id == model.unknownId()) {
                ids.clear();
                addUnknown(utf8, at, end, ids);
                for (int i = 0; i < ids.size(); i++) {
                    out.token(ids.get(i), at, end);
                }
            } else {
                out.token(id, at, end);
            }
            at = end;
        }
        giveBack();
    }

    @Override
    public int count(byte[] utf8, int from, int to) {
        if (from >= to) {
            return 0;
        }
        int known = cache == null ? -1 : cache.count(utf8, from, to);
        if (known >= 0) {
            return known;
        }
        ids.clear();
        run(utf8, from, to, ids);
        if (cache != null) {
            cache.put(utf8, from, to, ids.array(), ids.size());
        }
        return ids.size();
    }

    /** The bytes looked at so far, of which each walk through the trie counts its own. */
    long steps() {
        return steps;
    }

    private void search(byte[] utf8, int from, int to) {
        int length = to - from;
        if (bestScores.length <= length) {
            int capacity = (int) Math.min(Integer.MAX_VALUE - 8L, length + (length >> 1) + 64L);
            bestScores = new double[capacity];
            starts = new int[capacity];
            pieces = new int[capacity];
        }
        Arrays.fill(starts, 0, length + 1, UNREACHED);
        bestScores[0] = 0;
        double[] scores = model.scores;
        long walked = 0;
        for (int at = 0; at < length; ) {
            double before = bestScores[at];
            int next = at + Math.min(characterBytes(utf8[from + at]), length - at);
            boolean single = false;
            int node = ByteTrie.ROOT;
            int i = at;
            while (i < length) {
                node = trie.next(node, utf8[from + i++]);
                if (node == ByteTrie.NONE) {
                    break;
                }
                int id = trie.value(node);
                if (id != ByteTrie.NONE) {
                    double score = scores[id] + before;
                    if (starts[i] == UNREACHED || score > bestScores[i]) {
                        bestScores[i] = score;
                        starts[i] = at;
                        pieces[i] = id;
                    }
                    single |= i == next;
                }
            }
            walked += i - at;
            if (!single) {
                double score = model.unknownScore + before;
                if (starts[next] == UNREACHED || score > bestScores[next]) {
                    bestScores[next] = score;
                    starts[next] = at;
                    pieces[next] = model.requireUnknownId();
                }
            }
            at = next;
        }
        steps += walked;
    }

    /** Turns the links to the start of each piece on the best way into links to its end. */
    private void reverse(int length) {
        int end = length;
        int endOfNext = length;
        while (end > 0) {
            int start = starts[end];
            starts[end] = endOfNext;
            endOfNext = end;
            end = start;
        }
        starts[0] = endOfNext;
    }

    /**
     * The end of the token that begins at {@code at}; neighbouring unknown pieces are one token.
     */
    private int tokenEnd(int from, int at, int to) {
        int end = starts[at - from];
        if (pieces[end] == model.unknownId()) {
            while (from + end < to && pieces[starts[end]] == model.unknownId()) {
                end = starts[end];
            }
        }
        return from + end;
    }

    /**
     * The tokens of an unknown text. As in the reference it is looked up as a whole: put together,
     * unknown characters may be a piece that lost the search.
     */
    private void addUnknown(byte[] utf8, int from, int to, IdBuffer out) {
        int whole = model.vocabulary().idOf(utf8, from, to);
        if (whole >= 0) {
            out.add(whole);
            return;
        }
        int before = out.size();
        int[] bytePieces = model.bytePieces;
        if (bytePieces.length > 0) {
            int i = from;
            while (i < to && bytePieces[utf8[i] & 0xFF] >= 0) {
                out.add(bytePieces[utf8[i++] & 0xFF]);
            }
            if (i == to) {
                return;
            }
            out.truncate(before);
        }
        out.add(model.requireUnknownId());
    }

    private void giveBack() {
        if (bestScores.length > 2 * KEPT_BYTES) {
            bestScores = new double[0];
            starts = new int[0];
            pieces = new int[0];
        }
    }

    private static int characterBytes(byte lead) {
        if (lead >= 0) {
            return 1;
        }
        return lead < (byte) 0xE0 ? 2 : lead < (byte) 0xF0 ? 3 : 4;
    }
}
