package dev.jeton.tokenize.pipeline;

import dev.jeton.tokenize.internal.unicode.Characters;
import java.util.Map;

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
    public Map<String, Object> json() {
        return Json.object("type", "WhitespaceSplit");
    }
}
