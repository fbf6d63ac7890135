package dev.jeton.generate.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jeton.generate.model.RopeSpec.Pairing;
import java.util.Arrays;
import java.util.Random;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;

class RowMathTest {
    private final long seed = Long.getLong("tests.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void expIsWithinTwoUnitsInTheLastPlace() {
        float[] x = new float[16];
        float[] y = new float[16];
        for (int round = 0; round < 20_000; round++) {
            for (int i = 0; i < x.length; i++) {
                x[i] = (float) (random.nextDouble() * 174 - 86);
            }
            for (int i = 0; i < x.length; i += Lanes.COUNT) {
                Lanes.exp(FloatVector.fromArray(Lanes.FLOATS, x, i)).intoArray(y, i);
            }
            for (int i = 0; i < x.length; i++) {
                double exact = Math.exp(x[i]);
                assertEquals(exact, y[i], 2 * Math.ulp((float) exact), x[i] + ", seed " + seed);
            }
        }
    }

    @Test
    void siluTimesEqualsADoubleLoop() {
        int width = 37;
        float[] gate = random(64);
        float[] up = random(64);
        float[] expected = new float[width];
        for (int i = 0; i < width; i++) {
            expected[i] = (float) (gate[i] / (1 + Math.exp(-gate[i])) * up[i]);
        }
        RowMath.siluTimes(gate, up, 0, width);
        for (int i = 0; i < width; i++) {
            assertEquals(expected[i], gate[i], 4e-7 * Math.abs(expected[i]) + 1e-30);
        }
    }

    @Test
    void siluOfHugeNumbersIsFinite() {
        float[] gate = {-1000, 1000, -88, 88, 0, -0f, 1e-30f, -1e30f, 0, 0, 0, 0, 0, 0, 0, 0};
        float[] up = new float[16];
        Arrays.fill(up, 1f);
        RowMath.siluTimes(gate, up, 0, 8);
        assertEquals(0, gate[0], 1e-30);
        assertEquals(1000, gate[1]);
        assertEquals(88, gate[3]);
        assertEquals(0, gate[7], 1e-6);
    }

    @Test
    void normEqualsADoubleLoop() {
        int width = 53;
        float[] x = random(width + 1);
        float[] weight = random(width);
        double squares = 0;
        for (int i = 1; i <= width; i++) {
            squares += (double) x[i] * x[i];
        }
        float[] out = new float[width + 2];
        RowMath.norm(x, 1, width, weight, 1e-5, out, 2);
        for (int i = 0; i < width; i++) {
            double expected = x[i + 1] / Math.sqrt(squares / width + 1e-5) * weight[i];
            assertEquals(expected, out[i + 2], 3e-7 * Math.abs(expected));
        }
    }

    @Test
    void bothPairingsTurnByTheSameAngles() {
        float[] cos = {(float) Math.cos(0.3), (float) Math.cos(1.1)};
        float[] sin = {(float) Math.sin(0.3), (float) Math.sin(1.1)};
        float[] half = {1, 2, 3, 4};
        float[] interleaved = {1, 3, 2, 4};
        RowMath.rotate(half, 0, 1, 4, Pairing.HALF, cos, sin);
        RowMath.rotate(interleaved, 0, 1, 4, Pairing.INTERLEAVED, cos, sin);
        assertEquals(1 * Math.cos(0.3) - 3 * Math.sin(0.3), half[0], 1e-6);
        assertEquals(half[0], interleaved[0]);
        assertEquals(half[2], interleaved[1]);
        assertEquals(half[1], interleaved[2]);
        assertEquals(half[3], interleaved[3]);
    }

    @Test
    void softmaxWeightsAreExponentialsOfTheDistanceToTheBest() {
        int length = 21;
        float[] scores = random(48);
        float[] before = scores.clone();
        float best = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < length; i++) {
            best = Math.max(best, before[i]);
        }
        double total = 0;
        float sum = Attention.softmax(scores, length, 0.5f);
        for (int i = 0; i < length; i++) {
            double expected = Math.exp((before[i] - best) * 0.5);
            total += expected;
            assertEquals(expected, scores[i], 1e-6);
        }
        assertEquals(total, sum, 1e-5);
        assertEquals(0, scores[length]);
    }

    private float[] random(int count) {
        float[] x = new float[count];
        for (int i = 0; i < count; i++) {
            x[i] = (float) random.nextGaussian() * 3;
        }
        return x;
    }
}
