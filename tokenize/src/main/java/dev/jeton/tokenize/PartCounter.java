package dev.jeton.tokenize;

/** Counts parts of texts between {@linkplain Seams seams}, with the options of one caller. */
final class PartCounter {
    private final Tokenizer tokenizer;
    private final EncodeOptions options;
    private final int framed;

    /**
     * For some options.
     *
     * @throws IllegalArgumentException if they have plain ranges
     */
    PartCounter(Tokenizer tokenizer, EncodeOptions options) {
        if (options.sharedPlainRanges().length > 0) {
            throw new IllegalArgumentException(
                    "Plain ranges belong to one text, but here the text changes. Count it with"
                            + " Tokenizer.count.");
        }
        this.tokenizer = tokenizer;
        this.options = options;
        framed = tokenizer.framed(options);
    }

    /** Whether texts are parted; otherwise each is counted as a whole. */
    boolean parts() {
        return framed >= 0 && Seams.mayPart(options);
    }

    Seams seams() {
        return tokenizer.seams();
    }

    EncodeLimits limits() {
        return options.limits();
    }

    /** The number of ids around those of a text. */
    int framed() {
        return Math.max(0, framed);
    }

    /** All ids of a text. */
    int whole(CharSequence text) {
        return tokenizer.count(text, options);
    }

    /** The ids of the first part of a text, or of a text by itself, without those around. */
    int first(CharSequence part) {
        return tokenizer.countPart(part, false, options);
    }

    /** The ids of a part behind a seam. */
    int rest(CharSequence part) {
        return tokenizer.countPart(part, true, options);
    }
}
