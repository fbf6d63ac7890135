package dev.jeton.tokenize.pipeline;

import java.util.Map;
import org.jspecify.annotations.Nullable;

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
    public @Nullable Border across(Border border) {
        return LowercaseMapping.across(border);
    }

    @Override
    public Map<String, Object> json() {
        return Json.object("type", "Lowercase");
    }
}
