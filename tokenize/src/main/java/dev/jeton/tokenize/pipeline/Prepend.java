package dev.jeton.tokenize.pipeline;

import java.util.List;
import java.util.Map;

/**
 * The normalizer {@code Prepend}: puts a string before the text, unless that is empty.
 *
 * @param prepend the string
 */
public record Prepend(String prepend) implements Normalizer {
    @Override
    public void normalize(NormalizedString text) {
        text.prepend(prepend);
    }

    @Override
    public Border across(Border border) {
        return border;
    }

    @Override
    public Normalizer continued() {
        return new NormalizerSequence(List.of());
    }

    @Override
    public Map<String, Object> json() {
        return Json.object("type", "Prepend", "prepend", prepend);
    }
}
