package dev.jeton.templates.internal.value;

import java.util.Locale;

/** Properties and case of characters as Python's str has them. */
public final class PyChars {
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

    public static boolean isAlpha(int c) {
        return Character.isLetter(c);
    }

    public static boolean isDecimal(int c) {
        return Character.getType(c) == Character.DECIMAL_DIGIT_NUMBER;
    }

    /** Numeric_Type Digit or Decimal: superscripts and circled digits, too. */
    public static boolean isDigit(int c) {
        return isDecimal(c)
                || c == 0xb2
                || c == 0xb3
                || c == 0xb9
                || (c >= 0x1369 && c <= 0x1371)
                || c == 0x19da
                || c == 0x2070
                || (c >= 0x2074 && c <= 0x2079)
                || (c >= 0x2080 && c <= 0x2089)
                || (c >= 0x2460 && c <= 0x2468)
                || (c >= 0x2474 && c <= 0x247c)
                || (c >= 0x2488 && c <= 0x2490)
                || c == 0x24ea
                || (c >= 0x24f5 && c <= 0x24fd)
                || c == 0x24ff
                || (c >= 0x2776 && c <= 0x277e)
                || (c >= 0x2780 && c <= 0x2788)
                || (c >= 0x278a && c <= 0x2792)
                || (c >= 0x10a40 && c <= 0x10a43)
                || (c >= 0x10e60 && c <= 0x10e68)
                || (c >= 0x11052 && c <= 0x1105a)
                || (c >= 0x1f100 && c <= 0x1f10a);
    }

    public static boolean isNumeric(int c) {
        int type = Character.getType(c);
        return isDigit(c)
                || type == Character.LETTER_NUMBER
                || type == Character.OTHER_NUMBER
                || "〇一二三四五六七八九十百千万億兆".indexOf(c) >= 0;
    }

    public static boolean isUpper(int c) {
        return Character.isUpperCase(c);
    }

    public static boolean isLower(int c) {
        return Character.isLowerCase(c);
    }

    public static boolean isTitle(int c) {
        return Character.isTitleCase(c);
    }

    public static boolean isCased(int c) {
        return isUpper(c) || isLower(c) || isTitle(c);
    }

    public static boolean isPrintable(int c) {
        return Printable.test(c);
    }

    public static String upper(String text) {
        return text.toUpperCase(Locale.ROOT);
    }

    public static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /** The title case of one character with the special casing of ligatures and Greek. */
    public static String titleCase(int c) {
        int simple = Character.toTitleCase(c);
        if (simple != c) {
            return Character.toString(simple);
        }
        String upper = Character.toString(c).toUpperCase(Locale.ROOT);
        if (upper.codePointCount(0, upper.length()) == 1) {
            // U+10D0 (Georgian) and others have an upper case but stay as they are in titles.
            return Character.toString(c);
        }
        switch (c) {
            case 0x149 -> {
                return upper;
            }
            case 0x1fb2 -> {
                return "\u1fba\u0345";
            }
            case 0x1fb4 -> {
                return "\u0386\u0345";
            }
            case 0x1fb7 -> {
                return "\u0391\u0342\u0345";
            }
            case 0x1fc2 -> {
                return "\u1fca\u0345";
            }
            case 0x1fc4 -> {
                return "\u0389\u0345";
            }
            case 0x1fc7 -> {
                return "\u0397\u0342\u0345";
            }
            case 0x1ff2 -> {
                return "\u1ffa\u0345";
            }
            case 0x1ff4 -> {
                return "\u038f\u0345";
            }
            case 0x1ff7 -> {
                return "\u03a9\u0342\u0345";
            }
            default -> {
                int first = Character.charCount(upper.codePointAt(0));
                return upper.substring(0, first) + upper.substring(first).toLowerCase(Locale.ROOT);
            }
        }
    }
}
