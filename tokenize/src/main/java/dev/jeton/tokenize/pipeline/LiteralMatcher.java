package dev.jeton.tokenize.pipeline;

import dev.jeton.tokenize.internal.pattern.PatternMatcher;
import dev.jeton.tokenize.internal.utf8.Utf8;

/**
 * Finds a fixed string (Knuth, Morris and Pratt, 1977): linear in the text, whatever the string is.
 *
 * <p>An empty string is found before every character and at the end.
 */
final class LiteralMatcher implements PatternMatcher {
    private final byte[] literal;

    /** For each prefix the length of its longest border. */
    private final int[] border;

    private byte[] utf8 = {};
    private int next;
    private int to;
    private int start;
    private int end;

    LiteralMatcher(byte[] literal) {
        this.literal = literal;
        border = new int[literal.length];
        for (int i = 1, k = 0; i < literal.length; i++) {
            while (k > 0 && literal[i] != literal[k]) {
                k = border[k - 1];
            }
            if (literal[i] == literal[k]) {
                k++;
            }
            border[i] = k;
        }
    }

    @Override
    public void reset(byte[] text, int from, int until) {
        utf8 = text;
        next = from;
        to = until;
    }

    @Override
    public boolean find() {
        if (literal.length == 0) {
            if (next > to) {
                return false;
            }
            start = next;
            end = next;
            next = next < to ? Utf8.charEnd(utf8, next, to) : to + 1;
            return true;
        }
        int k = 0;
        for (int i = Math.min(next, to); i < to; i++) {
            while (k > 0 && utf8[i] != literal[k]) {
                k = border[k - 1];
            }
            if (utf8[i] == literal[k] && ++k == literal.length) {
                start = i + 1 - k;
                end = i + 1;
                next = end;
                return true;
            }
        }
        next = to + 1;
        return false;
    }

    @Override
    public int start() {
        return start;
    }

    @Override
    public int end() {
        return end;
    }
}
