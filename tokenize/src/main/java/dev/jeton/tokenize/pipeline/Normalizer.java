package dev.jeton.tokenize.pipeline;

import org.jspecify.annotations.Nullable;

/** Changes the text before it is cut into pieces. */
@FunctionalInterface
public interface Normalizer extends Stage {
    /** Changes {@code text} in place. */
    void normalize(NormalizedString text);

    /**
     * The border after this stage, if of every text with these two characters side by side both
     * parts are normalized for themselves as they are together, the second part by {@link
     * #continued()}; else null.
     */
    default @Nullable Border across(Border border) {
        return null;
    }

    /**
     * The stage for a text that goes on behind another one: it leaves out what is done once, where
     * a text begins.
     */
    default Normalizer continued() {
        return this;
    }
}
