package dev.jeton.tokenize.internal.pattern;

/**
 * A pattern whose matches cover every text without gaps, so that the end of one piece is the start
 * of the next. Stateless and safe to share.
 */
public interface PieceScanner {
    /**
     * The end of the piece that starts at {@code from}, where {@code from < to} and the text before
     * {@code from} was cut into pieces by this scanner.
     */
    int pieceEnd(byte[] utf8, int from, int to);

    /** The least room that {@link #cut} needs for ends. */
    int MIN_ROOM = 2 * AsciiBlock.SIZE;

    /**
     * Cuts many pieces at once: writes the ends of the pieces of {@code utf8[from, to)} to {@code
     * ends}, until the text or the room ({@link #MIN_ROOM} or more) is at its end.
     *
     * @return how many were written, at least 1
     */
    default int cut(byte[] utf8, int from, int to, int[] ends) {
        int n = 0;
        for (int at = from; at < to && n < ends.length; at = ends[n - 1]) {
            ends[n++] = pieceEnd(utf8, at, to);
        }
        return n;
    }
}
