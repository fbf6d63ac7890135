package dev.jeton.tokenize.pipeline;

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

    /** The name in tokenizer.json. */
    public String jsonName() {
        return json;
    }
}
