package dev.jeton.tokenize.internal.unicode;

/**
 * The normal forms of Unicode 9.0, the version of the reference's {@code
 * unicode-normalization-alignments}: each character of the result comes with the change that this
 * crate reports, from which offsets are made.
 *
 * <p>A text is cut at starters (combining class 0); what follows a starter is decomposed, sorted by
 * class, and, for the composed forms, composed again. Cost: linear in the length of the text,
 * whatever it is (classes are sorted by counting).
 */
public enum Normalization {
    /** Canonical decomposition, then composition. */
    NFC(false, true),
    /** Canonical decomposition. */
    NFD(false, false),
    /** Compatibility decomposition, then composition. */
    NFKC(true, true),
    /** Compatibility decomposition. */
    NFKD(true, false);

    private final boolean compatible;
    private final boolean compose;

    Normalization(boolean compatible, boolean compose) {
        this.compatible = compatible;
        this.compose = compose;
    }

    /**
     * Whether {@code utf8[from, to)} is surely in this form. May say no to a text that is; never
     * says yes to one that is not. Allocates nothing.
     */
    public boolean isNormalized(byte[] utf8, int from, int to) {
        int flag = NormalizationTables.quickCheckFlag(compatible, compose);
        int p = from;
        int lastClass = 0;
        while (p < to) {
            byte b = utf8[p];
            if (b >= 0) {
                lastClass = 0;
                p++;
                continue;
            }
            int cp = codePointAt(utf8, p, to);
            int flags = NormalizationTables.flags(cp);
            if ((flags & flag) != 0) {
                return false;
            }
            int combiningClass =
                    (flags & NormalizationTables.NONSTARTER) == 0
                            ? 0
                            : NormalizationTables.combiningClass(cp);
            if (combiningClass != 0 && combiningClass < lastClass) {
                return false;
            }
            lastClass = combiningClass;
            p += length(cp);
        }
        return true;
    }

    /**
     * Whether a character stays as it is wherever it stands, but for marks behind it that join it,
     * and nothing before it changes because of it.
     */
    public boolean keeps(int codePoint) {
        int changed =
                NormalizationTables.quickCheckFlag(compatible, compose)
                        | NormalizationTables.NONSTARTER
                        | NormalizationTables.SECOND;
        return (NormalizationTables.flags(codePoint) & changed) == 0;
    }

    /** Whether marks behind a character may join it, or change places with those it has. */
    public boolean mayGrow(int codePoint) {
        int decomposes = NormalizationTables.quickCheckFlag(compatible, false);
        return compose
                && (NormalizationTables.isFirst(codePoint)
                        || (NormalizationTables.flags(codePoint) & decomposes) != 0);
    }

    /** The canonical combining class of a character, 0 for a starter. */
    public static int combiningClass(int codePoint) {
        return NormalizationTables.combiningClass(codePoint);
    }

    /** Writes {@code utf8[from, to)}, well-formed UTF-8, in this form. */
    public void normalize(byte[] utf8, int from, int to, ChangeSink sink) {
        Normalizer normalizer = new Normalizer(compatible, compose, sink);
        int p = from;
        while (p < to) {
            int cp = codePointAt(utf8, p, to);
            normalizer.add(cp);
            p += length(cp);
        }
        normalizer.finish();
    }

    private static int length(int cp) {
        return cp < 0x80 ? 1 : cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
    }

    private static int codePointAt(byte[] text, int p, int to) {
        int b = text[p];
        if (b >= 0) {
            return b;
        }
        int length = b < (byte) 0xE0 ? 2 : b < (byte) 0xF0 ? 3 : 4;
        if (p + length > to) {
            throw new IllegalArgumentException("The text is not UTF-8 at byte " + p + ".");
        }
        int cp = b & (0x7F >> length);
        for (int i = 1; i < length; i++) {
            cp = (cp << 6) | (text[p + i] & 0x3F);
        }
        return cp;
    }
}
