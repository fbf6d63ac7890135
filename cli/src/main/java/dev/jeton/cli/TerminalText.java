package dev.jeton.cli;

/** Keeps a model's text from commanding the terminal. */
final class TerminalText {
    private TerminalText() {}

    /** The text without control characters but for line feed and tab. */
    static String clean(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        text.codePoints()
                .filter(c -> c == '\n' || c == '\t' || !Character.isISOControl(c))
                .forEach(kept::appendCodePoint);
        return kept.toString();
    }
}
