package dev.jeton.templates.internal.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/** Python's int (unbounded, bool is one) and float: conversions, text, arithmetic. */
public final class Numbers {
    /** Python's limit for int to str and back. */
    public static final int MAX_DIGITS = 4300;

    /** The longest int that a template may compute, in bits. */
    private static final BigInteger MINUS_TWO = BigInteger.valueOf(-2);

    private Numbers() {}

    public static boolean isInt(Object value) {
        return value instanceof Long || value instanceof Boolean || value instanceof BigInteger;
    }

    public static boolean isNumber(Object value) {
        return isInt(value) || value instanceof Double;
    }

    public static Object normalize(BigInteger value) {
        return value.bitLength() < 64 ? (Object) value.longValue() : value;
    }

    public static BigInteger big(Object value) {
        return value instanceof BigInteger integer ? integer : BigInteger.valueOf(asLong(value));
    }

    private static long asLong(Object value) {
        return value instanceof Boolean flag ? (flag ? 1 : 0) : (Long) value;
    }

    private static boolean small(Object value) {
        return value instanceof Long || value instanceof Boolean;
    }

    /** {@code float(int)}. */
    public static double toDouble(Object value) {
        if (value instanceof Double number) {
            return number;
        }
        if (value instanceof BigInteger integer) {
            double result = integer.doubleValue();
            if (Double.isInfinite(result)) {
                throw PyError.other("int too large to convert to float");
            }
            return result;
        }
        return asLong(value);
    }

    /** {@code int(float)}. */
    public static Object fromDouble(double value) {
        if (Double.isNaN(value)) {
            throw PyError.other("cannot convert float NaN to integer");
        }
        if (Double.isInfinite(value)) {
            throw PyError.other("cannot convert float infinity to integer");
        }
        return Math.abs(value) < 1e18
                ? (Object) (long) value
                : normalize(new BigDecimal(value).toBigInteger());
    }

    /** An index: an int that fits, clipped; anything else is a type error with this message. */
    public static long index(Object value, String error) {
        if (small(value)) {
            return asLong(value);
        }
        if (value instanceof BigInteger integer) {
            return integer.signum() < 0 ? Long.MIN_VALUE / 4 : Long.MAX_VALUE / 4;
        }
        throw PyError.type(
                error.isEmpty()
                        ? "'" + Types.name(value) + "' object cannot be interpreted as an integer"
                        : error);
    }

    /** An int argument of a method or filter. */
    public static long index(Object value) {
        return index(value, "");
    }

    /** An argument that Python takes as an {@code int} of C. */
    public static int cInt(Object value) {
        long number = index(value);
        if (number != (int) number) {
            throw PyError.other("Python int too large to convert to C int");
        }
        return (int) number;
    }

    public static String intText(Object value) {
        if (value instanceof Long number) {
            return Long.toString(number);
        }
        if (value instanceof Boolean flag) {
            return flag ? "1" : "0";
        }
        String text = value.toString();
        if (text.length() - (text.startsWith("-") ? 1 : 0) > MAX_DIGITS) {
            throw PyError.other("Exceeds the limit (4300 digits) for integer string conversion");
        }
        return text;
    }

