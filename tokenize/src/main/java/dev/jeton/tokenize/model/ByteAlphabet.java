package dev.jeton.tokenize.model;

/**
 * The alphabet of byte-level models: each of the 256 bytes as one visible character.
 *
 * <p>GPT-2 wrote its vocabulary as text. Bytes that are a visible Latin-1 character stand for
 * themselves, the 68 others (controls, the space, 0x7F-0xA0, 0xAD) are given the characters from
 * U+0100 on in order; so a space is {@code Ġ} and a line feed {@code Ċ}.
 */
public final class ByteAlphabet {
    private static final char[] CHARS = new char[256];
    private static final short[] BYTES = new short[256 + 68];

    static {
        java.util.Arrays.fill(BYTES, (short) -1);
        int next = 256;
        for (int b = 0; b < 256; b++) {
            boolean visible = (b >= 0x21 && b <= 0x7E) || (b >= 0xA1 && b <= 0xAC) || b >= 0xAE;
            CHARS[b] = (char) (visible ? b : next++);
            BYTES[CHARS[b]] = (short) b;
        }
    }

    private ByteAlphabet() {}

    /** The character that stands for the byte {@code b} (its low eight bits). */
    public static char charOf(int b) {
        return CHARS[b & 0xFF];
    }

    /** The byte 0-255 that {@code codePoint} stands for, or -1. */
    public static int byteOf(int codePoint) {
        return codePoint >= 0 && codePoint < BYTES.length ? BYTES[codePoint] : -1;
    }

    /**
     * Turns {@code utf8[from, to)}, written in the alphabet, into the bytes it stands for. They are
     * stored from {@code into[at]} on, at most as many as were read.
     *
     * @return their number, or -1 if there is a character that is not in the alphabet
     */
    public static int decode(byte[] utf8, int from, int to, byte[] into, int at) {
        int out = at;
        int i = from;
        while (i < to) {
            int c = utf8[i] & 0xFF;
            if (c < 0x80) {
                i++;
            } else if (c >= 0xC2 && c < 0xE0 && i + 1 < to) {
                c = ((c & 0x1F) << 6) | (utf8[i + 1] & 0x3F);
                i += 2;
            } else {
                return -1;
            }
            int b = byteOf(c);
            if (b < 0) {
                return -1;
            }
            into[out++] = (byte) b;
        }
        return out - at;
    }
}
