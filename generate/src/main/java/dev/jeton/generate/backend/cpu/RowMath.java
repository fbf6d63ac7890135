package dev.jeton.generate.backend.cpu;

import static dev.jeton.generate.backend.cpu.Lanes.COUNT;
import static dev.jeton.generate.backend.cpu.Lanes.FLOATS;

import dev.jeton.generate.model.RopeSpec.Pairing;
import jdk.incubator.vector.FloatVector;

/** What happens to one token's row of numbers between the products. */
final class RowMath {
    private RowMath() {}

    /** Root mean square norm; the sum of squares in double, since all of the row depends on it. */
    static void norm(
            float[] x, int at, int width, float[] weight, double epsilon, float[] out, int to) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = 0;
        for (; i + 4 <= width; i += 4) {
            a += (double) x[at + i] * x[at + i];
            b += (double) x[at + i + 1] * x[at + i + 1];
            c += (double) x[at + i + 2] * x[at + i + 2];
            d += (double) x[at + i + 3] * x[at + i + 3];
        }
        for (; i < width; i++) {
            a += (double) x[at + i] * x[at + i];
        }
        float factor = (float) (1 / Math.sqrt(((a + b) + (c + d)) / width + epsilon));
        for (i = 0; i < width; i++) {
            out[to + i] = x[at + i] * factor * weight[i];
        }
    }

    /** Turns the pairs of each head by the angles of a position. */
    static void rotate(
            float[] x, int at, int heads, int headDim, Pairing pairing, float[] cos, float[] sin) {
        int pairs = cos.length;
        int step = pairing == Pairing.HALF ? 1 : 2;
        int other = pairing == Pairing.HALF ? pairs : 1;
        for (int head = 0; head < heads; head++) {
            int base = at + head * headDim;
            for (int i = 0; i < pairs; i++) {
                int first = base + i * step;
                float a = x[first];
                float b = x[first + other];
                x[first] = a * cos[i] - b * sin[i];
                x[first + other] = b * cos[i] + a * sin[i];
            }
        }
    }

    /**
     * {@code gate[i] = gate[i] / (1 + exp(-gate[i])) * up[i]}; reads and writes up to the next full
     * vector.
     */
    static void siluTimes(float[] gate, float[] up, int at, int width) {
        for (int i = at; i < at + width; i += COUNT) {
            FloatVector x = FloatVector.fromArray(FLOATS, gate, i);
            FloatVector y = FloatVector.fromArray(FLOATS, up, i);
            FloatVector divisor = Lanes.exp(x.neg()).add(1f);
            x.div(divisor).mul(y).intoArray(gate, i);
        }
    }

    static void add(float[] x, int at, float[] more, int from, int width) {
        for (int i = 0; i < width; i++) {
            x[at + i] += more[from + i];
        }
    }
}
