package dev.jeton.tokenize.internal.pattern;

import dev.jeton.tokenize.internal.unicode.CodePointMap;
import dev.jeton.tokenize.internal.unicode.UnicodeVersion;

/**
 * What the known patterns ask of a character, as one byte of flags (Unicode 16.0): one array load
 * for ASCII, two for the rest.
 */
final class CharClasses {
    /** {@code \p{L}}. */
    static final int LETTER = 1;

    /** {@code \p{N}}. */
    static final int NUMBER = 2;

    /** {@code \s}. */
    static final int SPACE = 4;

    /** {@code \p{M}}. */
    static final int MARK = 8;

    /** {@code \p{P}}. */
    static final int PUNCTUATION = 16;

    /** {@code \p{S}}. */
    static final int SYMBOL = 32;

    /** {@code \p{Lu}} and {@code \p{Lt}}. */
    static final int UPPER = 64;

    /** {@code \p{Ll}}. */
    static final int LOWER = 128;

    private static final byte[] ASCII = new byte[128];
    private static final CodePointMap ALL = load();

    /** The ideographs of the largest block: so many, and so often side by side. */
    private static final int FIRST_IDEOGRAPH = 0x4E00;

    private static final int IDEOGRAPHS = letters(FIRST_IDEOGRAPH);

    private CharClasses() {}

    /** How many characters from {@code first} on are letters and nothing else. */
    private static int letters(int first) {
        int cp = first;
        while (ALL.get(cp) == LETTER) {
            cp++;
        }
        return cp - first;
    }

    private static CodePointMap load() {
        CodePointMap categories = UnicodeVersion.V16.map("gc");
        byte[] flags = new byte[256];
        for (int value = 0; value < categories.names().size(); value++) {
            flags[value] = (byte) flags(categories.names().get(value).substring(0, 2));
        }
        CodePointMap all =
                categories
                        .mapValues(flags)
                        .withLatin(
                                cp ->
                                        (cp >= 9 && cp <= 13) || cp == 0x85
                                                ? SPACE
                                                : flags[categories.get(cp)]);
        for (int cp = 0; cp < 128; cp++) {
            ASCII[cp] = (byte) all.get(cp);
        }
        return all;
    }

    private static int flags(String category) {
        int first =
                switch (category.charAt(0)) {
                    case 'L' -> LETTER;
                    case 'N' -> NUMBER;
                    case 'Z' -> SPACE;
                    case 'M' -> MARK;
                    case 'P' -> PUNCTUATION;
                    case 'S' -> SYMBOL;
                    default -> 0;
                };
        return switch (category) {
            case "Lu", "Lt" -> first | UPPER;
            case "Ll" -> first | LOWER;
            default -> first;
        };
    }

    /** The flags of an ASCII character. */
    static int ascii(byte b) {
        return ASCII[b] & 0xFF;
    }

    /**
     * The flags of the character at {@code p}, and its length in bytes from bit 8 on. A byte that
     * is not UTF-8 counts as a character of one byte without flags.
     */
    static int at(byte[] text, int p, int to) {
        byte b = text[p];
        return b >= 0 ? (ASCII[b] & 0xFF) | 0x100 : beyondAscii(text, p, to);
    }

    /** As {@link #at}, where {@code text[p]} is known to be negative. */
    static int beyondAscii(byte[] text, int p, int to) {
        int b = text[p];
        if (b < (byte) 0xE0) {
            if (to - p >= 2 && b >= (byte) 0xC2) {
                return ALL.get(((b & 0x1F) << 6) | (text[p + 1] & 0x3F)) | 0x200;
            }
        } else if (b < (byte) 0xF0) {
            if (to - p >= 3) {
                int cp = ((b & 0xF) << 12) | ((text[p + 1] & 0x3F) << 6) | (text[p + 2] & 0x3F);
                boolean ideograph = Integer.compareUnsigned(cp - FIRST_IDEOGRAPH, IDEOGRAPHS) < 0;
                return ideograph ? LETTER | 0x300 : ALL.get(cp) | 0x300;
            }
        } else if (to - p >= 4 && b <= (byte) 0xF4) {
            int cp =
                    ((b & 7) << 18)
                            | ((text[p + 1] & 0x3F) << 12)
                            | ((text[p + 2] & 0x3F) << 6)
                            | (text[p + 3] & 0x3F);
            return cp > 0x10FFFF ? 0x100 : ALL.get(cp) | 0x400;
        }
        return 0x100;
    }

    /** The end of the run of characters with one of {@code flags} that starts at {@code p}. */
    static int runOf(int flags, byte[] text, int p, int to) {
        while (p < to) {
            byte b = text[p];
            if (b >= 0) {
                if ((ASCII[b] & flags) == 0) {
                    return p;
                }
                p++;
            } else {
                int c = beyondAscii(text, p, to);
                if ((c & flags) == 0) {
                    return p;
                }
                p += c >>> 8;
            }
        }
        return p;
    }

    /** The end of the run of characters with none of {@code flags} that starts at {@code p}. */
    static int runWithout(int flags, byte[] text, int p, int to) {
        while (p < to) {
            byte b = text[p];
            if (b >= 0) {
                if ((ASCII[b] & flags) != 0) {
                    return p;
                }
                p++;
            } else {
                int c = beyondAscii(text, p, to);
                if ((c & flags) != 0) {
                    return p;
                }
                p += c >>> 8;
            }
        }
        return p;
    }

    /** The end of at most {@code max} numbers from {@code p} on. */
    static int numbers(int max, byte[] text, int p, int to) {
        for (int n = 0; n < max && p < to; n++) {
            int c = at(text, p, to);
            if ((c & NUMBER) == 0) {
                break;
            }
            p += c >>> 8;
        }
        return p;
    }

    /** Where the character before {@code p} starts. */
    static int before(byte[] text, int p, int from) {
        int q = p - 1;
        while (q > from && p - q < 4 && (text[q] & 0xC0) == 0x80) {
            q--;
        }
        return q;
    }
}
