package dev.jeton.generate.backend;

import java.util.OptionalInt;

/** What a step computed. Valid until the runner's next step, which may reuse the memory. */
public interface StepResult {
    /**
     * The logits of a token that wanted them, as a fresh or a shared array of vocabulary size that
     * the caller may change.
     */
    float[] logits(int tokenIndex);

    /** The id sampled for a sequence, where the runner samples. */
    default OptionalInt sampled(int row) {
        return OptionalInt.empty();
    }
}
