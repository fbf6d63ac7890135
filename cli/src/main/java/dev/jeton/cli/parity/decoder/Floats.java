package dev.jeton.cli.parity.decoder;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Compares float values under a bound and picks the largest. */
final class Floats {
    private Floats() {}

    /**
     * The first value that is further from the expected one than {@code bound}, in words; null if
     * there is none. A value that is not a number differs from everything.
     *
     * @param width values a row, for naming the place; 0 for a flat list
     */
    static @Nullable String difference(float[] expected, float[] actual, double bound, int width) {
        if (expected.length != actual.length) {
            return "expected " + expected.length + " values, got " + actual.length;
        }
        int first = -1;
        int over = 0;
        double largest = 0;
        for (int i = 0; i < expected.length; i++) {
            double distance = Math.abs((double) expected[i] - actual[i]);
            if (!(distance <= bound)) {
                first = first < 0 ? i : first;
                over++;
            }
            largest = Double.isNaN(distance) ? Double.NaN : Math.max(largest, distance);
        }
        if (first < 0) {
            return null;
        }
        String place =
                width > 0 ? "row " + first / width + ", value " + first % width : "value " + first;
        return String.format(
                Locale.ROOT,
                "%s: expected %s, actual %s; bound %.3g, largest difference %.3g, %d of %d over it",
                place,
                expected[first],
                actual[first],
                bound,
                largest,
                over,
                expected.length);
    }

    /** The index of the largest value, the lowest of equal ones. */
    static int argmax(float[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            if (values[i] > values[best]) {
                best = i;
            }
        }
        return best;
    }

    /** The largest absolute value. */
    static double largest(float[] values) {
        double largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }
}
