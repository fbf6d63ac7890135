package dev.jeton.tokenize.internal.json;

import dev.jeton.tokenize.AddedToken;
import dev.jeton.tokenize.Padding;
import dev.jeton.tokenize.Truncation;
import dev.jeton.tokenize.model.ModelSpec;
import dev.jeton.tokenize.pipeline.Decoder;
import dev.jeton.tokenize.pipeline.Normalizer;
import dev.jeton.tokenize.pipeline.PostProcessor;
import dev.jeton.tokenize.pipeline.PreTokenizer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a tokenizer.json says, or what another file says in its terms.
 *
 * @param model the model, not built yet
 * @param completeBytes whether a byte-level model can be given raw bytes: each of the 256 is a
 *     token, and tokens carry no prefix or suffix
 * @param addedTokens the added tokens in file order; their ids in the file have no effect
 * @param fixedIds the ids of those added tokens that have one whatever the vocabulary is, by
 *     content; in a tokenizer.json there are none
 */
public record TokenizerFile(
        @Nullable Truncation truncation,
        @Nullable Padding padding,
        List<AddedToken> addedTokens,
        @Nullable Normalizer normalizer,
        @Nullable PreTokenizer preTokenizer,
        @Nullable PostProcessor postProcessor,
        @Nullable Decoder decoder,
        ModelSpec.Builder model,
        boolean completeBytes,
        Map<String, Integer> fixedIds) {

    /** A file in which the ids of added tokens follow from the vocabulary. */
    public TokenizerFile(
            @Nullable Truncation truncation,
            @Nullable Padding padding,
            List<AddedToken> addedTokens,
            @Nullable Normalizer normalizer,
            @Nullable PreTokenizer preTokenizer,
            @Nullable PostProcessor postProcessor,
            @Nullable Decoder decoder,
            ModelSpec.Builder model,
            boolean completeBytes) {
        this(
                truncation,
                padding,
                addedTokens,
                normalizer,
                preTokenizer,
                postProcessor,
                decoder,
                model,
                completeBytes,
                Map.of());
    }

    /** A copy with ids for added tokens. */
    public TokenizerFile withFixedIds(Map<String, Integer> ids) {
        return new TokenizerFile(
                truncation,
                padding,
                addedTokens,
                normalizer,
                preTokenizer,
                postProcessor,
                decoder,
                model,
                completeBytes,
                Map.copyOf(ids));
    }
}
