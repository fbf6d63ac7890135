package dev.jeton.sentencepiece;

/** What a piece of a SentencePiece model is for. */
public enum PieceType {
    /** A piece of text. */
    NORMAL,
    /** The piece that stands for all text that no other piece covers. */
    UNKNOWN,
    /** A mark such as {@code <s>} that never matches text and is invisible in decoded text. */
    CONTROL,
    /** A piece that is always one token where the text has it. */
    USER_DEFINED,
    /** A piece that is not used for encoding. */
    UNUSED,
    /** One of the 256 pieces {@code <0x00>} to {@code <0xFF>}. */
    BYTE;

    /** The number of the type in the file; 0 has no meaning. */
    static final int COUNT = values().length;

    static PieceType ofNumber(int number) {
        return values()[number - 1];
    }
}
