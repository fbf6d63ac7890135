package dev.jeton.tokenize.pipeline;

import org.jspecify.annotations.Nullable;

/** What becomes of the delimiters between pieces; named as in tokenizer.json. */
public enum SplitBehavior {
    /** {@code a-b} at {@code -}: {@code a b}. */
    REMOVED("Removed"),
    /** {@code a-b}: {@code a - b}. */
    ISOLATED("Isolated"),
    /** {@code a-b}: {@code a- b}. */
    MERGED_WITH_PREVIOUS("MergedWithPrevious"),
    /** {@code a-b}: {@code a -b}. */
    MERGED_WITH_NEXT("MergedWithNext"),
    /** {@code a--b}: {@code a -- b}. */
    CONTIGUOUS("Contiguous");

    private final String json;

    SplitBehavior(String json) {
        this.json = json;
    }

    /** The border after cutting at the characters that {@code delimiter} accepts. */
    @Nullable Border across(Border border, NormalizedString.CodePointTest delimiter) {
        boolean before = border.before() != Border.ANY && delimiter.test(border.before());
        boolean after = border.after() != Border.ANY && delimiter.test(border.after());
        if (border.isKnown()) {
            return cuts(before, after) ? border.cut() : border;
        }
        boolean surely =
                cuts(before, after)
                        && (border.before() != Border.ANY || cuts(!before, after))
                        && (border.after() != Border.ANY || cuts(before, !after));
        return surely && (border.before() != Border.ANY || border.after() != Border.ANY)
                ? border.cut()
                : null;
    }

    private boolean cuts(boolean afterDelimiter, boolean beforeDelimiter) {
        return switch (this) {
            case REMOVED, ISOLATED -> afterDelimiter || beforeDelimiter;
            case CONTIGUOUS -> afterDelimiter != beforeDelimiter;
            case MERGED_WITH_PREVIOUS -> afterDelimiter;
            case MERGED_WITH_NEXT -> beforeDelimiter;
        };
    }

    /** The name in tokenizer.json. */
    public String jsonName() {
        return json;
    }
}
