/**
 * The tokenizer pipeline: text to ids, offsets and masks, and ids back to text.
 *
 * <p>Models (BPE, WordPiece, Unigram) live in modules of their own and are found as services of
 * {@link dev.jeton.tokenize.model.ModelFactory}.
 */
// The generate module is found by its automatic name only when it is on the module path.
@SuppressWarnings("module")
module dev.jeton.tokenize {
    requires com.fasterxml.jackson.core;
    // Only the hub uses it. Android, which lacks it, has everything else.
    requires java.net.http;
    requires static transitive org.jspecify;

    exports dev.jeton.tokenize;
    exports dev.jeton.tokenize.hub;
    exports dev.jeton.tokenize.model;
    exports dev.jeton.tokenize.pipeline;
    exports dev.jeton.tokenize.internal.gguf to
            dev.jeton.generate,
            dev.jeton.templates;
    exports dev.jeton.tokenize.internal.trie to
            dev.jeton.wordpiece,
            dev.jeton.unigram,
            dev.jeton.sentencepiece;
    exports dev.jeton.tokenize.internal.words to
            dev.jeton.bpe,
            dev.jeton.unigram,
            dev.jeton.wordpiece;
    exports dev.jeton.tokenize.internal.charsmap to
            dev.jeton.sentencepiece;
    exports dev.jeton.tokenize.internal.wire to
            dev.jeton.sentencepiece;

    uses dev.jeton.tokenize.TokenizerFormat;
    uses dev.jeton.tokenize.model.ModelFactory;
}
