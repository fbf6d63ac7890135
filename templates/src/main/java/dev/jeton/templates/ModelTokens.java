package dev.jeton.templates;

import dev.jeton.tokenize.Direction;
import dev.jeton.tokenize.Padding;
import dev.jeton.tokenize.Tokenizer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What tokenizer_config.json says beside the templates.
 *
 * @param variables the special tokens as templates see them: {@code bos_token} and so on
 * @param maxLength {@code model_max_length}, or {@link #NO_MAX_LENGTH}
 * @param truncationSide the side that is cut off
 * @param paddingSide the side that is filled up
 */
record ModelTokens(
        Map<String, String> variables,
        int maxLength,
        Direction truncationSide,
        Direction paddingSide) {
    /** No length is known; transformers takes numbers this large for "none", too. */
    static final int NO_MAX_LENGTH = Integer.MAX_VALUE;

    ModelTokens {
        variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    }

    /** Special tokens alone. */
    static ModelTokens of(Map<String, String> variables) {
        return new ModelTokens(variables, NO_MAX_LENGTH, Direction.RIGHT, Direction.RIGHT);
    }

    /** Padding with the model's token, to the longest of a batch. */
    Padding padding(Tokenizer tokenizer) {
        String token = variables.getOrDefault("pad_token", "");
        int id =
                tokenizer
                        .idOf(token)
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "Asking to pad but the tokenizer does not have a"
                                                        + " padding token. Give one among the"
                                                        + " special tokens as pad_token, or a"
                                                        + " Padding by"
                                                        + " ChatOptions.tokenizerOptions."));
        return Padding.toLongest().withToken(id, 0, token).withDirection(paddingSide);
    }
}
