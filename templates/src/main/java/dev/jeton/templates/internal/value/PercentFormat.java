package dev.jeton.templates.internal.value;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/** The {@code %} operator of str: printf-style formatting. */
public final class PercentFormat {
    private final Budget budget;
    private final Object format;
    private final String text;
    private final boolean markup;
    private final Object values;
    private int used;
    private boolean byName;

    // The conversion being read.
    private boolean left;
    private boolean plus;
    private boolean space;
    private boolean alternate;
    private boolean zero;
    private int width;
    private int precision;

    private PercentFormat(Budget budget, Object format, Object values) {
        this.budget = budget;
        this.format = format;
        this.text = Str.text(format);
        this.markup = Str.isMarkup(format);
        this.values = values;
    }

    public static Object format(Budget budget, Object format, Object values) {
        return new PercentFormat(budget, format, values).run();
    }

    private Object run() {
        TextBuilder out = new TextBuilder(text.length() + 16);
        int i = 0;
        while (i < text.length()) {
            int percent = text.indexOf('%', i);
            if (percent < 0) {
                out.append(format, i, text.length());
                break;
            }
            out.append(format, i, percent);
            i = conversion(out, percent + 1);
            budget.checkString(out.length());
        }
        boolean mapping =
                values instanceof Map
                        || values instanceof Undefined
                        || (values instanceof List && !(values instanceof PyTuple));
        boolean rest =
                values instanceof PyTuple tuple ? used < tuple.size() : !mapping && used == 0;
        if (rest && !(byName && mapping)) {
            throw PyError.type("not all arguments converted during string formatting");
        }
        return out.build(markup);
    }

    private char at(int i) {
        if (i >= text.length()) {
            throw PyError.other("incomplete format");
        }
        return text.charAt(i);
    }

    private int conversion(TextBuilder out, int start) {
        int i = start;
        if (i < text.length() && text.charAt(i) == '%') {
            out.append('%');
            return i + 1;
        }
        Object keyed = Missing.MISSING;
        if (at(i) == '(') {
            int close = keyEnd(i);
            keyed = byKey(text.substring(i + 1, close));
            i = close + 1;
        }
        left = plus = space = alternate = zero = false;
        for (; ; i++) {
            char c = at(i);
            if (c == '-') {
                left = true;
            } else if (c == '+') {
                plus = true;
            } else if (c == ' ') {
                space = true;
            } else if (c == '#') {
                alternate = true;
            } else if (c == '0') {
                zero = true;
            } else {
                break;
            }
        }
        width = -1;
        precision = -1;
        if (at(i) == '*') {
            width = starred();
            if (width < 0) {
                left = true;
                width = -width;
            }
            i++;
        } else {
            int from = i;
            i = digits(i);
            width = i > from ? number(from, i) : -1;
        }
        if (at(i) == '.') {
            i++;
            if (at(i) == '*') {
                precision = Math.max(0, starred());
                i++;
            } else {
                int from = i;
                i = digits(i);
                precision = i > from ? number(from, i) : 0;
            }
        }
        while (at(i) == 'h' || at(i) == 'l' || at(i) == 'L') {
            i++;
        }
        char type = at(i);
        Object value = keyed == Missing.MISSING ? next() : keyed;
        convert(out, type, value, i);
        return i + 1;
    }

    private int keyEnd(int open) {
        int depth = 0;
        for (int i = open; i < text.length(); i++) {
            if (text.charAt(i) == '(') {
                depth++;
            } else if (text.charAt(i) == ')' && --depth == 0) {
                return i;
            }
        }
        throw PyError.other("incomplete format key");
    }

    private int digits(int from) {
        int i = from;
        while (at(i) >= '0' && at(i) <= '9') {
            i++;
        }
        return i;
    }

    private int number(int from, int to) {
        if (to - from > 9) {
            throw PyError.other("width too big");
        }
        return checked(Integer.parseInt(text.substring(from, to)));
    }

    private int checked(long size) {
        budget.checkString(Math.abs(size));
        return (int) size;
    }

    private int starred() {
        Object value = next();
        if (!Numbers.isInt(value)) {
            throw PyError.type("* wants int");
        }
        return checked(Numbers.cInt(value));
    }

    private Object byKey(String key) {
        byName = true;
        if (!(values instanceof Map<?, ?> map)) {
            if (values instanceof Undefined undefined) {
                throw undefined.error();
            }
            throw PyError.type("format requires a mapping");
        }
        Object value = Dicts.get(map, key);
        if (value == Missing.MISSING) {
            throw PyError.other(Repr.repr(key));
        }
        return value;
    }

    private Object next() {
        if (values instanceof PyTuple tuple) {
            if (used < tuple.size()) {
                return tuple.get(used++);
            }
        } else if (used++ == 0 && !byName) {
            return values;
        }
        throw PyError.type("not enough arguments for format string");
    }

