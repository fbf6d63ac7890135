package dev.jeton.tokenize.internal.utf8;

import java.util.Arrays;

/**
 * A text as UTF-8 in an array that is reused from call to call. Half a surrogate pair becomes
 * U+FFFD, which like it is one UTF-16 unit. Not thread-safe.
 */
public final class Utf8Buffer {
    /** Arrays up to this size are kept for the next call. */
    private static final int LARGEST_KEPT = 1 << 22;

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
        int at = 0;
        int i = 0;
        while (i < n) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                break;
            }
            bytes[at++] = (byte) c;
            i++;
        }
        if (i < n) {
            at = encodeRest(text, i, n);
        }
        length = at;
    }

    private int encodeRest(CharSequence text, int from, int n) {
        int at = from;
        for (int i = from; i < n; i++) {
            char c = text.charAt(i);
            int left = n - i;
            if (bytes.length - at < left + 3) {
                ensure(at + 3L * left);
            }
            if (c < 0x80) {
                bytes[at++] = (byte) c;
            } else if (!Character.isSurrogate(c)) {
                at = Utf8.write(c, bytes, at);
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < n
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
                at = Utf8.write(Character.toCodePoint(c, text.charAt(i)), bytes, at);
            } else {
                at = Utf8.write(0xFFFD, bytes, at);
            }
        }
        return at;
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
