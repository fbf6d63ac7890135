package dev.jeton.tokenize.internal.pattern;

import org.jspecify.annotations.Nullable;

/**
 * A compiled pattern in Oniguruma's Ruby syntax, as {@code Split} and {@code Replace} have it.
 * Immutable and safe to share.
 */
public abstract class SplitPattern {
    /** The steps of a search that a pattern may take beside those for each byte. */
    public static final long DEFAULT_STEPS = 10_000_000;

    private final String pattern;

    SplitPattern(String pattern) {
        this.pattern = pattern;
    }

    /**
     * Compiles a pattern.
     *
     * @throws PatternException if the pattern is not in the syntax or has more than is supported
     */
    public static SplitPattern compile(String pattern) {
        return compile(pattern, DEFAULT_STEPS);
    }

    /**
     * Compiles a pattern with another limit.
     *
     * @param maxSteps the most steps on one text, beside 2,000 for each byte
     * @throws PatternException if the pattern is not in the syntax or has more than is supported
     */
    public static SplitPattern compile(String pattern, long maxSteps) {
        SplitPattern known = KnownPatterns.scanner(pattern);
        if (known != null) {
            return known;
        }
        return new GeneralPattern(pattern, maxSteps);
    }

    /** The pattern as it was given. */
    public final String pattern() {
        return pattern;
    }

    /** A matcher for one thread. */
    public abstract PatternMatcher matcher();

    /** The scanner of a pattern that covers every text without gaps, or null. */
    public abstract @Nullable PieceScanner scanner();
}
