package dev.jeton.tokenize.pipeline;

import dev.jeton.tokenize.internal.unicode.Normalization;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The normalizer {@code NFKC}: Unicode normalization form, by Unicode 9. */
public record Nfkc() implements Normalizer {
    @Override
    public void normalize(NormalizedString text) {
        UnicodeForms.apply(Normalization.NFKC, text);
    }

    @Override
    public @Nullable Border across(Border border) {
        return UnicodeForms.across(Normalization.NFKC, border);
    }

    @Override
    public Map<String, Object> json() {
        return Json.object("type", "NFKC");
    }
}
