package dev.jeton.generate.backend;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A model that is ready to compute, with its KV cache. One thread at a time; closing frees all that
 * was allocated.
 */
public interface Runner extends AutoCloseable {
    /** The pages of the cache. */
    KvLayout kv();

    /** Computes one step. */
    StepResult step(StepBatch batch);

    /** Starts a step; the next one may be started before this one is done where that helps. */
    default CompletionStage<StepResult> stepAsync(StepBatch batch) {
        return CompletableFuture.completedFuture(step(batch));
    }

    /** Whether {@link StepBatch#sampling()} is obeyed. If not, the caller samples from logits. */
    default boolean samples() {
        return false;
    }

    /** Copies whole pages: {@code from[i]} to {@code to[i]}. */
    void copyPages(int[] from, int[] to);

    /** Sets what sees intermediate values, or null for nothing. */
    void tap(@Nullable Tap tap);

    /** One line on what it computes with, for {@code --stats} and reports. */
    String description();

    @Override
    void close();
}
