package dev.jeton.tokenize;

import dev.jeton.tokenize.model.Model;
import dev.jeton.tokenize.model.ModelSpec;
import dev.jeton.tokenize.pipeline.Decoder;
import dev.jeton.tokenize.pipeline.Normalizer;
import dev.jeton.tokenize.pipeline.PostProcessor;
import dev.jeton.tokenize.pipeline.PreTokenizer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts a tokenizer together from a model and stages, for formats of files that are not
 * tokenizer.json. Made by {@link Tokenizers#builder}. Not thread-safe.
 */
public final class TokenizerBuilder {
    private final ModelSpec spec;
    private final Model model;
    private List<AddedToken> addedTokens = List.of();
    private @Nullable Normalizer normalizer;
    private @Nullable PreTokenizer preTokenizer;
    private @Nullable PostProcessor postProcessor;
    private @Nullable Decoder decoder;

    TokenizerBuilder(ModelSpec spec, Model model) {
        this.spec = spec;
        this.model = model;
    }

    /** The tokens that are found in text before the model sees it; none without this call. */
    public TokenizerBuilder addedTokens(List<AddedToken> tokens) {
        addedTokens = List.copyOf(tokens);
        return this;
    }

    /** What changes the text before it is cut. */
    public TokenizerBuilder normalizer(Normalizer stage) {
        normalizer = stage;
        return this;
    }

    /** What cuts the text into pieces for the model. */
    public TokenizerBuilder preTokenizer(PreTokenizer stage) {
        preTokenizer = stage;
        return this;
    }

    /** What adds tokens around those of a text. */
    public TokenizerBuilder postProcessor(PostProcessor stage) {
        postProcessor = stage;
        return this;
    }

    /** What makes text of tokens; without it they are joined by spaces. */
    public TokenizerBuilder decoder(Decoder stage) {
        decoder = stage;
        return this;
    }

    /** The tokenizer. */
    public Tokenizer build() {
        AddedVocabulary added =
                AddedVocabulary.empty(model.vocabulary()).with(addedTokens, normalizer);
        return new Tokenizer(
                new Parts(
                        null,
                        null,
                        added,
                        normalizer,
                        preTokenizer,
                        postProcessor,
                        decoder,
                        spec,
                        model));
    }
}
