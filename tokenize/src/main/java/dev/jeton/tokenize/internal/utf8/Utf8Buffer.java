package dev.jeton.tokenize.internal.utf8;

import java.util.Arrays;

/**
 * A text as UTF-8 in an array that is reused from call to call. Half a surrogate pair becomes
 * U+FFFD, which like it is one UTF-16 unit. Not thread-safe.
 */
public final class Utf8Buffer {
    /** Arrays up to this size are kept for the next call. */
    private static final int LARGEST_KEPT = 1 << 22;

    /** Chars that are read at once: few enough for the fastest cache of a processor. */
    private static final int CHUNK = 1024;

    private final char[] chunk = new char[CHUNK];
    private byte[] bytes = new byte[1024];
    private int length;

    /** Creates an empty buffer. */
    public Utf8Buffer() {}

    /** The array with the text; valid until the next {@link #set}. */
    public byte[] bytes() {
        return bytes;
    }

    /** The number of bytes. */
    public int length() {
        return length;
    }

    /**
     * Takes a text.
     *
     * @throws IllegalArgumentException if it has more UTF-8 bytes than an array can hold
     */
    public void set(CharSequence text) {
        int n = text.length();
        if (bytes.length > LARGEST_KEPT && n < LARGEST_KEPT / 4) {
            bytes = new byte[1024];
        }
        ensure(n);
        int ascii = 0;
        while (ascii < n) {
            char c = text.charAt(ascii);
            if (c >= 0x80) {
                break;
            }
            bytes[ascii++] = (byte) c;
        }
        length = ascii;
        if (text instanceof String string) {
            for (int from = ascii; from < n; ) {
                // Not between the halves of a pair: the next round could not see that it is one.
                int to = Math.min(n, from + CHUNK);
                if (to < n && Character.isHighSurrogate(string.charAt(to - 1))) {
                    to--;
                }
                string.getChars(from, to, chunk, 0);
                append(chunk, to - from, n - from);
                from = to;
            }
            return;
        }
        for (int from = ascii; from < n; ) {
            int size = 0;
            while (size < CHUNK && from < n) {
                chunk[size++] = text.charAt(from++);
            }
            if (from < n && Character.isHighSurrogate(chunk[size - 1])) {
                size--;
                from--;
            }
            append(chunk, size, n - from + size);
        }
    }

    /**
     * Appends chars.
     *
     * @param left how many chars the text has from these on
     */
    private void append(char[] chars, int n, int left) {
        if (bytes.length - length < 3L * n) {
            ensure(length + Math.max(3L * n, left + (left >> 3)));
        }
        byte[] into = bytes;
        int at = length;
        int i = 0;
        while (i < n) {
            char c = chars[i];
            if (c < 0x80) {
                int end = asciiEnd(chars, i, n, into, at);
                if (end > i) {
                    at += end - i;
                    i = end;
                    continue;
                }
                into[at++] = (byte) c;
            } else if (c < 0x800) {
                into[at] = (byte) (0xC0 | (c >> 6));
                into[at + 1] = (byte) (0x80 | (c & 0x3F));
                at += 2;
            } else if (!Character.isSurrogate(c)) {
                into[at] = (byte) (0xE0 | (c >> 12));
                into[at + 1] = (byte) (0x80 | ((c >> 6) & 0x3F));
                into[at + 2] = (byte) (0x80 | (c & 0x3F));
                at += 3;
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < n
                    && Character.isLowSurrogate(chars[i + 1])) {
                i++;
                at = Utf8.write(Character.toCodePoint(c, chars[i]), into, at);
            } else {
                at = Utf8.write(0xFFFD, into, at);
            }
            i++;
        }
        length = at;
    }

    /** Copies eight chars at a time as long as all are ASCII; returns the first that was not. */
    private static int asciiEnd(char[] chars, int from, int n, byte[] into, int to) {
        int i = from;
        int at = to;
        while (i + 8 <= n) {
            int any = chars[i] | chars[i + 1] | chars[i + 2] | chars[i + 3];
            any |= chars[i + 4] | chars[i + 5] | chars[i + 6] | chars[i + 7];
            if (any >= 0x80) {
                break;
            }
            for (int k = 0; k < 8; k++) {
                into[at + k] = (byte) chars[i + k];
            }
            i += 8;
            at += 8;
        }
        return i;
    }

    private void ensure(long capacity) {
        if (capacity > bytes.length) {
            long most = Integer.MAX_VALUE - 16;
            if (bytes.length == most) {
                throw new IllegalArgumentException(
                        "The text has more than 2,147,483,631 bytes of UTF-8. Encode it in parts.");
            }
            bytes = Arrays.copyOf(bytes, (int) Math.min(most, Math.max(capacity, 64)));
        }
    }

    /**
     * Byte positions of rising UTF-16 positions in the text: those inside of a character become its
     * begin or its end.
     *
     * @param positions pairs of begin and end; ends are rounded up, begins down
     */
    public int[] bytePositions(CharSequence text, int[] positions) {
        int[] result = new int[positions.length];
        int at = 0;
        int i = 0;
        for (int p = 0; p < positions.length; p++) {
            if (positions[p] > text.length()) {
                throw new IllegalArgumentException(
                        "plain range position "
                                + positions[p]
                                + " is beyond the text, which has "
                                + text.length()
                                + " chars.");
            }
            while (i < positions[p]) {
                int c = Character.codePointAt(text, i);
                int width = Character.charCount(c);
                if (i + width > positions[p] && (p & 1) == 0) {
                    break;
                }
                at += c >= 0xD800 && c < 0xE000 ? 3 : Utf8.length(c);
                i += width;
            }
            result[p] = at;
        }
        return result;
    }
}
