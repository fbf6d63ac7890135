package dev.jeton.tokenize.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.jeton.tokenize.internal.pattern.PatternBorders;
import dev.jeton.tokenize.internal.pattern.PatternMatcher;
import dev.jeton.tokenize.internal.pattern.PieceScanner;
import dev.jeton.tokenize.internal.pattern.SplitPattern;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Split} and {@link Replace} look for: a fixed string, or a regular expression in
 * Oniguruma's Ruby syntax. Immutable.
 */
public final class TextPattern {
    private final String source;
    private final @Nullable SplitPattern regex;

    /** Found when it is first asked for, perhaps by several threads at once. */
    private volatile @Nullable PatternBorders borders;

    private volatile boolean bordersKnown;

    private TextPattern(String source, @Nullable SplitPattern regex) {
        this.source = source;
        this.regex = regex;
    }

    /** A fixed string. */
    public static TextPattern literal(String text) {
        return new TextPattern(text, null);
    }

    /**
     * A regular expression.
     *
     * @throws IllegalArgumentException if it is not in the syntax; the message says where
     */
    public static TextPattern regex(String pattern) {
        return regex(pattern, SplitPattern.DEFAULT_STEPS);
    }

    /**
     * A regular expression with a limit of steps.
     *
     * @param maxSteps the most steps on one text, beside 2,000 for each byte of it
     * @throws IllegalArgumentException if it is not in the syntax; the message says where
     */
    public static TextPattern regex(String pattern, long maxSteps) {
        try {
            return new TextPattern(pattern, SplitPattern.compile(pattern, maxSteps));
        } catch (dev.jeton.tokenize.internal.pattern.PatternException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** The string or the regular expression. */
    public String source() {
        return source;
    }

    /** Whether it is a regular expression. */
    public boolean isRegex() {
        return regex != null;
    }

    /** The character that is looked for, if it is just one, else -1. */
    int singleCharacter() {
        boolean one = regex == null && source.codePointCount(0, source.length()) == 1;
        return one ? source.codePointAt(0) : -1;
    }

    /** Whether no match, and no attempt at one, reaches across the border. */
    boolean splits(Border border) {
        PatternBorders known = borders();
        return known != null && border.isKnown() && known.between(border.before(), border.after());
    }

    /** Whether some match may have the character in it. */
    boolean reads(int c) {
        PatternBorders known = borders();
        return known == null || known.reads(c);
    }

    /** Whether each of these characters is part of a match. */
    boolean isSure(int c) {
        PatternBorders known = borders();
        return known != null && known.isSure(c);
    }

    private @Nullable PatternBorders borders() {
        if (!bordersKnown) {
            borders = regex == null ? PatternBorders.ofLiteral(source) : PatternBorders.of(source);
            bordersKnown = true;
        }
        return borders;
    }

    PatternMatcher newMatcher() {
        return regex == null ? new LiteralMatcher(source.getBytes(UTF_8)) : regex.matcher();
    }

    @Nullable PieceScanner scanner() {
        return regex == null ? null : regex.scanner();
    }

    Map<String, Object> json() {
        return Map.of(regex == null ? "String" : "Regex", source);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TextPattern p
                && p.source.equals(source)
                && p.isRegex() == isRegex();
    }

    @Override
    public int hashCode() {
        return source.hashCode();
    }

    @Override
    public String toString() {
        return (regex == null ? "String " : "Regex ") + source;
    }
}
