package dev.jeton.tokenize.pipeline;

import dev.jeton.tokenize.internal.unicode.Characters;
import java.util.Map;

/**
 * The pre-tokenizer {@code Digits}: cuts numbers (Nd, Nl, No) off.
 *
 * @param individualDigits whether each digit is a piece of its own
 */
public record Digits(boolean individualDigits) implements PreTokenizer {
    @Override
    public void preTokenize(PreTokenizedString text) {
        text.cut(newCutter());
    }

    @Override
    public PieceCutter newCutter() {
        return new CharacterCutter(
                Characters::isNumeric,
                individualDigits ? SplitBehavior.ISOLATED : SplitBehavior.CONTIGUOUS);
    }

    @Override
    public Map<String, Object> json() {
        return Json.object("type", "Digits", "individual_digits", individualDigits);
    }
}
