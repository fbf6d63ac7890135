package dev.jeton.templates.internal.lang;

/**
 * A template source as Jinja2's lexer sees it: every line break is {@code \n}, and one final line
 * break is dropped (keep_trailing_newline is off).
 */
public final class Source {
    private final String text;

    private Source(String text) {
        this.text = text;
    }

    public static Source of(String raw) {
        String text = raw;
        if (text.indexOf('\r') >= 0) {
            text = text.replace("\r\n", "\n").replace('\r', '\n');
        }
        if (text.endsWith("\n")) {
            text = text.substring(0, text.length() - 1);
        }
        return new Source(text);
    }

    public String text() {
        return text;
    }

    /** The line of an offset, from 1. */
    public int line(int offset) {
        int line = 1;
        int end = Math.min(offset, text.length());
        for (int i = text.indexOf('\n'); i >= 0 && i < end; i = text.indexOf('\n', i + 1)) {
            line++;
        }
        return line;
    }

    /** The column of an offset in code points, from 1. */
    public int column(int offset) {
        int end = Math.min(offset, text.length());
        int start = text.lastIndexOf('\n', end - 1) + 1;
        return text.codePointCount(start, Math.max(start, end)) + 1;
    }

    /** The source line of an offset, cut around it to at most 120 chars. */
    public String snippet(int offset) {
        int end = Math.min(offset, text.length());
        int start = text.lastIndexOf('\n', end - 1) + 1;
        int stop = text.indexOf('\n', start);
        stop = stop < 0 ? text.length() : stop;
        int from = Math.max(start, Math.min(end - 60, stop - 120));
        int to = Math.min(stop, from + 120);
        return (from > start ? "... " : "") + text.substring(from, to) + (to < stop ? " ..." : "");
    }
}
