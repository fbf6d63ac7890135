package dev.jeton.generate.engine;

/** One step between the logits and the choice. Stateless; may be shared between threads. */
public interface LogitsProcessor {
    /**
     * Changes {@code scores} in place; what is ruled out becomes negative infinity.
     *
     * @param scores one score a token of the vocabulary
     * @param ids the prompt and what was made so far, in {@code [0, count)}
     * @param count how many ids there are
     */
    void apply(float[] scores, int[] ids, int count);
}
