package dev.jeton.sentencepiece;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** UTF-8 as SentencePiece reads it. */
final class Utf8Text {
    /** U+2581, which stands for a space inside of pieces. */
    static final byte[] SPACE_SYMBOL = "\u2581".getBytes(UTF_8);

    private static final byte[] REPLACEMENT = "\uFFFD".getBytes(UTF_8);

    private Utf8Text() {}

    static String string(byte[] utf8) {
        return new String(utf8, UTF_8);
    }

    /** The bytes of {@code text}; half a surrogate pair becomes U+FFFD. */
    static byte[] bytes(String text) {
        byte[] utf8 = text.getBytes(UTF_8);
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (Character.charCount(text.codePointAt(i)) == 1) {
                    return replaceLoneSurrogates(text).getBytes(UTF_8);
                }
                i++;
            }
        }
        return utf8;
    }

    private static String replaceLoneSurrogates(String text) {
        int[] codePoints =
                text.codePoints().map(c -> c >= 0xD800 && c <= 0xDFFF ? 0xFFFD : c).toArray();
        return new String(codePoints, 0, codePoints.length);
    }

    /** The number of bytes that the lead byte announces, at most those that are left. */
    static int announcedBytes(byte[] utf8, int at, int to) {
        int lead = utf8[at] & 0xFF;
        int length = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        return Math.min(length, to - at);
    }

    /** The number of bytes of the well-formed character at {@code at}, or 0 if there is none. */
    static int wellFormedBytes(byte[] b, int at, int to) {
        int lead = b[at];
        if (lead >= 0) {
            return 1;
        }
        int left = to - at;
        if (left >= 2 && (lead & 0xE0) == 0xC0 && trail(b[at + 1])) {
            return (lead & 0x1F) >= 2 ? 2 : 0;
        }
        if (left >= 3 && (lead & 0xF0) == 0xE0 && trail(b[at + 1]) && trail(b[at + 2])) {
            int c = (lead & 0x0F) << 12 | (b[at + 1] & 0x3F) << 6 | (b[at + 2] & 0x3F);
            return c >= 0x800 && (c < 0xD800 || c > 0xDFFF) ? 3 : 0;
        }
        if (left >= 4
                && (lead & 0xF8) == 0xF0
                && trail(b[at + 1])
                && trail(b[at + 2])
                && trail(b[at + 3])) {
            int c = (lead & 7) << 18 | (b[at + 1] & 0x3F) << 12;
            return c >= 0x10000 && c <= 0x10FFFF ? 4 : 0;
        }
        return 0;
    }

    /** Whether {@code b[at, to)} is the begin of a character whose other bytes are missing. */
    static boolean mayBeCompleted(byte[] b, int at, int to) {
        int lead = b[at] & 0xFF;
        int length = lead < 0xC2 || lead > 0xF4 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        if (to - at >= length) {
            return false;
        }
        for (int i = at + 1; i < to; i++) {
            if (!trail(b[i])) {
                return false;
            }
        }
        return true;
    }

    private static boolean trail(byte b) {
        return (b & 0xC0) == 0x80;
    }

    /** The UTF-8 of U+FFFD. */
    static byte[] replacement() {
        return REPLACEMENT;
    }

    static boolean startsWith(byte[] text, int from, int to, byte[] prefix) {
        return to - from >= prefix.length
                && Arrays.equals(text, from, from + prefix.length, prefix, 0, prefix.length);
    }
}
