package dev.jeton.tokenize.pipeline;

import org.jspecify.annotations.Nullable;

/** Cuts the text into the pieces that the model gets. */
@FunctionalInterface
public interface PreTokenizer extends Stage {
    /** Cuts all pieces of {@code text} that are not added tokens. */
    void preTokenize(PreTokenizedString text);

    /**
     * A cutter for one thread, if this stage only cuts and changes no text; else null. With cutters
     * alone the ids of a text are found straight from its bytes.
     */
    default @Nullable PieceCutter newCutter() {
        return null;
    }

    /**
     * The border after this stage, if of every text with these two characters side by side both
     * parts have the pieces that they have together, but that the two at the border may be one
     * there; {@linkplain Border#isCut() cut} if they never are. Else null.
     */
    default @Nullable Border across(Border border) {
        return null;
    }

    /** Whether a piece where the text begins is cut like any other. */
    default boolean isSameAnywhere() {
        return true;
    }
}
