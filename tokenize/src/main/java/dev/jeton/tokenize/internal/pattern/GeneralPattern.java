package dev.jeton.tokenize.internal.pattern;

import org.jspecify.annotations.Nullable;

/** A pattern without a scanner of its own. */
final class GeneralPattern extends SplitPattern {
    private final Program program;
    private final long maxSteps;

    GeneralPattern(String pattern) {
        this(pattern, DEFAULT_STEPS);
    }

    GeneralPattern(String pattern, long maxSteps) {
        super(pattern);
        this.maxSteps = maxSteps;
        program = Program.of(new PatternParser(pattern));
    }

    @Override
    public PatternMatcher matcher() {
        return new Backtracker(this, program, maxSteps);
    }

    @Override
    public @Nullable PieceScanner scanner() {
        return null;
    }
}
