package dev.jeton.tokenize.pipeline;

import dev.jeton.tokenize.internal.unicode.Characters;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
        return Objects.requireNonNull(
                ChainCutter.of(
                        List.of(
                                new CharacterCutter(
                                        Characters::isWhitespace, SplitBehavior.REMOVED),
                                new CharacterCutter(
                                        Punctuation::isPunctuation, SplitBehavior.ISOLATED))));
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
