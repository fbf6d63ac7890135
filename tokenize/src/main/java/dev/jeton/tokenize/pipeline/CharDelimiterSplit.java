package dev.jeton.tokenize.pipeline;

import java.util.Map;

/**
 * The pre-tokenizer {@code CharDelimiterSplit}: cuts at a character, which is dropped.
 *
 * @param delimiter the character
 */
public record CharDelimiterSplit(int delimiter) implements PreTokenizer {
    @Override
    public void preTokenize(PreTokenizedString text) {
        text.cut(newCutter());
    }

    @Override
    public PieceCutter newCutter() {
        return new CharacterCutter(c -> c == delimiter, SplitBehavior.REMOVED);
    }

    @Override
    public Map<String, Object> json() {
        return Json.object(
                "type", "CharDelimiterSplit", "delimiter", Character.toString(delimiter));
    }
}
