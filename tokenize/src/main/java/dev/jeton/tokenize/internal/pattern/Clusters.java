package dev.jeton.tokenize.internal.pattern;

import dev.jeton.tokenize.internal.unicode.CodePointMap;
import dev.jeton.tokenize.internal.unicode.CodePointSet;
import dev.jeton.tokenize.internal.unicode.UnicodeVersion;
import java.util.List;

/** Where a text may be cut between two characters (extended grapheme clusters, without GB9c). */
final class Clusters {
    static final int BREAK = 0;
    static final int NO_BREAK = 1;

    /** Between a joiner and a picture: depends on whether a picture stands before. */
    static final int IF_NO_PICTURE = 2;

    /** Between two regional indicators: depends on how many stand before. */
    static final int IF_EVEN = 3;

    private static final CodePointMap KINDS = UnicodeVersion.V16.map("GCB");
    private static final CodePointSet PICTURES = UnicodeVersion.V16.set("Extended_Pictographic");
    private static final int CR = kind("CR");
    private static final int LF = kind("LF");
    private static final int CONTROL = kind("Control");
    private static final int EXTEND = kind("Extend");
    private static final int JOINER = kind("ZWJ");
    private static final int SPACING_MARK = kind("SpacingMark");
    private static final int PREPEND = kind("Prepend");
    private static final int REGIONAL = kind("Regional_Indicator");
    private static final int L = kind("L");
    private static final int V = kind("V");
    private static final int T = kind("T");
    private static final int LV = kind("LV");
    private static final int LVT = kind("LVT");

    private Clusters() {}

    private static int kind(String name) {
        List<String> names = KINDS.names();
        for (int i = 0; i < names.size(); i++) {
            if (List.of(names.get(i).split("\\|", -1)).contains(name)) {
                return i;
            }
        }
        throw new IllegalStateException(name);
    }

    private static boolean isHangul(int kind) {
        return kind == L || kind == V || kind == T || kind == LV || kind == LVT;
    }

    private static boolean isControl(int kind) {
        return kind == CONTROL || kind == CR || kind == LF;
    }

    static boolean isPicture(int codePoint) {
        return PICTURES.contains(codePoint);
    }

    static boolean isExtend(int codePoint) {
        return KINDS.get(codePoint) == EXTEND;
    }

    static boolean isRegional(int codePoint) {
        return KINDS.get(codePoint) == REGIONAL;
    }

    static int between(int before, int after) {
        int a = KINDS.get(before);
        int b = KINDS.get(after);
        if (a == CR && b == LF) {
            return NO_BREAK;
        }
        if (isControl(a) || isControl(b)) {
            return BREAK;
        }
        if (isHangul(a) && isHangul(b)) {
            boolean joined =
                    (a == L && b != T)
                            || ((a == LV || a == V) && (b == V || b == T))
                            || ((a == LVT || a == T) && b == T);
            return joined ? NO_BREAK : BREAK;
        }
        if (b == EXTEND || b == JOINER || b == SPACING_MARK || a == PREPEND) {
            return NO_BREAK;
        }
        if (a == JOINER && isPicture(after)) {
            return IF_NO_PICTURE;
        }
        return a == REGIONAL && b == REGIONAL ? IF_EVEN : BREAK;
    }
}
