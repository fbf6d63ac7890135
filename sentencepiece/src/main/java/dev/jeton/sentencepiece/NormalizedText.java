package dev.jeton.sentencepiece;

import java.util.List;

/**
 * A normalized text.
 *
 * @param text the text; spaces are U+2581 in most models
 * @param offsets for each code point of {@code text}, and for its end, the code point of the input
 *     that it comes from
 */
public record NormalizedText(String text, List<Integer> offsets) {
    /** Copies the list. */
    public NormalizedText {
        offsets = List.copyOf(offsets);
    }
}
