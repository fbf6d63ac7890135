package dev.jeton.tokenize;

/**
 * A stage of a tokenizer, for people.
 *
 * @param kind where it stands in the pipeline
 * @param type its name in tokenizer.json, such as {@code ByteLevel}; for a stage of the program's
 *     own the name of its class
 * @param options its options as compact JSON, without the vocabulary: {@code {}} if there are none
 */
public record StageInfo(Kind kind, String type, String options) {
    /** Where a stage stands, in the order of encoding. */
    public enum Kind {
        /** Cuts out added tokens that are looked for in the text as given. */
        ADDED_TOKENS,
        /** Changes the text. */
        NORMALIZER,
        /** Cuts out added tokens that are looked for in the normalized text. */
        NORMALIZED_ADDED_TOKENS,
        /** Cuts the text into pieces. */
        PRE_TOKENIZER,
        /** Cuts the pieces into tokens. */
        MODEL,
        /** Drops tokens beyond a length. */
        TRUNCATION,
        /** Adds special tokens and sets type ids. */
        POST_PROCESSOR,
        /** Adds tokens up to a length. */
        PADDING,
        /** Turns tokens into text. */
        DECODER
    }
}
