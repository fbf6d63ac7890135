package dev.jeton.tokenize.pipeline;

import dev.jeton.tokenize.internal.utf8.Utf8;

/** Cuts at single characters. Not thread-safe. */
final class CharacterCutter implements PieceCutter {
    private final NormalizedString.CodePointTest delimiter;
    private final DelimiterCutter pieces;

    CharacterCutter(NormalizedString.CodePointTest delimiter, SplitBehavior behavior) {
        this.delimiter = delimiter;
        pieces = new DelimiterCutter(behavior);
    }

    @Override
    public void cut(byte[] utf8, int from, int to, PieceSink out) {
        pieces.begin(out);
        int start = from;
        for (int at = from, end; at < to; at = end) {
            end = Utf8.charEnd(utf8, at, to);
            if (delimiter.test(Utf8.codePointAt(utf8, at))) {
                if (start < at) {
                    pieces.range(start, at, false);
                }
                pieces.range(at, end, true);
                start = end;
            }
        }
        if (start < to) {
            pieces.range(start, to, false);
        }
        pieces.end();
    }
}
