package dev.jeton.tokenize.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.jeton.tokenize.model.ByteAlphabet;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
    public @Nullable Border across(Border border) {
        if (!border.isKnown()) {
            return null;
        }
        byte[] before = Character.toString(border.before()).getBytes(UTF_8);
        byte[] after = Character.toString(border.after()).getBytes(UTF_8);
        return border.with(
                ByteAlphabet.charOf(before[before.length - 1]), ByteAlphabet.charOf(after[0]));
    }

    @Override
    public Map<String, Object> json() {
        return Json.object("type", "ByteLevel");
    }
}
