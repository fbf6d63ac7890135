package dev.jeton.tokenize.pipeline;

import dev.jeton.tokenize.internal.pattern.PatternMatcher;

/** Cuts at the matches of a pattern, or, inverted, between them. Not thread-safe. */
final class PatternCutter implements PieceCutter {
    private final PatternMatcher matcher;
    private final boolean invert;
    private final DelimiterCutter pieces;

    PatternCutter(PatternMatcher matcher, SplitBehavior behavior, boolean invert) {
        this.matcher = matcher;
        this.invert = invert;
        pieces = new DelimiterCutter(behavior);
    }

    @Override
    public void cut(byte[] utf8, int from, int to, PieceSink out) {
        pieces.begin(out);
        matcher.reset(utf8, from, to);
        int before = from;
        while (from < to && matcher.find()) {
            if (before != matcher.start()) {
                pieces.range(before, matcher.start(), invert);
            }
            pieces.range(matcher.start(), matcher.end(), !invert);
            before = matcher.end();
        }
        if (before != to) {
            pieces.range(before, to, invert);
        }
        pieces.end();
    }
}
