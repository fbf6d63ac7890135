package dev.jeton.tokenize.pipeline;

import dev.jeton.tokenize.internal.unicode.Normalization;

/** Applies Unicode normalization forms. */
final class UnicodeForms {
    private UnicodeForms() {}

    static void apply(Normalization form, NormalizedString text) {
        if (!form.isNormalized(text.bytes(), text.from(), text.to())) {
            NormalizedString.TextEdit edit = text.edit();
            form.normalize(text.bytes(), text.from(), text.to(), edit::add);
            text.apply(edit);
        }
    }
}
