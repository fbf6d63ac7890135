package dev.jeton.tokenize.pipeline;

import dev.jeton.tokenize.internal.unicode.Characters;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The pre-tokenizer {@code BertPreTokenizer}: drops white space and makes each punctuation
 * character a piece.
 */
public record BertPreTokenizer() implements PreTokenizer {
    @Override
    public void preTokenize(PreTokenizedString text) {
        text.cut(newCutter());
    }

    @Override
    public PieceCutter newCutter() {
        return BertCutter.INSTANCE;
    }

    @Override
    public @Nullable Border across(Border border) {
        return SplitBehavior.ISOLATED.across(
                border, c -> Characters.isWhitespace(c) || Punctuation.isPunctuation(c));
    }

    @Override
    public Map<String, Object> json() {
        return Json.object("type", "BertPreTokenizer");
    }
}
