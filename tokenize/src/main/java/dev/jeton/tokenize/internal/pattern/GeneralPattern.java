package dev.jeton.tokenize.internal.pattern;

import org.jspecify.annotations.Nullable;

/** A pattern without a scanner of its own. */
final class GeneralPattern extends SplitPattern {
    private final Program program;

    GeneralPattern(String pattern) {
        super(pattern);
        program = Program.of(new PatternParser(pattern));
    }

    @Override
    public PatternMatcher matcher() {
        return new Backtracker(this, program);
    }

    @Override
    public @Nullable PieceScanner scanner() {
        return null;
    }
}