    /** {@code repr(float)}: the shortest digits that read back as the same number. */
    public static String floatText(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return (1 / value < 0 && value == 0 ? "-0" : Long.toString((long) value)) + ".0";
        }
        BigDecimal shortest = shortest(value);
        String digits = shortest.unscaledValue().abs().toString();
        int point = digits.length() - shortest.scale();
        digits = stripZeros(digits);
        String sign = value < 0 ? "-" : "";
        if (point > -4 && point <= 16) {
            return sign + plain(digits, point);
        }
        int exponent = point - 1;
        String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
        return sign
                + digits.charAt(0)
                + fraction
                + "e"
                + (exponent < 0 ? "-" : "+")
                + (Math.abs(exponent) < 10 ? "0" : "")
                + Math.abs(exponent);
    }

    private static String plain(String digits, int point) {
        if (point <= 0) {
            return "0." + "0".repeat(-point) + digits;
        }
        if (digits.length() <= point) {
            return digits + "0".repeat(point - digits.length()) + ".0";
        }
        return digits.substring(0, point) + "." + digits.substring(point);
    }

    private static String stripZeros(String digits) {
        int end = digits.length();
        while (end > 1 && digits.charAt(end - 1) == '0') {
            end--;
        }
        return digits.substring(0, end);
    }

    /** JDK 17 prints some doubles with more digits than needed, so its toString is no help. */
    private static BigDecimal shortest(double value) {
        BigDecimal exact = new BigDecimal(value);
        for (int precision = 1; precision < 17; precision++) {
            BigDecimal rounded = exact.round(new MathContext(precision, RoundingMode.HALF_EVEN));
            if (rounded.doubleValue() == value) {
                return rounded;
            }
        }
        return exact.round(new MathContext(17, RoundingMode.HALF_EVEN));
    }

    // Arithmetic on two numbers.

    static Object add(Object a, Object b) {
        if (a instanceof Double || b instanceof Double) {
            return toDouble(a) + toDouble(b);
        }
        if (small(a) && small(b)) {
            long x = asLong(a);
            long y = asLong(b);
            long sum = x + y;
            if (((x ^ sum) & (y ^ sum)) >= 0) {
                return sum;
            }
        }
        return checked(big(a).add(big(b)));
    }

    static Object subtract(Object a, Object b) {
        if (a instanceof Double || b instanceof Double) {
            return toDouble(a) - toDouble(b);
        }
        if (small(a) && small(b)) {
            long x = asLong(a);
            long y = asLong(b);
            long difference = x - y;
            if (((x ^ y) & (x ^ difference)) >= 0) {
                return difference;
            }
        }
        return checked(big(a).subtract(big(b)));
    }

    static Object multiply(Object a, Object b) {
        if (a instanceof Double || b instanceof Double) {
            return toDouble(a) * toDouble(b);
        }
        if (small(a) && small(b)) {
            long x = asLong(a);
            long y = asLong(b);
            if (Math.multiplyHigh(x, y) == (x * y) >> 63) {
                return x * y;
            }
        }
        BigInteger x = big(a);
        BigInteger y = big(b);
        chargeProduct(x.bitLength(), y.bitLength());
        return checked(x.multiply(y));
    }

    private static Object checked(BigInteger value) {
        checkBits(value.bitLength());
        return normalize(value);
    }

    /** Checks an int before it is made, where its size is known. */
    public static void checkBits(long bits) {
        if (bits <= 64) {
            return;
        }
        int max = Budget.current().limits().maxIntegerBits();
        if (bits > max) {
            throw PyError.limit(
                    "an int of more than " + max + " bits (TemplateLimits.maxIntegerBits)");
        }
    }

    /** Counts a product or quotient of ints with so many bits. */
    private static void chargeProduct(long bits, long otherBits) {
        long work = ((bits >> 5) * (otherBits >> 5)) >> 10;
        if (work > 0) {
            Budget.current().charge(work);
        }
    }

    static Object divide(Object a, Object b) {
        if (isZero(b)) {
            throw PyError.other(
                    a instanceof Double || b instanceof Double
                            ? "float division by zero"
                            : "division by zero");
        }
        if (!isExact(a) || !isExact(b)) {
            if (isZero(a) && isInt(a) && isInt(b)) {
                return big(b).signum() < 0 ? -0.0 : 0.0;
            }
            if (!(a instanceof Double) && !(b instanceof Double)) {
                double quotient =
                        new BigDecimal(big(a))
                                .divide(new BigDecimal(big(b)), new MathContext(40))
                                .doubleValue();
                if (Double.isInfinite(quotient)) {
                    throw PyError.other("integer division result too large for a float");
                }
                return quotient;
            }
        }
        return toDouble(a) / toDouble(b);
    }

    /** Whether a number is no int that a double would round. */
    private static boolean isExact(Object value) {
        return value instanceof Double || (small(value) && Math.abs(asLong(value)) <= 1L << 53);
    }

    static Object floorDivide(Object a, Object b) {
        if (a instanceof Double || b instanceof Double) {
            double y = toDouble(b);
            if (y == 0) {
                throw PyError.other("float floor division by zero");
            }
            double x = toDouble(a);
            double quotient = Math.floor((x - floatModulo(x, y)) / y + 0.5 - 0.5);
            return quotient == 0 ? Math.copySign(0.0, x / y) : quotient;
        }
        if (isZero(b)) {
            throw PyError.other("integer division or modulo by zero");
        }
        if (small(a) && small(b) && asLong(a) != Long.MIN_VALUE) {
            return Math.floorDiv(asLong(a), asLong(b));
        }
        chargeProduct(big(a).bitLength(), big(b).bitLength());
        BigInteger[] parts = big(a).divideAndRemainder(big(b));
        boolean lower = parts[1].signum() != 0 && parts[1].signum() != big(b).signum();
        return normalize(lower ? parts[0].subtract(BigInteger.ONE) : parts[0]);
    }

    static Object modulo(Object a, Object b) {
        if (a instanceof Double || b instanceof Double) {
            double y = toDouble(b);
            if (y == 0) {
                throw PyError.other("float modulo");
            }
            return floatModulo(toDouble(a), y);
        }
        if (isZero(b)) {
            throw PyError.other("integer division or modulo by zero");
        }
        if (small(a) && small(b)) {
            return Math.floorMod(asLong(a), asLong(b));
        }
        BigInteger divisor = big(b);
        BigInteger rest = big(a).remainder(divisor);
        return normalize(
                rest.signum() != 0 && rest.signum() != divisor.signum() ? rest.add(divisor) : rest);
    }

    private static double floatModulo(double x, double y) {
        double rest = x % y;
        if (rest != 0) {
            return (rest < 0) != (y < 0) ? rest + y : rest;
        }
        return Math.copySign(0.0, y);
    }

    static Object power(Object a, Object b) {
        if (a instanceof Double || b instanceof Double) {
            return floatPower(toDouble(a), toDouble(b));
        }
        BigInteger exponent = big(b);
        if (exponent.signum() < 0) {
            if (isZero(a)) {
                throw PyError.other("0.0 cannot be raised to a negative power");
            }
            return floatPower(toDouble(a), toDouble(b));
        }
        BigInteger base = big(a);
        if (base.bitLength() <= 1 && !base.equals(MINUS_TWO)) {
            boolean odd = exponent.testBit(0);
            return base.signum() == 0
                    ? (exponent.signum() == 0 ? 1L : 0L)
                    : (Object) (base.signum() > 0 || !odd ? 1L : -1L);
        }
        // A power has at least (bits - 1) x exponent bits.
        checkBits(
                exponent.bitLength() > 31
                        ? Long.MAX_VALUE
                        : (base.bitLength() - 1) * exponent.longValue());
        long bits = base.bitLength() * exponent.longValue();
        chargeProduct(bits / 2, bits / 2);
        return checked(base.pow(exponent.intValue()));
    }

    private static Object floatPower(double x, double y) {
        if (x == 0 && y < 0) {
            throw PyError.other("0.0 cannot be raised to a negative power");
        }
        if (x < 0 && y != Math.rint(y) && !Double.isInfinite(x) && !Double.isInfinite(y)) {
            throw PyError.other("a power with a complex result is not supported");
        }
        double result = Math.pow(x, y);
        if (Double.isInfinite(result) && !Double.isInfinite(x) && !Double.isInfinite(y)) {
            throw PyError.other("(34, 'Numerical result out of range')");
        }
        return result;
    }

    static Object negate(Object value) {
        if (value instanceof Double number) {
            return -number;
        }
        if (small(value) && asLong(value) != Long.MIN_VALUE) {
            return -asLong(value);
        }
        return normalize(big(value).negate());
    }

    static boolean isZero(Object value) {
        return value instanceof Double number
                ? number == 0
                : !(value instanceof BigInteger) && asLong(value) == 0;
    }

    /** Compares exactly, an int with a float, too; 2 if one is NaN. */
    static int compare(Object a, Object b) {
        if (small(a) && small(b)) {
            return Long.compare(asLong(a), asLong(b));
        }
        if (a instanceof Double x && b instanceof Double y) {
            return compareDoubles(x, y);
        }
        if (a instanceof Double x) {
            return compareMixed(x, b, 1);
        }
        if (b instanceof Double y) {
            return compareMixed(y, a, -1);
        }
        return big(a).compareTo(big(b));
    }

    private static int compareDoubles(double x, double y) {
        return x < y ? -1 : x > y ? 1 : x == y ? 0 : 2;
    }

    private static int compareMixed(double x, Object integer, int sign) {
        if (Double.isNaN(x)) {
            return 2;
        }
        if (Double.isInfinite(x)) {
            return x > 0 ? sign : -sign;
        }
        return sign * new BigDecimal(x).compareTo(new BigDecimal(big(integer)));
    }
}
