package dev.jeton.tokenize.pipeline;

import dev.jeton.tokenize.internal.pattern.PieceScanner;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The pre-tokenizer {@code Split}: cuts at the matches of a pattern.
 *
 * @param pattern what is looked for
 * @param behavior what becomes of the matches
 * @param invert whether the text between the matches is the delimiter
 */
public record Split(TextPattern pattern, SplitBehavior behavior, boolean invert)
        implements PreTokenizer {
    @Override
    public void preTokenize(PreTokenizedString text) {
        text.cut(newCutter());
    }

    @Override
    public PieceCutter newCutter() {
        PieceScanner scanner = pattern.scanner();
        // All text is match: isolated or, inverted, "removed" delimiters that do not occur.
        boolean everyMatchIsAPiece =
                behavior == SplitBehavior.ISOLATED || (behavior == SplitBehavior.REMOVED && invert);
        if (scanner != null && everyMatchIsAPiece) {
            return new ScannerCutter(scanner);
        }
        return new PatternCutter(pattern.newMatcher(), behavior, invert);
    }

    @Override
    public @Nullable Border across(Border border) {
        int single = pattern.singleCharacter();
        if (single >= 0 && !invert) {
            return behavior.across(border, c -> c == single);
        }
        boolean simple = behavior == SplitBehavior.ISOLATED || behavior == SplitBehavior.REMOVED;
        if (!simple || !pattern.splits(border)) {
            return null;
        }
        return pattern.isSure(border.before()) || pattern.isSure(border.after())
                ? border.cut()
                : border;
    }

    @Override
    public Map<String, Object> json() {
        return Json.object(
                "type",
                "Split",
                "pattern",
                pattern.json(),
                "behavior",
                behavior.jsonName(),
                "invert",
                invert);
    }
}
