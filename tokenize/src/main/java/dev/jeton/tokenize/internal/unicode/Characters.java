package dev.jeton.tokenize.internal.unicode;

/**
 * What the built-in stages ask of a character, each question in the Unicode version that the
 * reference answers it in. All take a code point from 0 to 0x10FFFF.
 */
public final class Characters {
    private Characters() {}

    /** White space as Rust's standard library sees it (17.0). */
    public static boolean isWhitespace(int codePoint) {
        return codePoint < 0x80
                ? codePoint == ' ' || (codePoint >= 9 && codePoint <= 13)
                : StandardLibrary.WHITE_SPACE.contains(codePoint);
    }

    /**
     * A number of any kind (Nd, Nl, No) as Rust's standard library sees it (17.0): {@code Digits}.
     */
    public static boolean isNumeric(int codePoint) {
        return codePoint < 0x80
                ? codePoint >= '0' && codePoint <= '9'
                : StandardLibrary.NUMERIC.contains(codePoint);
    }

    /** A letter or number as Rust's standard library sees it (17.0). */
    public static boolean isAlphanumeric(int codePoint) {
        return isNumeric(codePoint) || StandardLibrary.ALPHABETIC.contains(codePoint);
    }

    /**
     * The lower case of one character without its context (17.0), as {@code Lowercase} uses it.
     *
     * @param into takes up to three code points
     * @return their number
     */
    public static int toLowercase(int codePoint, int[] into) {
        if (codePoint < 0x80) {
            into[0] = codePoint >= 'A' && codePoint <= 'Z' ? codePoint + 32 : codePoint;
            return 1;
        }
        CodePointSequences lower = StandardLibrary.LOWER;
        int at = lower.indexOf(codePoint);
        if (at < 0) {
            into[0] = codePoint;
            return 1;
        }
        int length = lower.length(at);
        for (int i = 0; i < length; i++) {
            into[i] = lower.codePoint(at, i);
        }
        return length;
    }

    /** {@code \w} of Rust's regex crate (16.0): the {@code Whitespace} stage. */
    public static boolean isWord(int codePoint) {
        return RegexCrate.WORD.contains(codePoint);
    }

    /** {@code \s} of Rust's regex crate (16.0). */
    public static boolean isRegexSpace(int codePoint) {
        return RegexCrate.SPACE.contains(codePoint);
    }

    /** Punctuation (P) of Unicode 8.0: {@code Punctuation}, {@code BertPreTokenizer}. */
    public static boolean isPunctuation8(int codePoint) {
        return Version8.PUNCTUATION.contains(codePoint);
    }

    /** Control, format or private use (Cc, Cf, Co) of Unicode 8.0: {@code BertNormalizer}. */
    public static boolean isOther8(int codePoint) {
        return Version8.OTHER.contains(codePoint);
    }

    /** A mark without a width of its own (Mn) of Unicode 8.0: {@code BertNormalizer}. */
    public static boolean isNonspacingMark8(int codePoint) {
        return Version8.NONSPACING_MARK.contains(codePoint);
    }

    /** A mark (M) of Unicode 9.0: {@code StripAccents}. */
    public static boolean isMark9(int codePoint) {
        return Version9.MARK.contains(codePoint);
    }

    /**
     * The number of the script of Unicode 9.0 ({@code UnicodeScripts}), for {@link #scriptName9}.
     */
    public static int script9(int codePoint) {
        return Version9.SCRIPT.get(codePoint);
    }

    /** The names of a script, long and short, with {@code |} between them. */
    public static String scriptName9(int script) {
        return Version9.SCRIPT.names().get(script);
    }

    private static final class StandardLibrary {
        static final CodePointSet WHITE_SPACE = UnicodeVersion.V17.set("White_Space");
        static final CodePointSet ALPHABETIC = UnicodeVersion.V17.set("Alphabetic");
        static final CodePointSet NUMERIC = UnicodeVersion.V17.set("N");
        static final CodePointSequences LOWER = UnicodeVersion.V17.sequences("lower");
    }

    private static final class RegexCrate {
        static final CodePointSet SPACE = UnicodeVersion.V16.set("White_Space");
        static final CodePointSet WORD =
                UnicodeVersion.V16
                        .set("Alphabetic")
                        .or(UnicodeVersion.V16.set("M"))
                        .or(UnicodeVersion.V16.set("Nd"))
                        .or(UnicodeVersion.V16.set("Pc"))
                        .or(UnicodeVersion.V16.set("Join_Control"));
    }

    private static final class Version8 {
        static final CodePointSet PUNCTUATION = UnicodeVersion.V8.set("P");
        static final CodePointSet OTHER =
                UnicodeVersion.V8
                        .set("Cc")
                        .or(UnicodeVersion.V8.set("Cf"))
                        .or(UnicodeVersion.V8.set("Co"));
        static final CodePointSet NONSPACING_MARK = UnicodeVersion.V8.set("Mn");
    }

    private static final class Version9 {
        static final CodePointSet MARK = UnicodeVersion.V9.set("M");
        static final CodePointMap SCRIPT = UnicodeVersion.V9.map("sc");
    }
}
