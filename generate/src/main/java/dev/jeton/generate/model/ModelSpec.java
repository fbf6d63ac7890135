package dev.jeton.generate.model;

/**
 * A decoder: sizes and variations, nothing of its file format. A backend computes what this says
 * and refuses what it does not know; a new architecture adds a case to one of the enums, not a
 * class tree.
 *
 * @param architecture the family's name, "llama"
 * @param layers number of layers
 * @param hidden width of the residual stream
 * @param vocabulary rows of the embedding
 * @param maxPositions the longest context the model was made for
 * @param norm the norms before attention, before the feed-forward part and at the end
 * @param attention heads and biases
 * @param rope rotary positions
 * @param ffn the feed-forward part
 * @param tiedHead whether the embedding is the output matrix as well
 */
public record ModelSpec(
        String architecture,
        int layers,
        int hidden,
        int vocabulary,
        int maxPositions,
        NormSpec norm,
        AttentionSpec attention,
        RopeSpec rope,
        FfnSpec ffn,
        boolean tiedHead) {

    /**
     * Root mean square norm, {@code x / sqrt(mean(x^2) + epsilon) * weight}.
     *
     * @param epsilon added to the mean square
     */
    public record NormSpec(double epsilon) {}

    /**
     * Causal attention over grouped heads: query head h reads key and value head {@code h * kvHeads
     * / heads}.
     *
     * @param heads query heads
     * @param kvHeads key and value heads; divides {@code heads}
     * @param headDim width of a head, independent of {@code hidden / heads}
     * @param scale factor of the scores before softmax
     * @param qkvBias whether q, k and v have a bias
     * @param outputBias whether the output projection has a bias
     */
    public record AttentionSpec(
            int heads,
            int kvHeads,
            int headDim,
            double scale,
            boolean qkvBias,
            boolean outputBias) {
        /** Width of q and of the attention output. */
        public int queryWidth() {
            return heads * headDim;
        }

        /** Width of k, and of v. */
        public int kvWidth() {
            return kvHeads * headDim;
        }
    }

    /**
     * {@code down(activation(gate(x)) * up(x))}.
     *
     * @param width rows of gate and up
     * @param activation the function on the gate
     * @param bias whether gate, up and down have biases
     */
    public record FfnSpec(int width, Activation activation, boolean bias) {}

    /** The function on the gate. */
    public enum Activation {
        /** {@code x / (1 + exp(-x))}. */
        SILU
    }
}
