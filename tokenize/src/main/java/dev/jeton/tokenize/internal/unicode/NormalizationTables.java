package dev.jeton.tokenize.internal.unicode;

import java.util.Arrays;
import java.util.List;

/** What the normal forms of Unicode 9.0 need to know, derived once from the raw decompositions. */
final class NormalizationTables {
    /** Not allowed in NFC, or only under conditions. */
    private static final int NOT_NFC = 1;

    private static final int NOT_NFKC = 2;
    static final int DECOMPOSES = 4;
    static final int DECOMPOSES_COMPATIBLY = 8;

    /** The combining class is not 0. */
    static final int NONSTARTER = 16;

    /** May be the second of a pair that composes. */
    static final int SECOND = 32;

    private static final CodePointMap CLASSES = UnicodeVersion.V9.map("ccc");
    private static final Full CANONICAL = new Full(UnicodeVersion.V9.sequences("nfd"));
    private static final Full COMPATIBLE = new Full(UnicodeVersion.V9.sequences("nfkd"));

    /** First (21 bits), second (21 bits), result (21 bits), sorted. */
    private static final long[] PAIRS = pairs();

    private static final CodePointMap FLAGS = flags();

    private NormalizationTables() {}

    static int quickCheckFlag(boolean compatible, boolean compose) {
        if (compose) {
            return compatible ? NOT_NFC | NOT_NFKC : NOT_NFC;
        }
        return compatible ? DECOMPOSES | DECOMPOSES_COMPATIBLY : DECOMPOSES;
    }

    static int flags(int codePoint) {
        return FLAGS.get(codePoint);
    }

    static int combiningClass(int codePoint) {
        return CLASSES.get(codePoint);
    }

    /** The full decomposition of a character that has one and is no Hangul syllable. */
    static int[] decomposition(int codePoint, boolean compatible) {
        return (compatible ? COMPATIBLE : CANONICAL).of(codePoint);
    }

    /** The character that two others compose to, or -1. */
    static int compose(int first, int second) {
        if (first >= 0x1100 && first < 0x1113 && second >= 0x1161 && second < 0x1176) {
            return 0xAC00 + ((first - 0x1100) * 21 + second - 0x1161) * 28;
        }
        boolean syllableWithoutTail =
                first >= 0xAC00 && first < 0xD7A4 && (first - 0xAC00) % 28 == 0;
        if (syllableWithoutTail && second > 0x11A7 && second < 0x11C3) {
            return first + second - 0x11A7;
        }
        long key = ((long) first << 42) | ((long) second << 21);
        int at = Arrays.binarySearch(PAIRS, key);
        at = at < 0 ? ~at : at;
        return at < PAIRS.length && (PAIRS[at] & ~0x1FFFFFL) == key
                ? (int) PAIRS[at] & 0x1FFFFF
                : -1;
    }

    /** Whether a character may be the first of a pair that composes. */
    static boolean isFirst(int codePoint) {
        int at = Arrays.binarySearch(PAIRS, (long) codePoint << 42);
        at = at < 0 ? ~at : at;
        boolean listed = at < PAIRS.length && PAIRS[at] >>> 42 == codePoint;
        boolean hangul =
                (codePoint >= 0x1100 && codePoint < 0x1113)
                        || (codePoint >= 0xAC00 && codePoint < 0xD7A4);
        return listed || hangul;
    }

    private static long[] pairs() {
        CodePointSequences raw = UnicodeVersion.V9.sequences("nfd");
        CodePointSet excluded = UnicodeVersion.V9.set("Full_Composition_Exclusion");
        long[] pairs = new long[raw.size()];
        int n = 0;
        for (int i = 0; i < raw.size(); i++) {
            if (raw.length(i) == 2 && !excluded.contains(raw.key(i))) {
                pairs[n++] =
                        ((long) raw.codePoint(i, 0) << 42)
                                | ((long) raw.codePoint(i, 1) << 21)
                                | raw.key(i);
            }
        }
        pairs = Arrays.copyOf(pairs, n);
        Arrays.sort(pairs);
        return pairs;
    }

    private static CodePointMap flags() {
        byte[] flat = new byte[0x110000];
        for (int cp = 0; cp < flat.length; cp++) {
            if (CLASSES.get(cp) != 0) {
                flat[cp] |= NONSTARTER;
            }
        }
        for (long pair : PAIRS) {
            flat[(int) (pair >> 21) & 0x1FFFFF] |= NOT_NFC | SECOND;
        }
        CodePointSet excluded = UnicodeVersion.V9.set("Full_Composition_Exclusion");
        for (int range = 0; range < excluded.rangeCount(); range++) {
            for (int cp = excluded.rangeStart(range); cp <= excluded.rangeEnd(range); cp++) {
                flat[cp] |= NOT_NFC;
            }
        }
        CANONICAL.mark(flat, DECOMPOSES);
        COMPATIBLE.mark(flat, DECOMPOSES_COMPATIBLY);
        for (int cp = 0x80; cp < flat.length; cp++) {
            if ((flat[cp] & DECOMPOSES_COMPATIBLY) != 0
                    && !Arrays.equals(COMPATIBLE.of(cp), CANONICAL.of(cp))) {
                flat[cp] |= NOT_NFKC;
            }
        }
        for (int cp = 0xAC00; cp < 0xD7A4; cp++) {
            flat[cp] |= DECOMPOSES | DECOMPOSES_COMPATIBLY;
        }
        for (int cp = 0x1161; cp < 0x1176; cp++) {
            flat[cp] |= NOT_NFC | SECOND;
        }
        for (int cp = 0x11A8; cp < 0x11C3; cp++) {
            flat[cp] |= NOT_NFC | SECOND;
        }
        return new CodePointMap(flat, List.of());
    }

    /** Raw decompositions applied again and again until nothing changes. */
    private static final class Full {
        private final CodePointSequences raw;
        private final int[][] full;

        Full(CodePointSequences raw) {
            this.raw = raw;
            full = new int[raw.size()][];
            for (int i = 0; i < full.length; i++) {
                full[i] = expand(i);
            }
        }

        private int[] expand(int index) {
            int[] result = new int[32];
            int n = 0;
            for (int i = 0; i < raw.length(index); i++) {
                int cp = raw.codePoint(index, i);
                int deeper = raw.indexOf(cp);
                int[] part = deeper < 0 ? new int[] {cp} : expand(deeper);
                System.arraycopy(part, 0, result, n, part.length);
                n += part.length;
            }
            return Arrays.copyOf(result, n);
        }

        int[] of(int codePoint) {
            int at = raw.indexOf(codePoint);
            return at < 0 ? new int[] {codePoint} : full[at];
        }

        void mark(byte[] flat, int flag) {
            for (int i = 0; i < raw.size(); i++) {
                flat[raw.key(i)] |= (byte) flag;
            }
        }
    }
}
