package dev.jeton.generate.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jeton.generate.model.RopeSpec.Pairing;
import dev.jeton.generate.model.RopeSpec.Scaling;
import java.util.List;
import org.junit.jupiter.api.Test;

class RopeFrequenciesTest {
    private static final int DIM = 64;

    @Test
    void plainFrequenciesArePowersOfTheta() {
        RopeFrequencies plain = of(new Scaling.None());
        assertEquals(32, plain.pairs());
        for (int i = 0; i < plain.pairs(); i++) {
            assertEquals(Math.pow(10_000, -2.0 * i / DIM), plain.inverse(i), 1e-7);
        }
        float[] cosine = new float[32];
        float[] sine = new float[32];
        plain.fill(7, cosine, sine);
        assertEquals(Math.cos(7), cosine[0], 1e-6);
        assertEquals(Math.sin(7), sine[0], 1e-6);
        assertEquals(1, cosine[5] * cosine[5] + sine[5] * sine[5], 1e-6);
    }

    @Test
    void linearDividesAll() {
        RopeFrequencies plain = of(new Scaling.None());
        RopeFrequencies linear = of(new Scaling.Linear(4));
        for (int i = 0; i < plain.pairs(); i++) {
            assertEquals(plain.inverse(i) / 4, linear.inverse(i), 1e-8);
        }
    }

    @Test
    void llama3KeepsShortWavesAndDividesLongOnes() {
        RopeFrequencies plain = of(new Scaling.None());
        RopeFrequencies scaled = of(new Scaling.Llama3(8, 1, 4, 256));
        for (int i = 0; i < plain.pairs(); i++) {
            double wave = 2 * Math.PI / plain.inverse(i);
            if (wave < 64) {
                assertEquals(plain.inverse(i), scaled.inverse(i));
            } else if (wave > 256) {
                assertEquals(plain.inverse(i) / 8, scaled.inverse(i), 1e-9);
            } else {
                assertTrue(scaled.inverse(i) <= plain.inverse(i));
                assertTrue(scaled.inverse(i) >= plain.inverse(i) / 8);
            }
        }
    }

    @Test
    void yarnKeepsFastPairsDividesSlowOnesAndScalesBoth() {
        RopeFrequencies plain = of(new Scaling.None());
        RopeFrequencies yarn = of(new Scaling.Yarn(4, 2048, 32, 1, 1.25, true));
        assertEquals(plain.inverse(0), yarn.inverse(0));
        assertEquals(plain.inverse(31) / 4, yarn.inverse(31), 1e-9);
        float[] cosine = new float[32];
        float[] sine = new float[32];
        yarn.fill(0, cosine, sine);
        assertEquals(1.25f, cosine[3]);
        assertEquals(0f, sine[3]);
    }

    @Test
    void divisorsAreTakenPairByPair() {
        RopeSpec spec =
                new RopeSpec(10_000, 4, Pairing.INTERLEAVED, new Scaling.Divisors(List.of(1f, 8f)));
        assertEquals(1f, new RopeFrequencies(spec).inverse(0));
        assertEquals(0.01f / 8, new RopeFrequencies(spec).inverse(1), 1e-9);
    }

    private static RopeFrequencies of(Scaling scaling) {
        return new RopeFrequencies(new RopeSpec(10_000, DIM, Pairing.HALF, scaling));
    }
}
