package dev.jeton.templates.internal.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Iterator;
import java.util.Map;

/** The methods of int and float. */
final class NumberMethods {
    static final Map<String, Method> INT =
            Map.of(
                    "bit_length",
                            (b, self, a) ->
                                    (long)
                                            Numbers.big(none("bit_length", self, a))
                                                    .abs()
                                                    .bitLength(),
                    "bit_count",
                            (b, self, a) ->
                                    (long) Numbers.big(none("bit_count", self, a)).abs().bitCount(),
                    "conjugate", (b, self, a) -> Numbers.add(none("conjugate", self, a), 0L),
                    "as_integer_ratio",
                            (b, self, a) ->
                                    PyTuple.of(
                                            Numbers.add(none("as_integer_ratio", self, a), 0L), 1L),
                    "to_bytes", NumberMethods::toBytes,
                    "from_bytes", NumberMethods::fromBytes);

    static final Map<String, Method> FLOAT =
            Map.of(
                    "is_integer",
                    (b, self, a) -> {
                        double number = (Double) none("is_integer", self, a);
                        return number == Math.rint(number) && !Double.isInfinite(number);
                    },
                    "conjugate",
                    (b, self, a) -> none("conjugate", self, a),
                    "as_integer_ratio",
                    (b, self, a) -> ratio((Double) none("as_integer_ratio", self, a)),
                    "hex",
                    (b, self, a) -> hex((Double) none("hex", self, a)),
                    "fromhex",
                    NumberMethods::fromHex);

    private NumberMethods() {}

    private static Object none(String name, Object self, Args args) {
        args.refuseNames(name);
        if (args.count() > 0) {
            throw PyError.type(name + "() takes no arguments (" + args.count() + " given)");
        }
        return self;
    }

