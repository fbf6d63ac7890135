package dev.jeton.tokenize.model;

/**
 * Runs a {@link Model} over pieces of text. Owned by one thread at a time; reused for many pieces,
 * so that a warm call allocates nothing.
 *
 * <p>Where the pipeline is byte-level ({@link ModelSpec#byteLevel()}), the piece is raw bytes and
 * may begin or end inside a character; otherwise it is well-formed UTF-8.
 *
 * <p>All methods throw {@link dev.jeton.tokenize.TokenizerException} where the model cannot express
 * the text: an unknown character meets an unknown token that is not in the vocabulary.
 */
public interface ModelSession {
    /** Appends the ids of {@code utf8[from, to)} to {@code out}. The cheapest call. */
    void encode(byte[] utf8, int from, int to, IdBuffer out);

    /**
     * Appends the ids of {@code n} pieces one behind the other, the first of which begins at {@code
     * from}; none is empty. What {@link #encode(byte[], int, int, IdBuffer)} does for each, in one
     * loop that a model can make tight.
     */
    default void encodeAll(byte[] utf8, int from, int[] ends, int n, IdBuffer out) {
        int at = from;
        for (int i = 0; i < n; i++) {
            encode(utf8, at, ends[i], out);
            at = ends[i];
        }
    }

    /**
     * Reports the tokens of {@code utf8[from, to)} in order, with the bytes each one covers.
     *
     * <p>As in the reference the tokens are laid one behind the other from {@code from} on: behind
     * a character that the model drops they are therefore too far left, and may begin or end inside
     * a character.
     */
    void encode(byte[] utf8, int from, int to, TokenSink out);

    /** The number of tokens of {@code utf8[from, to)}. */
    int count(byte[] utf8, int from, int to);
}
