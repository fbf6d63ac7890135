package dev.jeton.cli.parity;

import java.util.regex.Pattern;

/**
 * A pattern of the option {@code --only}: {@code *} stands for any characters, {@code ?} for one.
 *
 * <p>All other characters stand for themselves. The whole name must match.
 */
public final class Glob {
    private final String source;
    private final Pattern pattern;

    /** Compiles {@code source}; every string is a valid glob. */
    public Glob(String source) {
        this.source = source;
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < source.length(); i++) {
            char c = source.charAt(i);
            if (c == '*') {
                regex.append(".*");
            } else if (c == '?') {
                regex.append('.');
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        this.pattern = Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    /** Whether the whole of {@code name} matches. */
    public boolean matches(String name) {
        return pattern.matcher(name).matches();
    }

    @Override
    public String toString() {
        return source;
    }
}
