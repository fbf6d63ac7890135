package dev.jeton.tokenize.pipeline;

/** Cuts a range of text into smaller ranges. May hold scratch memory: one thread at a time. */
@FunctionalInterface
public interface PieceCutter {
    /**
     * Reports the pieces of {@code utf8[from, to)} in order. Empty pieces may be reported; they do
     * not count. Bytes that no piece covers are dropped.
     */
    void cut(byte[] utf8, int from, int to, PieceSink out);

    /** Receives pieces. */
    @FunctionalInterface
    interface PieceSink {
        /** Takes the piece {@code [from, to)}. */
        void piece(int from, int to);
    }
}
