package dev.jeton.tokenize.pipeline;

import dev.jeton.tokenize.internal.unicode.Characters;
import java.util.Map;

/** The normalizer {@code StripAccents}: drops all combining marks (M of Unicode 9). */
public record StripAccents() implements Normalizer {
    @Override
    public void normalize(NormalizedString text) {
        text.filter(c -> !Characters.isMark9(c));
    }

    @Override
    public Map<String, Object> json() {
        return Json.object("type", "StripAccents");
    }
}
