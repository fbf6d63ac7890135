package dev.jeton.templates.internal.value;

import java.math.BigInteger;

/**
 * Python's format specification mini-language: {@code
 * [[fill]align][sign][#][0][width][,][.p][type]}.
 */
final class FormatSpec {
    private final Budget budget;
    private final String spec;
    private String fill = " ";
    private char align;
    private char sign;
    private boolean alternate;
    private boolean noNegativeZero;
    private int width = -1;
    private char grouping;
    private int precision = -1;
    private char type;

    private FormatSpec(Budget budget, String spec) {
        this.budget = budget;
        this.spec = spec;
    }

    /** {@code format(value, spec)}. */
    static Object format(Budget budget, Object value, String spec) {
        if (spec.isEmpty()) {
            return Repr.str(value);
        }
        FormatSpec parsed = new FormatSpec(budget, spec);
        if (Str.is(value)) {
            parsed.parse("str");
            return parsed.string(value);
        }
        if (Numbers.isNumber(value)) {
            parsed.parse(Types.name(value));
            return parsed.number(value);
        }
        throw PyError.type(
                "unsupported format string passed to " + Types.name(value) + ".__format__");
    }

    private void parse(String typeName) {
        int i = 0;
        int first = spec.codePointAt(0);
        int second = Character.charCount(first);
        if (second < spec.length() && isAlign(spec.charAt(second))) {
            fill = Character.toString(first);
            align = spec.charAt(second);
            i = second + 1;
        } else if (isAlign(spec.charAt(0))) {
            align = spec.charAt(0);
            i = 1;
        }
        if (i < spec.length() && "+- ".indexOf(spec.charAt(i)) >= 0) {
            sign = spec.charAt(i++);
        }
        if (i < spec.length() && spec.charAt(i) == 'z') {
            noNegativeZero = true;
            i++;
        }
        if (i < spec.length() && spec.charAt(i) == '#') {
            alternate = true;
            i++;
        }
        if (i < spec.length() && spec.charAt(i) == '0') {
            if (align == 0 && i + 1 <= spec.length()) {
                fill = "0";
                align = typeName.equals("str") ? 0 : '=';
            }
            i++;
        }
        int start = i;
        i = digits(i);
        width = i > start ? number(start, i) : -1;
        if (i < spec.length() && (spec.charAt(i) == ',' || spec.charAt(i) == '_')) {
            grouping = spec.charAt(i++);
        }
        if (i < spec.length() && spec.charAt(i) == '.') {
            start = ++i;
            i = digits(i);
            if (i == start) {
                throw PyError.other("Format specifier missing precision");
            }
            precision = number(start, i);
        }
        if (i < spec.length()) {
            type = spec.charAt(i++);
        }
        if (i < spec.length()) {
            throw PyError.other(
                    "Invalid format specifier '"
                            + spec
                            + "' for object of type '"
                            + typeName
                            + "'");
        }
    }

    private static boolean isAlign(char c) {
        return c == '<' || c == '>' || c == '=' || c == '^';
    }

    private int digits(int from) {
        int i = from;
        while (i < spec.length() && spec.charAt(i) >= '0' && spec.charAt(i) <= '9') {
            i++;
        }
        return i;
    }

    private int number(int from, int to) {
        if (to - from > 9) {
            throw PyError.other("Too many decimal digits in format string");
        }
        int number = Integer.parseInt(spec.substring(from, to));
        budget.checkString(number);
        return number;
    }

    private PyError unknownCode(String typeName) {
        return PyError.other(
                "Unknown format code '" + type + "' for object of type '" + typeName + "'");
    }

    private Object string(Object value) {
        if (type != 0 && type != 's') {
            throw unknownCode("str");
        }
        if (sign != 0) {
            throw PyError.other("Sign not allowed in string format specifier");
        }
        if (noNegativeZero) {
            throw PyError.other(
                    "Negative zero coercion (z) not allowed in string format specifier");
        }
        if (alternate) {
            throw PyError.other("Alternate form (#) not allowed in string format specifier");
        }
        if (align == '=') {
            throw PyError.other("'=' alignment not allowed in string format specifier");
        }
        if (grouping != 0) {
            throw PyError.other("Cannot specify '" + grouping + "' with 's'.");
        }
        Object text = Str.plain(value);
        int length = Str.length(text);
        if (precision >= 0 && precision < length) {
            text = Str.sub(text, 0, Str.offset(Str.text(text), precision));
            length = precision;
        }
        return pad(text, length, align == 0 ? '<' : align);
    }

