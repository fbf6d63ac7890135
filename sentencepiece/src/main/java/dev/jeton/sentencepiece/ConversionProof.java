package dev.jeton.sentencepiece;

import dev.jeton.tokenize.EncodeOptions;
import dev.jeton.tokenize.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * How many texts two tokenizers cut differently.
 *
 * @param texts how many texts were compared
 * @param differing how many of them have other tokens, or another text when decoded
 * @param examples the first of these, shortened, with both lists of tokens
 */
public record ConversionProof(long texts, long differing, List<String> examples) {
    private static final int MAX_EXAMPLES = 10;
    private static final int SHOWN_TOKENS = 12;
    private static final EncodeOptions BARE = EncodeOptions.defaults().withSpecialTokens(false);

    /** Copies the list. */
    public ConversionProof {
        examples = List.copyOf(examples);
    }

    /** Whether nothing differs. */
    public boolean isEqual() {
        return differing == 0;
    }

    /**
     * Compares two tokenizers text by text, without the tokens that post-processors add. What is
     * compared are ids, or the names of tokens where ids are other ones on purpose.
     *
     * @param byId whether the ids must be equal
     */
    static ConversionProof compare(
            Tokenizer before, Tokenizer after, Iterable<String> texts, boolean byId) {
        return compare(before, after, texts, BARE, byId);
    }

    /** As above, with these options of encoding. */
    static ConversionProof compare(
            Tokenizer before,
            Tokenizer after,
            Iterable<String> texts,
            EncodeOptions options,
            boolean byId) {
        long count = 0;
        long differing = 0;
        List<String> examples = new ArrayList<>();
        for (String text : texts) {
            count++;
            int[] a = before.encodeIds(text, options);
            int[] b = after.encodeIds(text, options);
            boolean same =
                    byId
                            ? Arrays.equals(a, b)
                            : a.length == b.length && names(before, a).equals(names(after, b));
            if (!same) {
                differing++;
                if (examples.size() < MAX_EXAMPLES) {
                    examples.add(example(text, names(before, a), names(after, b)));
                }
            }
        }
        return new ConversionProof(count, differing, examples);
    }

    private static List<String> names(Tokenizer tokenizer, int[] ids) {
        List<String> names = new ArrayList<>(ids.length);
        for (int id : ids) {
            names.add(tokenizer.tokenOf(id).orElse("?"));
        }
        return names;
    }

    private static String example(String text, List<String> before, List<String> after) {
        int from = 0;
        int common = Math.min(before.size(), after.size());
        while (from < common && Objects.equals(before.get(from), after.get(from))) {
            from++;
        }
        String shown = text.length() <= 80 ? text : text.substring(0, 79) + "\u2026";
        return "\"" + shown + "\": " + shown(before, from) + " became " + shown(after, from);
    }

    private static String shown(List<String> names, int from) {
        int to = Math.min(names.size(), from + SHOWN_TOKENS);
        String list = String.join(" | ", names.subList(from, to));
        return (from > 0 ? "\u2026 | " : "") + list + (to < names.size() ? " | \u2026" : "");
    }
}
