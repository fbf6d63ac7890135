package dev.jeton.tokenize.pipeline;

import dev.jeton.tokenize.internal.pattern.PieceScanner;

/**
 * Cuts with a hand-written scanner of a pattern whose matches cover every text. Hands over many
 * pieces at a time, so that finding them and looking them up are two tight loops.
 */
final class ScannerCutter implements PieceCutter {
    private static final int ROOM = 4 * PieceScanner.MIN_ROOM;

    private final PieceScanner scanner;
    private final int[] ends = new int[ROOM];

    ScannerCutter(PieceScanner scanner) {
        this.scanner = scanner;
    }

    @Override
    public void cut(byte[] utf8, int from, int to, PieceSink out) {
        for (int at = from; at < to; ) {
            int n = scanner.cut(utf8, at, to, ends);
            out.pieces(at, ends, n);
            at = ends[n - 1];
        }
    }
}
