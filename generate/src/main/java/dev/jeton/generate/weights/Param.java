package dev.jeton.generate.weights;

/** What a tensor is for. Shapes are (rows, columns), outputs first. */
public enum Param {
    /** The embedding: (vocabulary, hidden). */
    EMBED(false),
    /** The last norm: hidden. */
    FINAL_NORM(false),
    /** The output matrix: (vocabulary, hidden); the embedding itself where the head is tied. */
    HEAD(false),
    /** The norm before attention: hidden. */
    ATTN_NORM(true),
    /** Queries: (heads x headDim, hidden). */
    Q(true),
    /** Keys: (kvHeads x headDim, hidden). */
    K(true),
    /** Values: (kvHeads x headDim, hidden). */
    V(true),
    /** Attention output: (hidden, heads x headDim). */
    O(true),
    /** Bias of the queries. */
    Q_BIAS(true),
    /** Bias of the keys. */
    K_BIAS(true),
    /** Bias of the values. */
    V_BIAS(true),
    /** Bias of the attention output. */
    O_BIAS(true),
    /** The norm before the feed-forward part: hidden. */
    FFN_NORM(true),
    /** The gate: (ffn, hidden). */
    GATE(true),
    /** The way up: (ffn, hidden). */
    UP(true),
    /** The way down: (hidden, ffn). */
    DOWN(true),
    /** Bias of the gate. */
    GATE_BIAS(true),
    /** Bias of the way up. */
    UP_BIAS(true),
    /** Bias of the way down. */
    DOWN_BIAS(true);

    private final boolean perLayer;

    Param(boolean perLayer) {
        this.perLayer = perLayer;
    }

    /** Whether every layer has its own. */
    public boolean perLayer() {
        return perLayer;
    }
}
