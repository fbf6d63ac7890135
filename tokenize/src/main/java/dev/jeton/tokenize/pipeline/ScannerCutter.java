package dev.jeton.tokenize.pipeline;

import dev.jeton.tokenize.internal.pattern.PieceScanner;

/**
 * Cuts with a hand-written scanner of a pattern whose matches cover every text.
 *
 * @param scanner finds the end of each piece
 */
public record ScannerCutter(PieceScanner scanner) implements PieceCutter {
    @Override
    public void cut(byte[] utf8, int from, int to, PieceSink out) {
        for (int at = from, end; at < to; at = end) {
            end = scanner.pieceEnd(utf8, at, to);
            out.piece(at, end);
        }
    }
}
