package dev.jeton.generate.backend;

/** Where a {@link Tap} looks into a step. */
public enum TapPoint {
    /** The embedding as it enters layer 0. */
    EMBED,
    /** After the norm before attention. */
    ATTN_NORM,
    /** Queries after rotation. */
    Q,
    /** Keys after rotation. */
    K,
    /** Values. */
    V,
    /** The heads' outputs side by side. */
    ATTN,
    /** After the output projection. */
    ATTN_OUT,
    /** The residual after attention. */
    RESIDUAL_MID,
    /** After the norm before the feed-forward part. */
    FFN_NORM,
    /** The output of the feed-forward part. */
    FFN,
    /** The residual after the layer. */
    RESIDUAL,
    /** After the last norm. */
    FINAL_NORM,
    /** The logits, of the tokens that asked for them. */
    LOGITS
}
