package dev.jeton.sentencepiece;

import dev.jeton.tokenize.internal.trie.ByteTrie;

/** Every character is a piece, and every user-defined piece as a whole. Immutable. */
final class CharCutter implements Cutter {
    private final Pieces pieces;

    CharCutter(Pieces pieces) {
        this.pieces = pieces;
    }

    @Override
    public void cut(byte[] text, int from, int to, Segments out) {
        ByteTrie userDefined = pieces.userDefined();
        for (int at = from; at < to; ) {
            int length = userDefined == null ? 0 : Pieces.longestMatch(userDefined, text, at, to);
            int end = at + (length > 0 ? length : Utf8Text.announcedBytes(text, at, to));
            out.add(pieces.idOf(text, at, end), end);
            at = end;
        }
    }
}
