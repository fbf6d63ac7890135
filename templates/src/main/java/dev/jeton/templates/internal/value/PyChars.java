package dev.jeton.templates.internal.value;

import java.util.Locale;

/** Properties and case of characters as Python's str has them. */
public final class PyChars {
    /** The tables beyond ASCII; a class of its own, so that they are loaded when they are used. */
    private static final class Wide {
        static final int[] ALPHA = PyUnicode.TABLES.edges("alpha");
        static final int[] DECIMAL = PyUnicode.TABLES.edges("decimal");
        static final int[] DIGIT = PyUnicode.TABLES.edges("digit");
        static final int[] NUMERIC = PyUnicode.TABLES.edges("numeric");
        static final int[] UPPER = PyUnicode.TABLES.edges("upper");
        static final int[] LOWER = PyUnicode.TABLES.edges("lower");
        static final int[] TITLE = PyUnicode.TABLES.edges("title");
        static final int[] IGNORABLE = PyUnicode.TABLES.edges("ignorable");
        static final int[] CASED = PyUnicode.TABLES.edges("cased");
        static final int[] START = PyUnicode.TABLES.edges("start");
        static final int[] CONTINUE = PyUnicode.TABLES.edges("continue");
    }

    private PyChars() {}

    /** {@code str.isspace} of one character: also U+001C to U+001F, U+0085 and U+00A0. */
    public static boolean isSpace(int c) {
        if (c <= ' ') {
            return c == ' ' || (c >= 9 && c <= 13) || (c >= 0x1c && c <= 0x1f);
        }
        if (c < 0x1680) {
            return c == 0x85 || c == 0xa0;
        }
        return c == 0x1680
                || (c >= 0x2000 && c <= 0x200a)
                || c == 0x2028
                || c == 0x2029
                || c == 0x202f
                || c == 0x205f
                || c == 0x3000;
    }

    /** Where {@code str.splitlines} breaks. */
    public static boolean isLineBreak(char c) {
        return (c >= 0x0a && c <= 0x0d)
                || (c >= 0x1c && c <= 0x1e)
                || c == 0x85
                || c == 0x2028
                || c == 0x2029;
    }

    private static boolean isAsciiDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isAsciiLetter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    public static boolean isAlpha(int c) {
        return c < 128 ? isAsciiLetter(c) : PyUnicode.contains(Wide.ALPHA, c);
    }

    public static boolean isDecimal(int c) {
        return c < 128 ? isAsciiDigit(c) : PyUnicode.contains(Wide.DECIMAL, c);
    }

    /** The value of a decimal digit of any script, or -1. */
    public static int decimal(int c) {
        if (c < 128) {
            return isAsciiDigit(c) ? c - '0' : -1;
        }
        // Every run of decimal digits starts with a zero.
        return PyUnicode.contains(Wide.DECIMAL, c)
                ? (c - PyUnicode.runStart(Wide.DECIMAL, c)) % 10
                : -1;
    }

    /** Numeric_Type Digit or Decimal: superscripts and circled digits, too. */
    public static boolean isDigit(int c) {
        return c < 128 ? isAsciiDigit(c) : PyUnicode.contains(Wide.DIGIT, c);
    }

    public static boolean isNumeric(int c) {
        return c < 128 ? isAsciiDigit(c) : PyUnicode.contains(Wide.NUMERIC, c);
    }

    /** {@code str.isalnum} of one character. */
    public static boolean isAlnum(int c) {
        return isAlpha(c) || isNumeric(c);
    }

    /** {@code \w} of Python's re. */
    public static boolean isWord(int c) {
        return c == '_' || isAlnum(c);
    }

    public static boolean isUpper(int c) {
        return c < 128 ? c >= 'A' && c <= 'Z' : PyUnicode.contains(Wide.UPPER, c);
    }

    public static boolean isLower(int c) {
        return c < 128 ? c >= 'a' && c <= 'z' : PyUnicode.contains(Wide.LOWER, c);
    }

    public static boolean isTitle(int c) {
        return c >= 128 && PyUnicode.contains(Wide.TITLE, c);
    }

    public static boolean isCased(int c) {
        return isUpper(c) || isLower(c) || isTitle(c);
    }

    /** Whether a name may start with the character, {@code _} included. */
    public static boolean isNameStart(int c) {
        return c < 128 ? c == '_' || isAsciiLetter(c) : PyUnicode.contains(Wide.START, c);
    }

    /** Whether a name may go on with the character. */
    public static boolean isNamePart(int c) {
        return c < 128
                ? c == '_' || isAsciiLetter(c) || isAsciiDigit(c)
                : PyUnicode.contains(Wide.CONTINUE, c);
    }

    public static boolean isPrintable(int c) {
        return Printable.test(c);
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 128) {
                return false;
            }
        }
        return true;
    }

    public static String upper(String text) {
        return isAscii(text) ? text.toUpperCase(Locale.ROOT) : mapped("toupper", text);
    }

    public static String lower(String text) {
        if (isAscii(text)) {
            return text.toLowerCase(Locale.ROOT);
        }
        String lower = mapped("tolower", text);
        return text.indexOf('\u03a3') < 0 ? lower : withSigmas(text);
    }

    private static String mapped(String mapping, String text) {
        StringBuilder out = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            append(out, mapping, c);
            i += Character.charCount(c);
        }
        return out.toString();
    }

    private static void append(StringBuilder out, String mapping, int c) {
        String mapped = PyUnicode.TABLES.mapped(mapping, c);
        if (mapped == null) {
            out.appendCodePoint(c);
        } else {
            out.append(mapped);
        }
    }

    private static String withSigmas(String text) {
        StringBuilder out = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (c == 0x3a3) {
                out.append(smallSigma(text, i));
            } else {
                append(out, "tolower", c);
            }
            i += Character.charCount(c);
        }
        return out.toString();
    }

    /** The small letter of the sigma at {@code at}: final behind a letter and before none. */
    public static char smallSigma(String text, int at) {
        int before = at;
        while (before > 0 && isIgnorable(text.codePointBefore(before))) {
            before -= Character.charCount(text.codePointBefore(before));
        }
        if (before == 0 || !isSigmaLetter(text.codePointBefore(before))) {
            return '\u03c3';
        }
        int after = at + 1;
        while (after < text.length() && isIgnorable(text.codePointAt(after))) {
            after += Character.charCount(text.codePointAt(after));
        }
        return after < text.length() && isSigmaLetter(text.codePointAt(after))
                ? '\u03c3'
                : '\u03c2';
    }

    private static boolean isIgnorable(int c) {
        return PyUnicode.contains(Wide.IGNORABLE, c);
    }

    private static boolean isSigmaLetter(int c) {
        return PyUnicode.contains(Wide.CASED, c);
    }

    /** {@code str.casefold}. */
    static String fold(String text) {
        StringBuilder out = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            String folded = PyUnicode.TABLES.mapped("fold", c);
            if (folded == null) {
                append(out, "tolower", c);
            } else {
                out.append(folded);
            }
            i += Character.charCount(c);
        }
        return out.toString();
    }

    /** The title case of one character. */
    public static String titleCase(int c) {
        String title = c < 128 ? null : PyUnicode.TABLES.mapped("totitle", c);
        return title == null ? upper(Character.toString(c)) : title;
    }
}
