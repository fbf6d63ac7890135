package dev.jeton.tokenize.pipeline;

import dev.jeton.tokenize.internal.unicode.Normalization;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The normalizer {@code NFKD}: Unicode normalization form, by Unicode 9. */
public record Nfkd() implements Normalizer {
    @Override
    public void normalize(NormalizedString text) {
        UnicodeForms.apply(Normalization.NFKD, text);
    }

    @Override
    public @Nullable Border across(Border border) {
        return UnicodeForms.across(Normalization.NFKD, border);
    }

    @Override
    public Map<String, Object> json() {
        return Json.object("type", "NFKD");
    }
}
