package dev.jeton.tokenize.pipeline;

import dev.jeton.tokenize.internal.unicode.Normalization;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The normalizer {@code NFC}: Unicode normalization form, by Unicode 9. */
public record Nfc() implements Normalizer {
    @Override
    public void normalize(NormalizedString text) {
        UnicodeForms.apply(Normalization.NFC, text);
    }

    @Override
    public @Nullable Border across(Border border) {
        return UnicodeForms.across(Normalization.NFC, border);
    }

    @Override
    public Map<String, Object> json() {
        return Json.object("type", "NFC");
    }
}
