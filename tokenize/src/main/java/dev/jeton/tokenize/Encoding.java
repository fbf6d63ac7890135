package dev.jeton.tokenize;

/** The tokens of one text. Sketch of the shape, to be filled by the tokenizer work. */
public final class Encoding {
    private final int[] ids;

    Encoding(int[] ids) {
        this.ids = ids;
    }

    /** A copy of the token ids. */
    public int[] ids() {
        return ids.clone();
    }
}
