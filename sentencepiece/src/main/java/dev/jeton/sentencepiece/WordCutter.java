package dev.jeton.sentencepiece;

/** Every U+2581 begins a piece; a piece that the model does not have is unknown. Immutable. */
final class WordCutter implements Cutter {
    private final Pieces pieces;

    WordCutter(Pieces pieces) {
        this.pieces = pieces;
    }

    @Override
    public void cut(byte[] text, int from, int to, Segments out) {
        int start = from;
        for (int i = from + 1; i < to; i++) {
            if (Utf8Text.startsWith(text, i, to, Utf8Text.SPACE_SYMBOL)) {
                out.add(pieces.idOf(text, start, i), i);
                start = i;
            }
        }
        if (start < to) {
            out.add(pieces.idOf(text, start, to), to);
        }
    }
}
