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
}
