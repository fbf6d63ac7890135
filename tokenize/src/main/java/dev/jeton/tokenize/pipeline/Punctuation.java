package dev.jeton.tokenize.pipeline;

import dev.jeton.tokenize.internal.unicode.Characters;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The pre-tokenizer {@code Punctuation}: cuts at punctuation, which is all of ASCII's punctuation
 * and symbols and, beyond ASCII, the categories P of Unicode 8.
 *
 * @param behavior what becomes of the punctuation
 */
public record Punctuation(SplitBehavior behavior) implements PreTokenizer {
    @Override
    public void preTokenize(PreTokenizedString text) {
        text.cut(newCutter());
    }

    @Override
    public PieceCutter newCutter() {
        return new CharacterCutter(Punctuation::isPunctuation, behavior);
    }

    static boolean isPunctuation(int c) {
        if (c < 0x80) {
            return (c > ' ' && c < '0')
                    || (c > '9' && c < 'A')
                    || (c > 'Z' && c < 'a')
                    || (c > 'z' && c < 0x7F);
        }
        return Characters.isPunctuation8(c);
    }

    @Override
    public @Nullable Border across(Border border) {
        return behavior.across(border, Punctuation::isPunctuation);
    }

    @Override
    public Map<String, Object> json() {
        return Json.object("type", "Punctuation", "behavior", behavior.jsonName());
    }
}
