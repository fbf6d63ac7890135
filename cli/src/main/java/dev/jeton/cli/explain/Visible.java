package dev.jeton.cli.explain;

/**
 * Text that a reader can see: characters that would move the cursor, turn the direction of the
 * text, or show nothing are written as what they are.
 */
public final class Visible {
    private Visible() {}

    /** The text with such characters as {@code \n}, {@code \t} or a backslash and U+XXXX. */
    public static String of(String text) {
        StringBuilder shown = new StringBuilder(text.length() + 8);
        text.codePoints().forEach(c -> append(c, shown));
        return shown.toString();
    }

    private static void append(int c, StringBuilder shown) {
        switch (c) {
            case '\n' -> shown.append("\\n");
            case '\r' -> shown.append("\\r");
            case '\t' -> shown.append("\\t");
            case '\\' -> shown.append("\\\\");
            default -> {
                if (isHidden(c)) {
                    shown.append(String.format("\\u{%X}", c));
                } else {
                    shown.appendCodePoint(c);
                }
            }
        }
    }

    /** Combining marks stay: after a quote they are seen well enough. */
    private static boolean isHidden(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    true;
            case Character.SPACE_SEPARATOR -> c != ' ';
            default -> false;
        };
    }
}