    private void convert(TextBuilder out, char type, Object value, int index) {
        switch (type) {
            case 's' -> string(out, markup ? Html.escape(value) : Repr.str(value));
            case 'r' -> string(out, escaped(Repr.reprStr(value)));
            case 'a' -> string(out, escaped(ascii(value)));
            case 'c' -> character(out, value);
            case 'd', 'i', 'u' -> integer(out, type, decimalInt(value, type));
            case 'x', 'X', 'o' -> integer(out, type, strictInt(value, type));
            case 'e', 'E', 'f', 'F', 'g', 'G' -> decimal(out, type, value);
            default ->
                    throw PyError.other(
                            "unsupported format character '"
                                    + type
                                    + "' (0x"
                                    + Integer.toHexString(type)
                                    + ") at index "
                                    + index);
        }
    }

    private Object escaped(Object str) {
        return markup ? Html.escape(str) : str;
    }

    private void string(TextBuilder out, Object str) {
        Object cut = str;
        if (precision >= 0 && precision < Str.length(str)) {
            cut = Str.sub(str, 0, Str.offset(Str.text(str), precision));
        }
        int missing = width - Str.length(cut);
        if (!left && missing > 0) {
            out.repeat(" ", missing);
        }
        out.append(cut);
        if (left && missing > 0) {
            out.repeat(" ", missing);
        }
    }

    private void character(TextBuilder out, Object value) {
        if (Str.is(value) && Str.length(value) == 1) {
            string(out, Str.plain(value));
        } else if (Numbers.isInt(value)) {
            long c = Numbers.index(value);
            if (c < 0 || c > 0x10ffff) {
                throw PyError.other("%c arg not in range(0x110000)");
            }
            string(out, Character.toString((int) c));
        } else {
            throw PyError.type("%c requires int or char");
        }
    }

    private static BigInteger decimalInt(Object value, char type) {
        if (value instanceof Double number) {
            return Numbers.big(Numbers.fromDouble(number));
        }
        if (Numbers.isInt(value)) {
            return Numbers.big(value);
        }
        throw value instanceof Undefined undefined
                ? undefined.error()
                : PyError.type(
                        "%"
                                + type
                                + " format: a real number is required, not "
                                + Types.name(value));
    }

    private static BigInteger strictInt(Object value, char type) {
        if (Numbers.isInt(value)) {
            return Numbers.big(value);
        }
        throw PyError.type(
                "%" + type + " format: an integer is required, not " + Types.name(value));
    }

    private void integer(TextBuilder out, char type, BigInteger value) {
        BigInteger magnitude = value.abs();
        String digits;
        String prefix = "";
        switch (type) {
            case 'x', 'X' -> {
                digits = magnitude.toString(16);
                prefix = alternate ? "0x" : "";
            }
            case 'o' -> {
                digits = magnitude.toString(8);
                prefix = alternate ? "0o" : "";
            }
            default -> digits = Numbers.intText(Numbers.normalize(magnitude));
        }
        if (type == 'X') {
            digits = PyChars.upper(digits);
            prefix = PyChars.upper(prefix);
        }
        if (digits.length() < precision) {
            digits = "0".repeat(precision - digits.length()) + digits;
        }
        number(out, sign(value.signum() < 0) + prefix, digits);
    }

    private void decimal(TextBuilder out, char type, Object value) {
        double number;
        if (Numbers.isNumber(value)) {
            number = Numbers.toDouble(value);
        } else if (value instanceof Undefined undefined) {
            throw undefined.error();
        } else if (Str.is(value)) {
            throw PyError.type("must be real number, not str");
        } else {
            throw PyError.type("must be real number, not " + Types.name(value));
        }
        boolean negative = number < 0 || (number == 0 && 1 / number < 0);
        String digits =
                FloatFormat.format(number, type, precision < 0 ? 6 : precision, alternate, false);
        number(out, sign(negative), digits);
    }

    private String sign(boolean negative) {
        return negative ? "-" : plus ? "+" : space ? " " : "";
    }

    private void number(TextBuilder out, String lead, String digits) {
        int missing = width - lead.length() - digits.length();
        if (missing <= 0) {
            out.append(lead).append(digits);
        } else if (left) {
            out.append(lead).append(digits).repeat(" ", missing);
        } else if (zero) {
            out.append(lead).repeat("0", missing).append(digits);
        } else {
            out.repeat(" ", missing).append(lead).append(digits);
        }
    }

    /** {@code ascii(value)}. */
    static Object ascii(Object value) {
        Object repr = Repr.reprStr(value);
        String text = Str.text(repr);
        TextBuilder out = new TextBuilder(text.length());
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            int next = i + Character.charCount(c);
            if (c < 128) {
                out.append(repr, i, next);
            } else {
                String form = c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x";
                out.appendDerived(String.format(form, c), repr, i, next);
            }
            i = next;
        }
        return out.build();
    }
}
