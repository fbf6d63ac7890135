package dev.jeton.generate;

import java.util.Arrays;

/** What one generation made. Immutable. */
public final class GenerationResult {
    private final String text;
    private final int[] ids;
    private final StopReason stopReason;
    private final GenerationStats stats;

    GenerationResult(String text, int[] ids, StopReason stopReason, GenerationStats stats) {
        this.text = text;
        this.ids = ids.clone();
        this.stopReason = stopReason;
        this.stats = stats;
    }

    /** The new text: no special tokens, nothing from a stop string on. */
    public String text() {
        return text;
    }

    /** The new ids, the end token included where there was one. A copy. */
    public int[] ids() {
        return ids.clone();
    }

    /** Why it ended. */
    public StopReason stopReason() {
        return stopReason;
    }

    /** Counts and times. */
    public GenerationStats stats() {
        return stats;
    }

    @Override
    public String toString() {
        return "GenerationResult[" + stopReason + ", ids=" + Arrays.toString(ids) + "]";
    }
}
