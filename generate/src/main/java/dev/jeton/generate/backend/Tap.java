package dev.jeton.generate.backend;

/** Sees intermediate values of a step. A runner with a tap may be much slower. */
@FunctionalInterface
public interface Tap {
    /**
     * The values at a point, for all tokens of the batch in their order.
     *
     * @param point where
     * @param layer which layer, -1 for {@code EMBED}, {@code FINAL_NORM} and {@code LOGITS}
     * @param width values a token
     * @param values {@code tokens x width} values, the tap's to keep
     */
    void on(TapPoint point, int layer, int width, float[] values);
}
