package dev.jeton.sentencepiece;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** The pieces of a BPE model as merging needs them. Immutable. */
final class BpePieces {
    /** Longer pieces are not looked through for parts: that would take their square. */
    private static final int MAX_EXAMINED_BYTES = 2048;

    private final Pieces pieces;

    /** The rank of each piece's score, the best being 0; equal scores have the same. */
    private final int[] ranks;

    private final int rankCount;
    private final boolean spaceBeginsPieces;

    /** Made when a long text comes; a race makes it twice. */
    private volatile @Nullable BitSet ordered;

    BpePieces(Pieces pieces) {
        this.pieces = pieces;
        float[] scores = new float[pieces.size()];
        int count = 0;
        for (int id = 0; id < pieces.size(); id++) {
            if (pieces.matchesText(id)) {
                scores[count++] = descending(pieces.score(id));
            }
        }
        scores = Arrays.copyOf(scores, count);
        Arrays.sort(scores);
        int distinct = 0;
        for (int i = 0; i < count; i++) {
            if (i == 0 || Float.compare(scores[i], scores[distinct - 1]) != 0) {
                scores[distinct++] = scores[i];
            }
        }
        rankCount = distinct;
        ranks = new int[pieces.size()];
        boolean begins = true;
        for (int id = 0; id < ranks.length; id++) {
            if (pieces.matchesText(id)) {
                float key = descending(pieces.score(id));
                ranks[id] = Arrays.binarySearch(scores, 0, distinct, key);
                begins &= !hasSpaceBehindOther(pieces.text(id));
            }
        }
        spaceBeginsPieces = begins;
    }

    /** -0.0 and 0.0 are one score. */
    private static float descending(float score) {
        return 0.0f - score + 0.0f;
    }

    private static boolean hasSpaceBehindOther(byte[] text) {
        boolean other = false;
        for (int i = 0; i < text.length; ) {
            boolean space = Utf8Text.startsWith(text, i, text.length, Utf8Text.SPACE_SYMBOL);
            if (space && other) {
                return true;
            }
            other |= !space;
            i += space ? Utf8Text.SPACE_SYMBOL.length : 1;
        }
        return false;
    }

    Pieces pieces() {
        return pieces;
    }

    /**
     * Whether U+2581 stands at the begin of pieces only. Then no piece reaches over a place before
     * one that follows something else, and the text can be cut there first.
     */
    boolean spaceBeginsPieces() {
        return spaceBeginsPieces;
    }

    int rankCount() {
        return rankCount;
    }

    /** The rank of a piece that text can match. */
    int rank(int id) {
        return ranks[id];
    }

    /**
     * The ranks whose places must be merged strictly from left to right: a merge there may make one
     * of the same or a lower rank possible, because a piece is part of another one that has no
     * worse score. In models as trainers make them there are none.
     */
    BitSet ordered() {
        BitSet found = ordered;
        if (found == null) {
            found = findOrdered();
            ordered = found;
        }
        return found;
    }

    private BitSet findOrdered() {
        BitSet found = new BitSet(rankCount);
        for (int id = 0; id < ranks.length; id++) {
            if (!pieces.matchesText(id)) {
                continue;
            }
            byte[] text = pieces.text(id);
            if (text.length > MAX_EXAMINED_BYTES) {
                found.set(0, rankCount);
                return found;
            }
            for (int i = 1; i < text.length; i++) {
                markPart(text, 0, i, ranks[id], found);
                markPart(text, i, text.length, ranks[id], found);
            }
        }
        return found;
    }

    /** A part of several characters may come out of a merge. */
    private void markPart(byte[] text, int from, int to, int rank, BitSet found) {
        if (Utf8Text.announcedBytes(text, from, to) < to - from) {
            int part = pieces.matchingIdOf(text, from, to);
            if (part >= 0 && ranks[part] >= rank) {
                found.set(ranks[part]);
            }
        }
    }
}
