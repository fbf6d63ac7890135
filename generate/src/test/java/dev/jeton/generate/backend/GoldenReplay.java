package dev.jeton.generate.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.jeton.generate.Golden;
import dev.jeton.generate.Golden.Tensors;
import dev.jeton.generate.weights.ModelWeights;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Replays one golden model on a backend and checks every number by the bounds of the data. */
public final class GoldenReplay {
    private static final int PROMPTS = 4;

    private final String model;
    private final Backend backend;
    private final double noise;

    private GoldenReplay(String model, Backend backend) {
        this.model = model;
        this.backend = backend;
        this.noise = Golden.index(model, "float32_noise");
    }

    /** Replays a model. */
    public static void check(String model, String config, Backend backend) {
        GoldenReplay replay = new GoldenReplay(model, backend);
        try (Arena arena = Arena.ofConfined();
                ModelWeights weights = ModelWeights.open(Golden.decoders(model), config)) {
            Tensors golden =
                    Tensors.open(Golden.decoders(model).resolve("golden.safetensors"), arena);
            for (int k = 0; k < PROMPTS; k++) {
                replay.checkPrompt("prompt" + k, golden, weights);
            }
            replay.checkHiddenStates(golden, weights);
        }
    }

    private Runner open(ModelWeights weights) {
        RunnerConfig config = RunnerConfig.of(256).withThreads(2);
        return backend.open(weights.spec(), weights.params(), config);
    }

    private void checkPrompt(String prompt, Tensors golden, ModelWeights weights) {
        int[] ids = golden.ids(prompt + ".ids");
        int vocabulary = weights.spec().vocabulary();
        try (Runner runner = open(weights)) {
            int[] table = allPages(runner);
            StepResult all = runner.step(StepBatch.of(ids, 0, table, true));
            float[] expected = golden.floats(prompt + ".logits");
            float[] last = new float[0];
            for (int i = 0; i < ids.length; i++) {
                last = all.logits(i).clone();
                compare(prompt + ".logits[" + i + "]", expected, i * vocabulary, last, 10 * noise);
            }
            checkGreedy(prompt, golden, runner, ids.length, last);
        }
    }

    private void checkGreedy(
            String prompt, Tensors golden, Runner runner, int promptLength, float[] logits) {
        int[] expectedIds = golden.ids(prompt + ".greedy.ids");
        float[] expected = golden.floats(prompt + ".greedy.logits");
        double bound = Math.max(10 * noise, 2 * Golden.index(model, "cache_vs_full"));
        int[] ids = new int[expectedIds.length];
        for (int j = 0; j < ids.length; j++) {
            ids[j] = argmax(logits);
            StepBatch next =
                    StepBatch.of(new int[] {ids[j]}, promptLength + j, allPages(runner), false);
            logits = runner.step(next).logits(0).clone();
            if ((j + 1) * logits.length <= expected.length) {
                String what = prompt + ".greedy.logits[" + j + "]";
                compare(what, expected, j * logits.length, logits, bound);
            }
        }
        assertArrayEquals(expectedIds, ids, model + " " + prompt + ".greedy.ids");
    }

    private void checkHiddenStates(Tensors golden, ModelWeights weights) {
        int[] ids = golden.ids("prompt2.ids");
        Map<String, float[]> seen = new HashMap<>();
        try (Runner runner = open(weights)) {
            runner.tap((point, layer, width, values) -> seen.put(point + " " + layer, values));
            runner.step(StepBatch.of(ids, 0, allPages(runner), true));
        }
        int layers = weights.spec().layers();
        for (int i = 0; i <= layers; i++) {
            String point = "RESIDUAL " + (i - 1);
            if (i == 0) {
                point = "EMBED -1";
            } else if (i == layers) {
                point = "FINAL_NORM -1";
            }
            float[] expected = golden.floats("prompt2.hidden." + i);
            double largest = 1;
            for (float value : expected) {
                largest = Math.max(largest, Math.abs(value));
            }
            compare(
                    point,
                    expected,
                    0,
                    Objects.requireNonNull(seen.get(point)),
                    10 * noise * largest);
        }
    }

    private void compare(String what, float[] expected, int from, float[] actual, double bound) {
        for (int i = 0; i < actual.length; i++) {
            double difference = Math.abs(expected[from + i] - actual[i]);
            if (!(difference <= bound)) {
                fail(
                        model
                                + " on "
                                + backend.name()
                                + ": "
                                + what
                                + ", element "
                                + i
                                + " is "
                                + actual[i]
                                + ", expected "
                                + expected[from + i]
                                + " within "
                                + bound);
            }
        }
    }

    /** The index of the largest value, the lowest of equal ones. */
    public static int argmax(float[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            if (values[i] > values[best]) {
                best = i;
            }
        }
        return best;
    }

    /** The page table of a single sequence. */
    public static int[] allPages(Runner runner) {
        int[] table = new int[runner.kv().pageCount()];
        Arrays.setAll(table, i -> i);
        return table;
    }
}
