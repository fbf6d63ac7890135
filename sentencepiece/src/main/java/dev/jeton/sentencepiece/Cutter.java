package dev.jeton.sentencepiece;

/** Cuts normalized text into pieces: one for each type of model. Immutable. */
interface Cutter {
    /** Appends the pieces of {@code text[0, to)}; together they are the whole text. */
    void cut(byte[] text, int to, Segments out);
}
