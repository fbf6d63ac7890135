package dev.jeton.sentencepiece;

/**
 * What is added to or changed in the pieces of a text. They are applied in this order: reverse,
 * begin, end, unknown pieces.
 *
 * @param addBegin puts the piece {@code <s>} before the others
 * @param addEnd puts the piece {@code </s>} behind the others
 * @param reverse turns the order of the text's pieces around
 * @param emitUnknownPiece gives unknown pieces as {@code <unk>} instead of the text they cover
 */
public record SentencePieceOptions(
        boolean addBegin, boolean addEnd, boolean reverse, boolean emitUnknownPiece) {
    private static final SentencePieceOptions NONE =
            new SentencePieceOptions(false, false, false, false);

    /** No option. */
    public static SentencePieceOptions none() {
        return NONE;
    }

    /** A copy with another {@link #addBegin()}. */
    public SentencePieceOptions withBegin(boolean add) {
        return new SentencePieceOptions(add, addEnd, reverse, emitUnknownPiece);
    }

    /** A copy with another {@link #addEnd()}. */
    public SentencePieceOptions withEnd(boolean add) {
        return new SentencePieceOptions(addBegin, add, reverse, emitUnknownPiece);
    }

    /** A copy with another {@link #reverse()}. */
    public SentencePieceOptions withReverse(boolean turn) {
        return new SentencePieceOptions(addBegin, addEnd, turn, emitUnknownPiece);
    }

    /** A copy with another {@link #emitUnknownPiece()}. */
    public SentencePieceOptions withUnknownPiece(boolean emit) {
        return new SentencePieceOptions(addBegin, addEnd, reverse, emit);
    }
}
