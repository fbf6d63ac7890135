package dev.jeton.templates.internal.lang;

import dev.jeton.templates.internal.value.Numbers;
import dev.jeton.templates.internal.value.PyChars;
import dev.jeton.templates.internal.value.PyError;
import java.math.BigInteger;

/**
 * Reads one token: Jinja2's rules for floats, integers, names, strings and operators, in this
 * order.
 *
 * <p>Integers are unbounded and may have {@code _} between digits and the prefixes 0b, 0o, 0x.
 * Strings have Python's escapes; an unknown escape keeps its backslash.
 */
final class Lexer {
    /** The most digits of a literal in another base than ten; Python has no limit there. */
    private static final int MAX_DIGITS = 100_000;

    private static final String[] OPERATORS = {
        "//", "**", "==", "!=", ">=", "<=", "+", "-", "/", "*", "%", "~", "[", "]", "(", ")", "{",
        "}", ">", "<", "=", ".", ":", "|", ",", ";"
    };

    private final String text;
    private int end;

    Lexer(String text) {
        this.text = text;
    }

    /** The offset behind the last token. */
    int end() {
        return end;
    }

    Token tokenAt(int start) {
        char c = text.charAt(start);
        if (c >= '0' && c <= '9') {
            return number(start);
        }
        int codePoint = text.codePointAt(start);
        if (isWord(codePoint)) {
            return name(start, codePoint);
        }
        if (c == '\'' || c == '"') {
            return string(start, c);
        }
        for (String operator : OPERATORS) {
            if (text.startsWith(operator, start)) {
                end = start + operator.length();
                return new Token(Token.Type.OPERATOR, operator, operator, start);
            }
        }
        throw PyError.syntax("unexpected char '" + Character.toString(codePoint) + "'", start);
    }

    private static boolean isWord(int c) {
        return PyChars.isWord(c) || PyChars.isNamePart(c);
    }

    private Token name(int start, int first) {
        int i = start;
        boolean valid = PyChars.isNameStart(first);
        while (i < text.length() && isWord(text.codePointAt(i))) {
            valid &= PyChars.isNamePart(text.codePointAt(i));
            i += Character.charCount(text.codePointAt(i));
        }
        if (!valid) {
            throw PyError.syntax("Invalid character in identifier", start);
        }
        end = i;
        String name = text.substring(start, i);
        return new Token(Token.Type.NAME, name, name, start);
    }

    private char at(int i) {
        return i < text.length() ? text.charAt(i) : 0;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** The end of {@code (\d+_)*\d+} at {@code from}, or -1. */
    private int digits(int from) {
        if (!isDigit(at(from))) {
            return -1;
        }
        int i = from;
        while (isDigit(at(i)) || (at(i) == '_' && isDigit(at(i + 1)))) {
            i++;
        }
        return i;
    }

    private Token number(int start) {
        boolean afterDot = start > 0 && text.charAt(start - 1) == '.';
        int whole = digits(start);
        if (!afterDot && whole > 0) {
            int stop = floatEnd(whole);
            if (stop > 0) {
                end = stop;
                String literal = text.substring(start, stop);
                return new Token(
                        Token.Type.FLOAT, literal, Double.valueOf(literal.replace("_", "")), start);
            }
        }
        return integer(start);
    }

    private int floatEnd(int whole) {
        int fraction = at(whole) == '.' ? digits(whole + 1) : -1;
        int mantissa = fraction > 0 ? fraction : whole;
        if (at(mantissa) == 'e' || at(mantissa) == 'E') {
            int sign = at(mantissa + 1) == '+' || at(mantissa + 1) == '-' ? 1 : 0;
            int exponent = digits(mantissa + 1 + sign);
            if (exponent > 0) {
                return exponent;
            }
        }
        return fraction;
    }

    private Token integer(int start) {
        int radix = 10;
        if (at(start) == '0') {
            radix =
                    switch (Character.toLowerCase(at(start + 1))) {
                        case 'b' -> 2;
                        case 'o' -> 8;
                        case 'x' -> 16;
                        default -> 10;
                    };
        }
        int from = radix == 10 ? start : start + 2;
        int i = from;
        boolean zeros = radix == 10 && at(start) == '0';
        while (isIntegerDigit(i, radix, zeros)
                || (at(i) == '_' && i > start && isIntegerDigit(i + 1, radix, zeros))) {
            i++;
        }
        if (i == from) {
            // 0x without digits: the zero alone is the token.
            radix = 10;
            from = start;
            i = start + 1;
        }
        end = i;
        String literal = text.substring(start, i);
        // Python's rule, which also bounds the time that reading the digits takes.
        if (i - from > (radix == 10 ? Numbers.MAX_DIGITS : MAX_DIGITS)) {
            throw PyError.other(
                            "Exceeds the limit ("
                                    + Numbers.MAX_DIGITS
                                    + " digits) for integer string conversion")
                    .at(start);
        }
        BigInteger value = new BigInteger(text.substring(from, i).replace("_", ""), radix);
        Object number = value.bitLength() < 64 ? (Object) value.longValue() : value;
        return new Token(Token.Type.INTEGER, literal, number, start);
    }

    private boolean isIntegerDigit(int i, int radix, boolean zeros) {
        char c = at(i);
        return zeros ? c == '0' : c < 128 && Character.digit(c, radix) >= 0;
    }

    private Token string(int start, char quote) {
        int i = start + 1;
        boolean escapes = false;
        while (i < text.length() && text.charAt(i) != quote) {
            if (text.charAt(i) == '\\') {
                escapes = true;
                i++;
            }
            i++;
        }
        if (i >= text.length()) {
            throw PyError.syntax("unexpected char '" + quote + "': the string has no end", start);
        }
        end = i + 1;
        String raw = text.substring(start + 1, i);
        String value = escapes ? StringEscapes.decode(raw, start) : raw;
        return new Token(Token.Type.STRING, value, value, start);
    }
}
