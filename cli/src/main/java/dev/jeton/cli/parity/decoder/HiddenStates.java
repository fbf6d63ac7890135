package dev.jeton.cli.parity.decoder;

import dev.jeton.generate.backend.Tap;
import dev.jeton.generate.backend.TapPoint;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The hidden states of one prompt as the reference numbers them: 0 is the embedding as it enters
 * layer 0, i is the output of layer i - 1, the last one is after the final norm.
 */
final class HiddenStates implements Tap {
    private final List<float @Nullable []> afterLayer = new ArrayList<>();
    private float @Nullable [] embedding;
    private float @Nullable [] finalNorm;

    @Override
    public void on(TapPoint point, int layer, int width, float[] values) {
        if (point == TapPoint.EMBED) {
            embedding = values;
        } else if (point == TapPoint.FINAL_NORM) {
            finalNorm = values;
        } else if (point == TapPoint.RESIDUAL) {
            while (afterLayer.size() <= layer) {
                afterLayer.add(null);
            }
            afterLayer.set(layer, values);
        }
    }

    /**
     * Compares all {@code PREFIX.hidden.i} of {@code golden}; names the first that differs, or
     * null.
     */
    @Nullable String difference(GoldenTensors golden, String prefix, double noise) {
        int count = 0;
        while (golden.has(prefix + ".hidden." + count)) {
            count++;
        }
        for (int i = 0; i < count; i++) {
            String name = prefix + ".hidden." + i;
            float[] expected = golden.floats(name);
            double bound = 10 * noise * Math.max(1, Floats.largest(expected));
            float[] actual = state(i, count);
            String difference =
                    actual == null
                            ? "the backend gave no values"
                            : Floats.difference(expected, actual, bound, golden.shape(name)[1]);
            if (difference != null) {
                return label(i, count) + " (" + name + "): " + difference;
            }
        }
        return null;
    }

    private float @Nullable [] state(int i, int count) {
        if (i == 0) {
            return embedding;
        }
        if (i == count - 1) {
            return finalNorm;
        }
        return i - 1 < afterLayer.size() ? afterLayer.get(i - 1) : null;
    }

    private static String label(int i, int count) {
        if (i == 0) {
            return "the embedding differs";
        }
        return i == count - 1
                ? "the first difference is in layer " + (i - 1) + " or the final norm"
                : "the first layer that differs is " + (i - 1);
    }
}
