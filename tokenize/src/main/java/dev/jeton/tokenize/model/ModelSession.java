package dev.jeton.tokenize.model;

/**
 * Runs a {@link Model} over pieces of text. Owned by one thread at a time; reused for many pieces, so
 * that a warm call allocates nothing.
 *
 * <p>Where the pipeline is byte-level ({@link ModelSpec#byteLevel()}), the piece is raw bytes and may
 * begin or end inside a character; otherwise it is well-formed UTF-8.
 */
public interface ModelSession {
    /** Appends the ids of {@code utf8[from, to)} to {@code out}. The cheapest call. */
    void encode(byte[] utf8, int from, int to, IdBuffer out);

    /** Reports the tokens of {@code utf8[from, to)} in order, with the bytes each one covers. */
    void encode(byte[] utf8, int from, int to, TokenSink out);

    /** The number of tokens of {@code utf8[from, to)}. */
    int count(byte[] utf8, int from, int to);
}
