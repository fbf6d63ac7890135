package dev.jeton.cli.parity;

/**
 * Text as it stands in a report: control characters and what cannot be seen are escaped, the rest
 * is cut.
 */
public final class Excerpt {
    private Excerpt() {}

    /** {@code text} in quotation marks, cut to about {@code most} characters. */
    public static String quoted(String text, int most) {
        return '"'
                + (text.length() <= most ? escaped(text) : escaped(cut(text, 0, most)) + "…")
                + '"'
                + (text.length() <= most ? "" : " (" + text.length() + " chars)");
    }

    /** The characters around {@code index}, in quotation marks, with … where something was cut. */
    static String around(String text, int index, int before, int after) {
        int from = Math.max(0, Math.min(index, text.length()) - before);
        int to = Math.min(text.length(), index + after);
        return '"'
                + (from > 0 ? "…" : "")
                + escaped(cut(text, from, Math.max(from, to)))
                + (to < text.length() ? "…" : "")
                + '"';
    }

    private static String cut(String text, int from, int to) {
        int start = from > 0 && Character.isLowSurrogate(text.charAt(from)) ? from - 1 : from;
        int end =
                to > start && to < text.length() && Character.isLowSurrogate(text.charAt(to))
                        ? to - 1
                        : to;
        return text.substring(start, end);
    }

    /** Escapes as a Java string literal would, and marks and format characters as well. */
    public static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(cp -> append(out, cp));
        return out.toString();
    }

    private static void append(StringBuilder out, int codePoint) {
        switch (codePoint) {
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            default -> {
                if (visible(codePoint)) {
                    out.appendCodePoint(codePoint);
                } else {
                    out.append(String.format("\\u{%X}", codePoint));
                }
            }
        }
    }

    private static boolean visible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.COMBINING_SPACING_MARK ->
                    false;
            case Character.SPACE_SEPARATOR -> codePoint == ' ';
            default -> true;
        };
    }
}
