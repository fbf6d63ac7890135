package dev.jeton.sentencepiece;

/** How a SentencePiece model cuts normalized text. */
public enum ModelType {
    /** The pieces with the highest sum of scores. */
    UNIGRAM,
    /** Characters are merged, best score first. */
    BPE,
    /** Whole words, each with the white space before it. */
    WORD,
    /** Single characters. */
    CHAR;

    /** The number of types; files count from 1 on. */
    static final int COUNT = values().length;

    static ModelType ofNumber(int number) {
        return values()[number - 1];
    }
}
