package dev.jeton.tokenize.pipeline;

import dev.jeton.tokenize.internal.unicode.Characters;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The pre-tokenizer {@code WhitespaceSplit}: cuts at white space, which is dropped. */
public record WhitespaceSplit() implements PreTokenizer {
    @Override
    public void preTokenize(PreTokenizedString text) {
        text.cut(newCutter());
    }

    @Override
    public PieceCutter newCutter() {
        return new CharacterCutter(Characters::isWhitespace, SplitBehavior.REMOVED);
    }

    @Override
    public @Nullable Border across(Border border) {
        return SplitBehavior.REMOVED.across(border, Characters::isWhitespace);
    }

    @Override
    public Map<String, Object> json() {
        return Json.object("type", "WhitespaceSplit");
    }
}
