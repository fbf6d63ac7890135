package dev.jeton.sentencepiece;

/** How a SentencePiece model cuts normalized text. */
public enum ModelType {
    /** The pieces with the highest sum of scores. */
    UNIGRAM(1),
    /** Characters are merged, best score first. */
    BPE(2),
    /** Whole words, each with the white space before it. */
    WORD(3),
    /** Single characters. */
    CHAR(4);

    /** The number of types; files count from 1 on. */
    static final int COUNT = values().length;

    private final int number;

    ModelType(int number) {
        this.number = number;
    }

    /** The number of the type in the file. */
    int number() {
        return number;
    }

    static ModelType ofNumber(int number) {
        return values()[number - 1];
    }
}