    private Object pad(Object text, int length, char alignment) {
        int missing = width - length;
        if (missing <= 0) {
            return text;
        }
        int left = alignment == '<' ? 0 : alignment == '^' ? missing / 2 : missing;
        return new TextBuilder()
                .repeat(fill, left)
                .append(text)
                .repeat(fill, missing - left)
                .build();
    }

    private Object number(Object value) {
        boolean isFloat = value instanceof Double || (type != 0 && "eEfFgG%".indexOf(type) >= 0);
        return isFloat ? decimal(value) : integer(value);
    }

    private Object integer(Object value) {
        BigInteger number = Numbers.big(value);
        if (noNegativeZero) {
            throw PyError.other(
                    "Negative zero coercion (z) not allowed in integer format specifier");
        }
        if (precision >= 0) {
            throw PyError.other("Precision not allowed in integer format specifier");
        }
        int radix;
        String prefix = "";
        switch (type) {
            case 0, 'd', 'n' -> radix = 10;
            case 'b' -> {
                radix = 2;
                prefix = "0b";
            }
            case 'o' -> {
                radix = 8;
                prefix = "0o";
            }
            case 'x' -> {
                radix = 16;
                prefix = "0x";
            }
            case 'X' -> {
                radix = 16;
                prefix = "0X";
            }
            case 'c' -> {
                return character(number);
            }
            default -> throw unknownCode(Types.name(value));
        }
        String digits =
                radix == 10
                        ? Numbers.intText(Numbers.normalize(number.abs()))
                        : number.abs().toString(radix);
        if (type == 'X') {
            digits = PyChars.upper(digits);
        }
        int group = radix == 10 ? 3 : 4;
        if (grouping == ',' && radix != 10) {
            throw PyError.other("Cannot specify ',' with '" + type + "'.");
        }
        String mark =
                number.signum() < 0 ? "-" : sign == 0 || sign == '-' ? "" : String.valueOf(sign);
        String lead = mark + (alternate ? prefix : "");
        return signed(lead, digits, "", group);
    }

    private Object character(BigInteger number) {
        if (sign != 0) {
            throw PyError.other("Sign not allowed with integer format specifier 'c'");
        }
        if (number.signum() < 0 || number.bitLength() > 21 || number.intValue() > 0x10ffff) {
            throw PyError.other("%c arg not in range(0x110000)");
        }
        return pad(Character.toString(number.intValue()), 1, align == 0 ? '<' : align);
    }

    private Object decimal(Object value) {
        double number = Numbers.toDouble(value);
        String digits;
        if (type == 0 && precision < 0) {
            digits = Numbers.floatText(Math.abs(number));
        } else if (type == 0) {
            digits = FloatFormat.format(number, 'g', precision, alternate, true);
        } else if ("eEfFgGn%".indexOf(type) >= 0) {
            char form = type == 'n' ? 'g' : type;
            digits =
                    FloatFormat.format(
                            number, form, precision < 0 ? 6 : precision, alternate, false);
        } else {
            throw unknownCode("float");
        }
        boolean negative = number < 0 || (number == 0 && 1 / number < 0);
        negative &= !noNegativeZero || digits.chars().anyMatch(c -> c >= '1' && c <= '9');
        String mark = negative ? "-" : sign == 0 || sign == '-' ? "" : String.valueOf(sign);
        int whole = 0;
        while (whole < digits.length() && Character.isDigit(digits.charAt(whole))) {
            whole++;
        }
        return signed(mark, digits.substring(0, whole), digits.substring(whole), 3);
    }

    /** Groups the digits, fills with zeros between sign and digits, and aligns. */
    private Object signed(String lead, String digits, String tail, int group) {
        char alignment = align == 0 ? '>' : align;
        String body = grouping == 0 ? digits : grouped(digits, group);
        if (alignment == '=') {
            int missing = width - lead.length() - tail.length();
            if (grouping != 0 && fill.equals("0")) {
                String padded = digits;
                while (grouped(padded, group).length() < missing) {
                    padded = "0" + padded;
                }
                body = grouped(padded, group);
                if (body.length() > missing && padded.length() > digits.length()) {
                    body = body.startsWith(String.valueOf(grouping)) ? "0" + body : body;
                }
            }
            int fillers = missing - body.length();
            return lead + (fillers > 0 ? fill.repeat(fillers) : "") + body + tail;
        }
        String text = lead + body + tail;
        return pad(text, text.length(), alignment);
    }

    private String grouped(String digits, int size) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < digits.length(); i++) {
            if (i > 0 && (digits.length() - i) % size == 0) {
                out.append(grouping);
            }
            out.append(digits.charAt(i));
        }
        return out.toString();
    }
}
