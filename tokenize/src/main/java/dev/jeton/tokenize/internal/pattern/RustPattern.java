package dev.jeton.tokenize.internal.pattern;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Patterns in the syntax of Rust's {@code fancy-regex}, which tiktoken and Mistral's tekken use,
 * rewritten for Oniguruma's Ruby syntax, which tokenizer.json uses.
 *
 * <p>Three things differ in what tokenizers write: {@code ^} and {@code $} are the ends of the
 * text, not of a line; {@code .} with {@code (?s)} is {@code (?m)} in Ruby; and {@code X{1,3}+} is
 * possessive, where Ruby reads a plus over a counted group.
 */
public final class RustPattern {
    private final String source;
    private final StringBuilder out = new StringBuilder();

    /** Where in {@link #out} each open group starts. */
    private final Deque<Integer> groups = new ArrayDeque<>();

    /** Where in {@link #out} the last whole atom starts; a repetition belongs to it. */
    private int atom;

    private RustPattern(String source) {
        this.source = source;
    }

    /** The same pattern in Ruby syntax; what is broken stays so, for the parser to refuse. */
    public static String toOniguruma(String pattern) {
        RustPattern translation = new RustPattern(pattern);
        translation.translate();
        return translation.out.toString();
    }

    private void translate() {
        int i = 0;
        while (i < source.length()) {
            char c = source.charAt(i);
            int end = i + 1;
            switch (c) {
                case '\\' -> {
                    end = escapeEnd(i);
                    copyAtom(source.substring(i, end));
                }
                case '[' -> {
                    end = classEnd(i);
                    copyAtom(source.substring(i, end));
                }
                case '(' -> {
                    groups.push(out.length());
                    end = copyGroupHead(i);
                }
                case ')' -> {
                    out.append(')');
                    atom = groups.isEmpty() ? out.length() - 1 : groups.pop();
                }
                case '$' -> copyAtom("\\z");
                case '^' -> copyAtom("\\A");
                case '{' -> end = copyCount(i);
                case '*', '+', '?', '|' -> out.append(c);
                default -> {
                    end = i + Character.charCount(source.codePointAt(i));
                    copyAtom(source.substring(i, end));
                }
            }
            i = end;
        }
    }

    private void copyAtom(String text) {
        atom = out.length();
        out.append(text);
    }

    /** {@code \p{..}}, {@code \x{..}} and one character after the backslash else. */
    private int escapeEnd(int i) {
        if (i + 1 >= source.length()) {
            return source.length();
        }
        char c = source.charAt(i + 1);
        int end = i + 1 + Character.charCount(source.codePointAt(i + 1));
        if ((c == 'p' || c == 'P' || c == 'x' || c == 'u') && source.startsWith("{", i + 2)) {
            int close = source.indexOf('}', i + 2);
            return close < 0 ? source.length() : close + 1;
        }
        return end;
    }

    private int classEnd(int i) {
        int depth = 0;
        for (int j = i; j < source.length(); j++) {
            char c = source.charAt(j);
            if (c == '\\') {
                j++;
            } else if (c == '[') {
                depth++;
                if (source.startsWith("^", j + 1)) {
                    j++;
                }
                if (source.startsWith("]", j + 1)) {
                    j++; // a bracket right at the beginning is one of the characters
                }
            } else if (c == ']' && --depth == 0) {
                return j + 1;
            }
        }
        return source.length();
    }

    private int copyGroupHead(int i) {
        int end = i + 1;
        if (source.startsWith("?", end)) {
            while (end < source.length() && "?imsx-".indexOf(source.charAt(end)) >= 0) {
                end++;
            }
        }
        String flags = source.substring(i, end);
        // (?m) lets ^ and $ match at lines: the translation of those would be wrong then.
        if (flags.indexOf('m') >= 0 && !flags.contains("-")) {
            throw new PatternException("(?m) is not supported in a pattern of a rank file");
        }
        out.append(flags.replace('s', 'm'));
        return end;
    }

    /** {@code {1,3}}, after which a plus makes it possessive. */
    private int copyCount(int i) {
        int close = source.indexOf('}', i);
        if (close < 0) {
            out.append(source, i, source.length());
            return source.length();
        }
        out.append(source, i, close + 1);
        if (source.startsWith("+", close + 1)) {
            out.insert(atom, "(?>").append(')');
            return close + 2;
        }
        return close + 1;
    }
}
