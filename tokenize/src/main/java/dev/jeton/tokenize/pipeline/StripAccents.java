package dev.jeton.tokenize.pipeline;

import dev.jeton.tokenize.internal.unicode.Characters;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The normalizer {@code StripAccents}: drops all combining marks (M of Unicode 9). */
public record StripAccents() implements Normalizer {
    @Override
    public void normalize(NormalizedString text) {
        text.filter(c -> !Characters.isMark9(c));
    }

    @Override
    public @Nullable Border across(Border border) {
        boolean stays =
                border.isKnown()
                        && !Characters.isMark9(border.before())
                        && !Characters.isMark9(border.after());
        return stays ? border : null;
    }

    @Override
    public Map<String, Object> json() {
        return Json.object("type", "StripAccents");
    }
}
