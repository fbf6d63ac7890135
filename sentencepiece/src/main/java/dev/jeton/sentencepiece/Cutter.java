package dev.jeton.sentencepiece;

/**
 * Cuts normalized text into pieces: one for each type of model. Keeps its scratch memory from text
 * to text, so it is for one thread at a time.
 */
interface Cutter {
    /** Appends the pieces of {@code text[from, to)}; together they are the whole text. */
    void cut(byte[] text, int from, int to, Segments out);
}
