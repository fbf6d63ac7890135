package dev.jeton.tokenize.pipeline;

import java.util.Map;

/**
 * The normalizer {@code Lowercase}: each character for itself; a capital sigma is always a small
 * sigma.
 */
public record Lowercase() implements Normalizer {
    @Override
    public void normalize(NormalizedString text) {
        LowercaseMapping.apply(text);
    }

    @Override
    public Map<String, Object> json() {
        return Json.object("type", "Lowercase");
    }
}