    private static Object ratio(double number) {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            throw PyError.other("cannot convert NaN or Infinity to integer ratio");
        }
        BigDecimal exact = new BigDecimal(number);
        BigInteger bottom = exact.scale() > 0 ? BigInteger.TEN.pow(exact.scale()) : BigInteger.ONE;
        BigInteger top = exact.multiply(new BigDecimal(bottom)).toBigIntegerExact();
        BigInteger divisor = top.gcd(bottom);
        return PyTuple.of(
                Numbers.normalize(top.divide(divisor)), Numbers.normalize(bottom.divide(divisor)));
    }

    // bytes

    private static boolean littleEndian(Object order) {
        if (order == Missing.MISSING) {
            return false;
        }
        if (!Str.is(order)) {
            throw PyError.type("byteorder must be str, not " + Types.name(order));
        }
        return switch (Str.text(order)) {
            case "big" -> false;
            case "little" -> true;
            default -> throw PyError.other("byteorder must be either 'little' or 'big'");
        };
    }

    /** {@code signed} can only be given by name. */
    private static Object[] bind(String function, Args args, String... parameters) {
        if (args.count() > 2) {
            throw PyError.type(
                    function
                            + "() takes at most 2 positional arguments ("
                            + args.count()
                            + " given)");
        }
        return args.bind(function, function.equals("from_bytes") ? 1 : 0, parameters);
    }

    private static Object toBytes(Budget budget, Object self, Args args) {
        Object[] bound = bind("to_bytes", args, "length", "byteorder", "signed");
        long length = bound[0] == Missing.MISSING ? 1 : Numbers.index(bound[0]);
        boolean little = littleEndian(bound[1]);
        boolean signed = bound[2] != Missing.MISSING && Ops.truth(bound[2]);
        if (length < 0) {
            throw PyError.other("length argument must be non-negative");
        }
        budget.checkString(length);
        BigInteger value = Numbers.big(self);
        if (value.signum() < 0 && !signed) {
            throw PyError.other("can't convert negative int to unsigned");
        }
        if (value.bitLength() + (signed ? 1 : 0) > length * 8) {
            throw PyError.other("int too big to convert");
        }
        byte[] bytes = new byte[(int) length];
        for (int i = 0; i < bytes.length; i++) {
            int at = little ? i : bytes.length - 1 - i;
            bytes[at] = value.shiftRight(8 * i).byteValue();
        }
        return new PyBytes(bytes);
    }

    private static Object fromBytes(Budget budget, Object self, Args args) {
        Object[] bound = bind("from_bytes", args, "bytes", "byteorder", "signed");
        boolean little = littleEndian(bound[1]);
        boolean signed = bound[2] != Missing.MISSING && Ops.truth(bound[2]);
        byte[] bytes = bytes(budget, bound[0]);
        BigInteger value = BigInteger.ZERO;
        for (int i = 0; i < bytes.length; i++) {
            int at = little ? bytes.length - 1 - i : i;
            budget.charge(1 + (bytes.length >> 6));
            value = value.shiftLeft(8).or(BigInteger.valueOf(bytes[at] & 255));
        }
        if (signed && bytes.length > 0 && value.testBit(8 * bytes.length - 1)) {
            value = value.subtract(BigInteger.ONE.shiftLeft(8 * bytes.length));
        }
        return self instanceof Boolean ? (Object) (value.signum() != 0) : Numbers.normalize(value);
    }

    private static byte[] bytes(Budget budget, Object value) {
        if (value instanceof PyBytes bytes) {
            return bytes.bytes();
        }
        Iterator<Object> items = Str.is(value) ? null : Iterate.overOrNull(value);
        if (items == null || value instanceof Undefined) {
            throw PyError.type("cannot convert '" + Types.name(value) + "' object to bytes");
        }
        var out = new java.io.ByteArrayOutputStream();
        while (items.hasNext()) {
            Object item = items.next();
            budget.charge(1);
            long one = Numbers.index(item);
            if (one < 0 || one > 255) {
                throw PyError.other("bytes must be in range(0, 256)");
            }
            out.write((int) one);
        }
        return out.toByteArray();
    }

    // hexadecimal floats

    private static String hex(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return Numbers.floatText(value);
        }
        long bits = Double.doubleToRawLongBits(value);
        String sign = bits < 0 ? "-" : "";
        if (value == 0) {
            return sign + "0x0.0p+0";
        }
        int exponent = (int) (bits >> 52 & 0x7ff);
        String fraction = Long.toHexString(bits & (1L << 52) - 1);
        fraction = "0".repeat(13 - fraction.length()) + fraction;
        int power = exponent == 0 ? -1022 : exponent - 1023;
        return sign
                + (exponent == 0 ? "0x0." : "0x1.")
                + fraction
                + "p"
                + (power < 0 ? "" : "+")
                + power;
    }

    private static Object fromHex(Budget budget, Object self, Args args) {
        args.refuseNames("fromhex");
        if (args.count() != 1) {
            throw PyError.type(
                    "float.fromhex() takes exactly one argument (" + args.count() + " given)");
        }
        if (!Str.is(args.get(0))) {
            throw PyError.type("bad argument type for built-in operation");
        }
        String text = PyChars.lower(Str.text(args.get(0)).strip());
        boolean negative = text.startsWith("-");
        String digits = negative || text.startsWith("+") ? text.substring(1) : text;
        double sign = negative ? -1 : 1;
        if (digits.equals("inf") || digits.equals("infinity")) {
            return sign * Double.POSITIVE_INFINITY;
        }
        if (digits.equals("nan")) {
            return Double.NaN;
        }
        String plain = digits.startsWith("0x") ? digits.substring(2) : digits;
        if (!plain.matches("([0-9a-f]+\\.?[0-9a-f]*|\\.[0-9a-f]+)(p[+-]?[0-9]+)?")) {
            throw PyError.other("invalid hexadecimal floating-point string");
        }
        // Java's literal needs an exponent, and no point at the end.
        String mantissa = plain.replaceFirst("p.*", "");
        String power = plain.contains("p") ? plain.substring(plain.indexOf('p')) : "p0";
        double value = Double.parseDouble("0x" + mantissa + power);
        if (Double.isInfinite(value)) {
            throw PyError.other("hexadecimal value too large to represent as a float");
        }
        return sign * value;
    }
}
