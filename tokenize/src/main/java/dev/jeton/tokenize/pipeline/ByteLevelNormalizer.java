package dev.jeton.tokenize.pipeline;

import java.util.Map;

/**
 * The normalizer {@code ByteLevel}: writes each byte as its character of the byte-level alphabet.
 */
public record ByteLevelNormalizer() implements Normalizer {
    @Override
    public void normalize(NormalizedString text) {
        if (!text.isEmpty()) {
            ByteLevel.rewrite(text);
        }
    }

    @Override
    public Map<String, Object> json() {
        return Json.object("type", "ByteLevel");
    }
}
