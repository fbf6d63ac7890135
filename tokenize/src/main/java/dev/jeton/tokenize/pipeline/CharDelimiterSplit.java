package dev.jeton.tokenize.pipeline;

import java.util.Map;
import org.jspecify.annotations.Nullable;

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
    public @Nullable Border across(Border border) {
        return SplitBehavior.REMOVED.across(border, c -> c == delimiter);
    }

    @Override
    public Map<String, Object> json() {
        return Json.object(
                "type", "CharDelimiterSplit", "delimiter", Character.toString(delimiter));
    }
}
