package dev.jeton.cli.diff;

import dev.jeton.tokenize.EncodeOptions;
import dev.jeton.tokenize.Tokenizer;
import dev.jeton.tokenize.TokenizerException;
import java.util.Arrays;
import java.util.List;

/**
 * What a tokenizer makes of a text: ids, or an error.
 *
 * @param ids the ids; none after an error
 * @param tokens their names
 * @param error the message of the error, or an empty string
 */
public record Outcome(List<Integer> ids, List<String> tokens, String error) {
    /** Copies the lists. */
    public Outcome {
        ids = List.copyOf(ids);
        tokens = List.copyOf(tokens);
    }

    static Outcome of(Tokenizer tokenizer, String text, EncodeOptions options) {
        try {
            int[] ids = tokenizer.encodeIds(text, options);
            List<Integer> list = Arrays.stream(ids).boxed().toList();
            return new Outcome(
                    list, list.stream().map(id -> tokenizer.tokenOf(id).orElse("?")).toList(), "");
        } catch (TokenizerException e) {
            return new Outcome(List.of(), List.of(), String.valueOf(e.getMessage()));
        }
    }

    /** Whether two tokenizers agree about a text; an error agrees with any other error. */
    static boolean agree(Tokenizer a, Tokenizer b, String text, EncodeOptions options) {
        int[] ids;
        try {
            ids = a.encodeIds(text, options);
        } catch (TokenizerException e) {
            return !of(b, text, options).error().isEmpty();
        }
        try {
            return Arrays.equals(ids, b.encodeIds(text, options));
        } catch (TokenizerException e) {
            return false;
        }
    }
}
