/**
 * The tokenizer pipeline: text to ids, offsets and masks, and ids back to text.
 *
 * <p>Models (BPE, WordPiece, Unigram) live in modules of their own and are found as services of
 * {@link dev.jeton.tokenize.model.ModelFactory}.
 */
module dev.jeton.tokenize {
    requires com.fasterxml.jackson.core;
    requires static transitive org.jspecify;

    exports dev.jeton.tokenize;
    exports dev.jeton.tokenize.model;

    uses dev.jeton.tokenize.model.ModelFactory;
}
