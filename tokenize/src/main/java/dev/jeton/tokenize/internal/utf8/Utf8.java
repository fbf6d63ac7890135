package dev.jeton.tokenize.internal.utf8;

/** Reading and writing characters of well-formed UTF-8. */
public final class Utf8 {
    private Utf8() {}

    /** The character that begins at {@code utf8[at]}. */
    public static int codePointAt(byte[] utf8, int at) {
        int b = utf8[at];
        if (b >= 0) {
            return b;
        }
        if (b < (byte) 0xE0) {
            return ((b & 0x1F) << 6) | (utf8[at + 1] & 0x3F);
        }
        if (b < (byte) 0xF0) {
            return ((b & 0x0F) << 12) | ((utf8[at + 1] & 0x3F) << 6) | (utf8[at + 2] & 0x3F);
        }
        return ((b & 0x07) << 18)
                | ((utf8[at + 1] & 0x3F) << 12)
                | ((utf8[at + 2] & 0x3F) << 6)
                | (utf8[at + 3] & 0x3F);
    }

    /** Where the character ends that byte {@code at} belongs to, at most {@code to}. */
    public static int charEnd(byte[] utf8, int at, int to) {
        int end = at + 1;
        while (end < to && utf8[end] < (byte) 0xC0) {
            end++;
        }
        return end;
    }

    /** Where the character begins that byte {@code at} belongs to, at least {@code from}. */
    public static int charStart(byte[] utf8, int from, int at) {
        int start = at;
        while (start > from && utf8[start] < (byte) 0xC0) {
            start--;
        }
        return start;
    }

    /** The number of bytes of a character. */
    public static int length(int codePoint) {
        return codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
    }

    /** Stores a character from {@code into[at]} on; returns the end. */
    public static int write(int codePoint, byte[] into, int at) {
        if (codePoint < 0x80) {
            into[at] = (byte) codePoint;
            return at + 1;
        }
        if (codePoint < 0x800) {
            into[at] = (byte) (0xC0 | (codePoint >> 6));
            into[at + 1] = (byte) (0x80 | (codePoint & 0x3F));
            return at + 2;
        }
        if (codePoint < 0x10000) {
            into[at] = (byte) (0xE0 | (codePoint >> 12));
            into[at + 1] = (byte) (0x80 | ((codePoint >> 6) & 0x3F));
            into[at + 2] = (byte) (0x80 | (codePoint & 0x3F));
            return at + 3;
        }
        into[at] = (byte) (0xF0 | (codePoint >> 18));
        into[at + 1] = (byte) (0x80 | ((codePoint >> 12) & 0x3F));
        into[at + 2] = (byte) (0x80 | ((codePoint >> 6) & 0x3F));
        into[at + 3] = (byte) (0x80 | (codePoint & 0x3F));
        return at + 4;
    }

    /**
     * The text of bytes that may be broken, as Rust's {@code from_utf8_lossy}: one U+FFFD for each
     * longest begin of a character and for each byte that begins none. Unlike the JDK's decoder,
     * which makes one U+FFFD of an encoded surrogate, this one makes three.
     */
    public static String decodeLossy(byte[] bytes) {
        StringBuilder text = new StringBuilder(bytes.length);
        for (int i = 0; i < bytes.length; ) {
            int length = sequenceLength(bytes, i);
            if (length > 0) {
                text.appendCodePoint(codePointAt(bytes, i));
                i += length;
            } else {
                text.append('\uFFFD');
                i -= length;
            }
        }
        return text.toString();
    }

    /** Where the first byte stands that is not well-formed UTF-8, or {@code bytes.length}. */
    public static int firstMalformed(byte[] bytes) {
        int i = 0;
        while (i < bytes.length) {
            if (bytes[i] >= 0) {
                i++;
                continue;
            }
            int length = sequenceLength(bytes, i);
            if (length <= 0) {
                return i;
            }
            i += length;
        }
        return i;
    }

    /** The length of the character at {@code at}, or minus the number of bytes that are broken. */
    private static int sequenceLength(byte[] bytes, int at) {
        int b = bytes[at] & 0xFF;
        if (b < 0x80) {
            return 1;
        }
        if (b < 0xC2 || b > 0xF4) {
            return -1;
        }
        int length = b < 0xE0 ? 2 : b < 0xF0 ? 3 : 4;
        int low = b == 0xE0 ? 0xA0 : b == 0xF0 ? 0x90 : 0x80;
        int high = b == 0xED ? 0x9F : b == 0xF4 ? 0x8F : 0xBF;
        for (int i = 1; i < length; i++) {
            int next = at + i < bytes.length ? bytes[at + i] & 0xFF : 0;
            if (next < low || next > high) {
                return -i;
            }
            low = 0x80;
            high = 0xBF;
        }
        return length;
    }
}
