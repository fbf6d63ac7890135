package dev.jeton.tokenize.pipeline;

import dev.jeton.tokenize.internal.unicode.Normalization;
import org.jspecify.annotations.Nullable;

/** Applies Unicode normalization forms. */
final class UnicodeForms {
    private UnicodeForms() {}

    /** A border of two characters that stay as they are; the second may get a mark. */
    static @Nullable Border across(Normalization form, Border border) {
        if (!border.isKnown() || !form.keeps(border.before()) || !form.keeps(border.after())) {
            return null;
        }
        int after = form.mayGrow(border.after()) ? Border.ANY : border.after();
        return border.with(border.before(), after);
    }

    static void apply(Normalization form, NormalizedString text) {
        if (!form.isNormalized(text.bytes(), text.from(), text.to())) {
            NormalizedString.TextEdit edit = text.edit();
            form.normalize(text.bytes(), text.from(), text.to(), edit::add);
            text.apply(edit);
        }
    }
}
