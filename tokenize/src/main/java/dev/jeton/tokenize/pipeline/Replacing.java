package dev.jeton.tokenize.pipeline;

/** Replaces strings as the reference does, by characters. */
final class Replacing {
    private Replacing() {}

    /**
     * {@code text} with each {@code from} replaced. An empty one is found before each character and
     * at the end; {@link String#replace(CharSequence, CharSequence)} would find it inside of
     * characters beyond U+FFFF, too.
     */
    static String replace(String text, String from, String to) {
        if (!from.isEmpty()) {
            return text.replace(from, to);
        }
        StringBuilder result = new StringBuilder(text.length() + 8).append(to);
        text.codePoints().forEach(c -> result.appendCodePoint(c).append(to));
        return result.toString();
    }
}
