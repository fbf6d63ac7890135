package dev.jeton.tokenize.pipeline;

import dev.jeton.tokenize.internal.unicode.Characters;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
        return new CharacterCutter(Characters::isNumeric, behavior());
    }

    private SplitBehavior behavior() {
        return individualDigits ? SplitBehavior.ISOLATED : SplitBehavior.CONTIGUOUS;
    }

    @Override
    public @Nullable Border across(Border border) {
        return behavior().across(border, Characters::isNumeric);
    }

    @Override
    public Map<String, Object> json() {
        return Json.object("type", "Digits", "individual_digits", individualDigits);
    }
}
