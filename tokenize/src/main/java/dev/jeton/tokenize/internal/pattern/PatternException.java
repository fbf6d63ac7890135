package dev.jeton.tokenize.internal.pattern;

/**
 * A pattern that is not in Oniguruma's syntax. The message says what is wrong and at which
 * character; the loader puts the place in the file before it.
 */
public final class PatternException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PatternException(String message) {
        super(message);
    }
}
