package dev.jeton.tokenize.internal.charsmap;

import dev.jeton.tokenize.internal.unicode.CodePointMap;
import dev.jeton.tokenize.internal.unicode.CodePointSet;
import dev.jeton.tokenize.internal.unicode.UnicodeVersion;
import dev.jeton.tokenize.internal.utf8.Utf8;
import java.util.List;

/**
 * Extended grapheme clusters (Unicode Standard Annex 29), by Unicode 16: what a reader takes for
 * one character.
 */
public final class Graphemes {
    private static final int CONTROL = 1;
    private static final int LF = 2;
    private static final int CR = 3;
    private static final int EXTEND = 4;
    private static final int PREPEND = 5;
    private static final int SPACING_MARK = 6;
    private static final int L = 7;
    private static final int V = 8;
    private static final int T = 9;
    private static final int ZWJ = 10;
    private static final int LV = 11;
    private static final int LVT = 12;
    private static final int REGIONAL_INDICATOR = 13;
    private static final List<String> NAMES =
            List.of(
                    "Other",
                    "Control",
                    "LF",
                    "CR",
                    "Extend",
                    "Prepend",
                    "SpacingMark",
                    "L",
                    "V",
                    "T",
                    "ZWJ",
                    "LV",
                    "LVT",
                    "Regional_Indicator");

    private static final CodePointMap CLASSES = classes();
    private static final CodePointSet PICTOGRAPHIC =
            UnicodeVersion.V16.set("Extended_Pictographic");

    /** Indic_Conjunct_Break=Consonant: from, to (included), from, ... */
    private static final int[] CONSONANTS = {
        0x915, 0x939, 0x958, 0x95F, 0x978, 0x97F, 0x995, 0x9A8, 0x9AA, 0x9B0, 0x9B2, 0x9B2, 0x9B6,
        0x9B9, 0x9DC, 0x9DD, 0x9DF, 0x9DF, 0x9F0, 0x9F1, 0xA95, 0xAA8, 0xAAA, 0xAB0, 0xAB2, 0xAB3,
        0xAB5, 0xAB9, 0xAF9, 0xAF9, 0xB15, 0xB28, 0xB2A, 0xB30, 0xB32, 0xB33, 0xB35, 0xB39, 0xB5C,
        0xB5D, 0xB5F, 0xB5F, 0xB71, 0xB71, 0xC15, 0xC28, 0xC2A, 0xC39, 0xC58, 0xC5A, 0xD15, 0xD3A
    };

    private Graphemes() {}

    private static CodePointMap classes() {
        CodePointMap map = UnicodeVersion.V16.map("GCB");
        byte[] numbers = new byte[map.names().size()];
        for (int i = 0; i < numbers.length; i++) {
            for (String name : map.names().get(i).split("\\|", -1)) {
                numbers[i] = (byte) Math.max(numbers[i], NAMES.indexOf(name));
            }
        }
        return map.mapValues(numbers);
    }

    /** The end of the cluster that begins at {@code from} in well-formed UTF-8. */
    public static int end(byte[] utf8, int from, int to) {
        int codePoint = Utf8.codePointAt(utf8, from);
        int at = from + Utf8.length(codePoint);
        int before = CLASSES.get(codePoint);
        boolean flag = before == REGIONAL_INDICATOR;
        // A pictograph and extending characters so far; with a joiner the next pictograph belongs.
        boolean pictograph = PICTOGRAPHIC.contains(codePoint);
        boolean consonant = isConsonant(codePoint);
        boolean linked = false;
        while (at < to) {
            codePoint = Utf8.codePointAt(utf8, at);
            int after = CLASSES.get(codePoint);
            boolean joins =
                    joins(before, after)
                            || (flag && after == REGIONAL_INDICATOR)
                            || (before == ZWJ && pictograph && PICTOGRAPHIC.contains(codePoint))
                            || (linked && isConsonant(codePoint));
            if (!joins) {
                break;
            }
            flag = after == REGIONAL_INDICATOR && !flag && before == PREPEND;
            boolean extending = after == EXTEND || after == ZWJ;
            pictograph =
                    PICTOGRAPHIC.contains(codePoint) || (pictograph && extending && before != ZWJ);
            consonant = isConsonant(codePoint) || (consonant && extending);
            linked = consonant && extending && (linked || isLinker(codePoint));
            before = after;
            at += Utf8.length(codePoint);
        }
        return at;
    }

    /** The rules that need no more than the two characters. */
    private static boolean joins(int before, int after) {
        if (before == CR) {
            return after == LF;
        }
        if (isBreak(before) || isBreak(after)) {
            return false;
        }
        return switch (after) {
            case EXTEND, ZWJ, SPACING_MARK -> true;
            case L, LV, LVT -> before == L || before == PREPEND;
            case V -> before == L || before == LV || before == V || before == PREPEND;
            case T ->
                    before == LV
                            || before == V
                            || before == LVT
                            || before == T
                            || before == PREPEND;
            default -> before == PREPEND;
        };
    }

    private static boolean isBreak(int of) {
        return of == CONTROL || of == CR || of == LF;
    }

    private static boolean isLinker(int codePoint) {
        return switch (codePoint) {
            case 0x94D, 0x9CD, 0xACD, 0xB4D, 0xC4D, 0xD4D -> true;
            default -> false;
        };
    }

    private static boolean isConsonant(int codePoint) {
        if (codePoint < 0x915 || codePoint > 0xD3A) {
            return false;
        }
        for (int i = 0; i < CONSONANTS.length; i += 2) {
            if (codePoint >= CONSONANTS[i] && codePoint <= CONSONANTS[i + 1]) {
                return true;
            }
        }
        return false;
    }
}
