package dev.jeton.bench;

/**
 * A decoder in this process that computes on the calling thread (and others it was told to use).
 */
interface DecodePeer extends AutoCloseable {
    String name();

    /** Forgets everything. */
    void reset();

    /** Feeds the tokens from a position on and returns the best next id. */
    int step(int[] tokens, int position);

    @Override
    void close();
}
