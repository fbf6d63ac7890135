package dev.jeton.cli.parity.decoder;

import dev.jeton.generate.backend.Backend;
import dev.jeton.generate.backend.Runner;
import dev.jeton.generate.backend.RunnerConfig;
import dev.jeton.generate.backend.StepBatch;
import dev.jeton.generate.backend.StepResult;
import dev.jeton.generate.backend.Tap;
import dev.jeton.generate.weights.ModelWeights;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One sequence on one backend: feeds ids and gives logits. */
final class Session implements AutoCloseable {
    private final Runner runner;
    private final int[] pages;
    private final int mostTokens;
    private int length;

    /** Opens a model for {@code contextTokens} tokens. */
    Session(Backend backend, ModelWeights weights, RunnerConfig config) {
        this.runner = backend.open(weights.spec(), weights.params(), config);
        this.pages = new int[runner.kv().pageCount()];
        Arrays.setAll(pages, i -> i);
        this.mostTokens = config.maxBatchTokens();
    }

    /** Forgets the sequence. */
    void restart() {
        length = 0;
    }

    /** Feeds {@code ids}; the logits after each of them. */
    float[][] feedAll(int[] ids) {
        float[][] logits = new float[ids.length][];
        for (int from = 0; from < ids.length; from += mostTokens) {
            int[] chunk = Arrays.copyOfRange(ids, from, Math.min(ids.length, from + mostTokens));
            StepResult result = step(chunk, true);
            for (int i = 0; i < chunk.length; i++) {
                logits[from + i] = result.logits(i).clone();
            }
        }
        return logits;
    }

    /** Feeds {@code ids}; the logits after the last one. */
    float[] feed(int... ids) {
        for (int from = 0; ; from += mostTokens) {
            int[] chunk = Arrays.copyOfRange(ids, from, Math.min(ids.length, from + mostTokens));
            StepResult result = step(chunk, false);
            if (from + chunk.length == ids.length) {
                return result.logits(chunk.length - 1).clone();
            }
        }
    }

    private StepResult step(int[] ids, boolean allLogits) {
        StepResult result = runner.step(StepBatch.of(ids, length, pages, allLogits));
        length += ids.length;
        return result;
    }

    void tap(@Nullable Tap tap) {
        runner.tap(tap);
    }

    String description() {
        return runner.description();
    }

    @Override
    public void close() {
        runner.close();
    }
}
