package dev.jeton.sentencepiece;

/** What a piece of a SentencePiece model is for. */
public enum PieceType {
    /** A piece of text. */
    NORMAL(1),
    /** The piece that stands for all text that no other piece covers. */
    UNKNOWN(2),
    /** A mark such as {@code <s>} that never matches text and is invisible in decoded text. */
    CONTROL(3),
    /** A piece that is always one token where the text has it. */
    USER_DEFINED(4),
    /** A piece that is not used for encoding. */
    UNUSED(5),
    /** One of the 256 pieces {@code <0x00>} to {@code <0xFF>}. */
    BYTE(6);

    /** The number of the type in the file; 0 has no meaning. */
    static final int COUNT = values().length;

    private final int number;

    PieceType(int number) {
        this.number = number;
    }

    /** The number of the type in the file. */
    int number() {
        return number;
    }

    static PieceType ofNumber(int number) {
        return values()[number - 1];
    }
}
