package dev.jeton.templates.internal.run;

import dev.jeton.templates.internal.value.Args;
import dev.jeton.templates.internal.value.Numbers;
import dev.jeton.templates.internal.value.Ops;
import dev.jeton.templates.internal.value.PyBytes;
import dev.jeton.templates.internal.value.PyChars;
import dev.jeton.templates.internal.value.PyError;
import dev.jeton.templates.internal.value.Str;
import dev.jeton.templates.internal.value.Types;
import dev.jeton.templates.internal.value.Undefined;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.regex.Pattern;

/** The filters {@code int}, {@code float}, {@code abs}, {@code round}, {@code filesizeformat}. */
final class Conversions {
    private static final Pattern FLOAT =
            Pattern.compile(
                    "[+-]?(\\d++(_\\d++)*+(\\.(\\d++(_\\d++)*+)?)?|\\.\\d++(_\\d++)*+)([eE][+-]?\\d++(_\\d++)*+)?");

    private Conversions() {}

    /** {@code int(text, base)} or null where Python raises ValueError. */
    private static @org.jspecify.annotations.Nullable Object parseInt(String raw, long base) {
        String text = strip(raw);
        boolean negative = text.startsWith("-");
        if (negative || text.startsWith("+")) {
            text = text.substring(1);
        }
        if (base != 0 && (base < 2 || base > 36)) {
            return null;
        }
        int radix = (int) base;
        String prefix = text.length() > 1 ? PyChars.lower(text.substring(0, 2)) : "";
        int prefixed =
                prefix.equals("0x") ? 16 : prefix.equals("0o") ? 8 : prefix.equals("0b") ? 2 : 0;
        if (prefixed != 0 && (radix == 0 || radix == prefixed)) {
            radix = prefixed;
            text = text.substring(text.startsWith("_", 2) ? 3 : 2);
        } else if (radix == 0) {
            radix = 10;
            if (text.startsWith("0") && !text.replace("0", "").replace("_", "").isEmpty()) {
                return null;
            }
        }
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            int digit = digit(c, radix);
            boolean underscore =
                    c == '_' && i > 0 && i + 1 < text.length() && text.charAt(i - 1) != '_';
            if (digit >= 0) {
                digits.append(Character.forDigit(digit, radix));
            } else if (!underscore) {
                return null;
            }
            i += Character.charCount(c);
        }
        boolean power = (radix & (radix - 1)) == 0;
        if (digits.length() == 0 || (!power && digits.length() > Numbers.MAX_DIGITS)) {
            return null;
        }
        if (power) {
            Numbers.checkBits((digits.length() - 1L) * Integer.numberOfTrailingZeros(radix));
        }
        BigInteger value = new BigInteger(digits.toString(), radix);
        return Numbers.normalize(negative ? value.negate() : value);
    }

    private static int digit(int c, int radix) {
        int digit = c < 128 ? Character.digit(c, 36) : PyChars.decimal(c);
        return digit < radix ? digit : -1;
    }

    private static String strip(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && PyChars.isSpace(text.charAt(from))) {
            from++;
        }
        while (to > from && PyChars.isSpace(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    /** {@code float(text)} or null where Python raises ValueError. */
    private static @org.jspecify.annotations.Nullable Double parseFloat(String raw) {
        String text = strip(raw);
        StringBuilder ascii = new StringBuilder(text.length());
        text.codePoints()
                .forEach(
                        c ->
                                ascii.appendCodePoint(
                                        PyChars.isDecimal(c) ? '0' + PyChars.decimal(c) : c));
        String plain = ascii.toString();
        String word = PyChars.lower(plain).replaceFirst("^[+-]", "");
        boolean negative = plain.startsWith("-");
        if (word.equals("inf") || word.equals("infinity")) {
            return negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        if (word.equals("nan")) {
            return Double.NaN;
        }
        return FLOAT.matcher(plain).matches() ? Double.valueOf(plain.replace("_", "")) : null;
    }

    static Object toInt(Render render, Object value, Args args) {
        Object[] bound = args.bind("do_int", 0, "default", "base");
        Object fallback = Filters.or(bound[0], 0L);
        if (Numbers.isInt(value)) {
            return Numbers.normalize(Numbers.big(value));
        }
        if (Str.is(value)) {
            Object base = Filters.or(bound[1], 10L);
            if (!Numbers.isInt(base)) {
                return fromFloat(parseFloat(Str.text(value)), fallback);
            }
            Object parsed = parseInt(Str.text(value), Numbers.index(base));
            return parsed != null ? parsed : fromFloat(parseFloat(Str.text(value)), fallback);
        }
        if (value instanceof Undefined undefined) {
            throw undefined.error();
        }
        if (value instanceof Double number) {
            if (number.isInfinite()) {
                throw PyError.other("cannot convert float infinity to integer");
            }
            return fromFloat(number, fallback);
        }
        return fallback;
    }

    private static Object fromFloat(
            @org.jspecify.annotations.Nullable Double number, Object fallback) {
        return number == null || number.isNaN() || number.isInfinite()
                ? fallback
                : Numbers.fromDouble(number);
    }

    static Object toFloat(Render render, Object value, Args args) {
        Object fallback = Filters.or(args.bind("do_float", 0, "default")[0], 0.0);
        if (Numbers.isNumber(value)) {
            return Numbers.toDouble(value);
        }
        if (value instanceof Undefined undefined) {
            throw undefined.error();
        }
        Double parsed = Str.is(value) ? parseFloat(Str.text(value)) : null;
        return parsed == null ? fallback : parsed;
    }

    static Object abs(Object value) {
        if (value instanceof Double number) {
            return Math.abs(number);
        }
        if (Numbers.isInt(value)) {
            return Numbers.normalize(Numbers.big(value).abs());
        }
        if (value instanceof Undefined) {
            throw PyError.type("bad operand type for abs(): 'Undefined'");
        }
        throw PyError.type("bad operand type for abs(): '" + Types.name(value) + "'");
    }

    static Object round(Render render, Object value, Args args) {
        Object[] bound = args.bind("do_round", 0, "precision", "method");
        Object precision = Filters.or(bound[0], 0L);
        Object method = Filters.or(bound[1], "common");
        String name = Str.is(method) ? Str.text(method) : "";
        switch (name) {
            case "common" -> {
                return common(value, precision);
            }
            case "ceil", "floor" -> {
                Object factor = Ops.power(10L, precision);
                double scaled = number(Ops.multiply(render, value, factor));
                double whole = name.equals("ceil") ? Math.ceil(scaled) : Math.floor(scaled);
                return Ops.divide(Numbers.fromDouble(whole), factor);
            }
            default -> throw PyError.other("method must be common, ceil or floor");
        }
    }

    private static double number(Object value) {
        if (!Numbers.isNumber(value)) {
            throw PyError.type("must be real number, not " + Types.name(value));
        }
        return Numbers.toDouble(value);
    }

    private static Object common(Object value, Object precision) {
        if (!Numbers.isNumber(value)) {
            throw PyError.type("type " + Types.name(value) + " doesn't define __round__ method");
        }
        long digits = Math.max(-400, Math.min(400, Numbers.index(precision)));
        if (value instanceof Double number) {
            if (number.isNaN() || number.isInfinite()) {
                return number;
            }
            double rounded =
                    new BigDecimal(number)
                            .setScale((int) digits, RoundingMode.HALF_EVEN)
                            .doubleValue();
            return rounded == 0 ? Math.copySign(0.0, number) : rounded;
        }
        BigInteger integer = Numbers.big(value);
        return digits >= 0
                ? Numbers.normalize(integer)
                : Numbers.normalize(
                        new BigDecimal(integer)
                                .setScale((int) digits, RoundingMode.HALF_EVEN)
                                .toBigInteger());
    }

    static Object fileSize(Render render, Object value, Args args) {
        Object binary = Filters.or(args.bind("do_filesizeformat", 0, "binary")[0], false);
        boolean isBinary = Ops.truth(binary);
        double bytes;
        if (Str.is(value) || value instanceof PyBytes) {
            Double parsed = parseFloat(Str.is(value) ? Str.text(value) : "");
            if (parsed == null) {
                throw PyError.other("could not convert string to float");
            }
            bytes = parsed;
        } else if (value instanceof Undefined undefined) {
            throw undefined.error();
        } else if (Numbers.isNumber(value)) {
            bytes = Numbers.toDouble(value);
        } else {
            throw PyError.type(
                    "float() argument must be a string or a real number, not '"
                            + Types.name(value)
                            + "'");
        }
        int base = isBinary ? 1024 : 1000;
        if (bytes == 1) {
            return "1 Byte";
        }
        if (bytes < base) {
            return Numbers.intText(Numbers.fromDouble(bytes)) + " Bytes";
        }
        String letters = "kMGTPEZY";
        double unit = base;
        int i = -1;
        do {
            i++;
            unit *= base;
        } while (bytes >= unit && i < letters.length() - 1);
        if (Double.isNaN(bytes) || Double.isInfinite(base * bytes)) {
            return (Double.isNaN(bytes) ? "nan " : "inf ") + (isBinary ? "YiB" : "YB");
        }
        String amount =
                new BigDecimal(base * bytes / unit).setScale(1, RoundingMode.HALF_EVEN).toString();
        char letter = letters.charAt(i);
        return amount
                + " "
                + (isBinary ? Character.toUpperCase(letter) + "i" : String.valueOf(letter))
                + "B";
    }
}
