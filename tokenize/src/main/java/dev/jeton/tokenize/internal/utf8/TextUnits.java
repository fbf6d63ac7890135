package dev.jeton.tokenize.internal.utf8;

/**
 * Turns byte positions of a UTF-8 text into positions in another unit. Made for one text.
 *
 * <p>A position inside a character is that of the character. As in the reference a range that
 * begins at the end of the text, or beyond, is left in bytes.
 */
public final class TextUnits {
    /** For each byte the position of its character; empty where positions stay as they are. */
    private final int[] positions;

    private final int end;

    /** The length in bytes where positions are code points, else no position reaches it. */
    private final int codePointBytes;

    private TextUnits(int[] positions, int end, int codePointBytes) {
        this.positions = positions;
        this.end = end;
        this.codePointBytes = codePointBytes;
    }

    /** Positions stay byte positions. */
    public static TextUnits bytes() {
        return new TextUnits(new int[0], 0, Integer.MAX_VALUE);
    }

    /**
     * Positions in code points, or in UTF-16 units.
     *
     * @param utf16 whether a character beyond U+FFFF counts as two
     */
    public static TextUnits of(byte[] utf8, int length, boolean utf16) {
        int i = 0;
        while (i < length && utf8[i] >= 0) {
            i++;
        }
        if (i == length) {
            return utf16 ? bytes() : new TextUnits(new int[0], 0, length);
        }
        int[] positions = new int[length];
        int at = -1;
        int width = 1;
        for (int b = 0; b < length; b++) {
            if (utf8[b] >= (byte) 0xC0) {
                at += width;
                width = utf16 && (utf8[b] & 0xF8) == 0xF0 ? 2 : 1;
            }
            positions[b] = at;
        }
        return new TextUnits(positions, at + width, utf16 ? Integer.MAX_VALUE : length);
    }

    /** As {@link #convert}, but a range at the end of the text is converted like any other. */
    public void convertAll(int from, int to, int[] into, int at) {
        boolean same = positions.length == 0;
        into[at] = same ? from : from < positions.length ? positions[from] : end;
        into[at + 1] = same ? to : to < positions.length ? positions[to] : end;
    }

    /** Writes the range {@code [from, to)} of bytes in this unit to {@code into[at]} and behind. */
    public void convert(int from, int to, int[] into, int at) {
        int start = from;
        int stop = to;
        if (positions.length > 0 && from < positions.length) {
            start = positions[from];
            stop = to < positions.length ? positions[to] : end;
        }
        if (to > codePointBytes && from < codePointBytes) {
            stop = start + 2; // out of the text: the reference counts two characters
        }
        into[at] = start;
        into[at + 1] = stop;
    }
}
