package dev.jeton.tokenize;

import java.util.List;
import java.util.Optional;

/**
 * One input of a batch: a text, a pair of texts, or either of them cut into words.
 *
 * @param first the first text: one element, or its words
 * @param second the second text of a pair
 * @param words whether the texts are cut into words already
 */
public record EncodeInput(
        List<CharSequence> first, Optional<List<CharSequence>> second, boolean words) {
    /** A single text. */
    public static EncodeInput text(CharSequence text) {
        return new EncodeInput(List.of(text), Optional.empty(), false);
    }

    /** A pair of texts. */
    public static EncodeInput pair(CharSequence text, CharSequence pair) {
        return new EncodeInput(List.of(text), Optional.of(List.of(pair)), false);
    }

    /** A text that is cut into words already. */
    public static EncodeInput words(List<String> words) {
        return new EncodeInput(List.copyOf(words), Optional.empty(), true);
    }

    /** A pair of texts that are cut into words already. */
    public static EncodeInput words(List<String> words, List<String> pairWords) {
        return new EncodeInput(List.copyOf(words), Optional.of(List.copyOf(pairWords)), true);
    }
}
