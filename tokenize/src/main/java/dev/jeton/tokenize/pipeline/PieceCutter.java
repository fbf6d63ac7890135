package dev.jeton.tokenize.pipeline;

/** Cuts a range of text into smaller ranges. May hold scratch memory: one thread at a time. */
@FunctionalInterface
public interface PieceCutter {
    /** Leaves a range as it is. {@link ChainCutter} leaves this one out. */
    enum Whole implements PieceCutter {
        /** The only one. */
        INSTANCE;

        @Override
        public void cut(byte[] utf8, int from, int to, PieceSink out) {
            out.piece(from, to);
        }
    }

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

        /** Takes {@code n} pieces one behind the other, the first from {@code from} on. */
        default void pieces(int from, int[] ends, int n) {
            int at = from;
            for (int i = 0; i < n; i++) {
                piece(at, ends[i]);
                at = ends[i];
            }
        }
    }
}
