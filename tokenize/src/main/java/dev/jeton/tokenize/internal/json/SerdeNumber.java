package dev.jeton.tokenize.internal.json;

/**
 * Reads floating-point numbers as serde_json does without its option {@code float_roundtrip}: the
 * digits as one integer, times or divided by a power of ten. That is now and then the neighbour of
 * the nearest number; a Unigram model must have the same scores as in the reference to cut ties
 * alike.
 */
final class SerdeNumber {
    private static final double[] POWERS = new double[309];

    static {
        for (int i = 0; i < POWERS.length; i++) {
            POWERS[i] = Double.parseDouble("1e" + i);
        }
    }

    private SerdeNumber() {}

    /** The value of a JSON number. */
    static double parse(String json) {
        int at = json.charAt(0) == '-' ? 1 : 0;
        long digits = 0;
        int exponent = 0;
        boolean fraction = false;
        boolean full = false;
        for (; at < json.length(); at++) {
            char c = json.charAt(at);
            if (c == '.') {
                fraction = true;
            } else if (c < '0' || c > '9') {
                break;
            } else if (full || overflows(digits, c - '0')) {
                full = true; // further digits only count before the point
                exponent += fraction ? 0 : 1;
            } else {
                digits = digits * 10 + (c - '0');
                exponent -= fraction ? 1 : 0;
            }
        }
        if (at < json.length()) {
            exponent += exponent(json.substring(at + 1));
        }
        double value = scaled(toDouble(digits), exponent);
        return json.charAt(0) == '-' ? -value : value;
    }

    private static int exponent(String text) {
        String digits = text.startsWith("+") ? text.substring(1) : text;
        if (digits.length() > 8) {
            return digits.startsWith("-") ? -100_000_000 : 100_000_000;
        }
        return Integer.parseInt(digits);
    }

    /** Whether {@code 10 * digits + next} is more than 64 bits. */
    private static boolean overflows(long digits, int next) {
        long most = Long.divideUnsigned(-1L, 10);
        int order = Long.compareUnsigned(digits, most);
        return order > 0 || (order == 0 && next > 5);
    }

    /** An unsigned number, rounded to the nearest. */
    private static double toDouble(long unsigned) {
        if (unsigned >= 0) {
            return unsigned;
        }
        // Half of it, with the lost bit kept for the rounding.
        return 2.0 * ((unsigned >>> 1) | (unsigned & 1));
    }

    private static double scaled(double value, int exponent) {
        double f = value;
        int e = exponent;
        while (e < -308 && f != 0) {
            f /= 1e308;
            e += 308;
        }
        if (f == 0) {
            return 0;
        }
        if (e >= 0) {
            return e > 308 ? Double.POSITIVE_INFINITY : f * POWERS[e];
        }
        return f / POWERS[-e];
    }
}
