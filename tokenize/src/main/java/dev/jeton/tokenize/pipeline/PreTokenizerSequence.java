package dev.jeton.tokenize.pipeline;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code Sequence} of PreTokenizers, run in order.
 *
 * @param pretokenizers the stages
 */
public record PreTokenizerSequence(List<PreTokenizer> pretokenizers) implements PreTokenizer {
    /** Copies the list. */
    public PreTokenizerSequence {
        pretokenizers = List.copyOf(pretokenizers);
    }

    @Override
    public void preTokenize(PreTokenizedString text) {
        for (PreTokenizer preTokenizer : pretokenizers) {
            preTokenizer.preTokenize(text);
        }
    }

    @Override
    public @Nullable PieceCutter newCutter() {
        return ChainCutter.of(pretokenizers.stream().map(PreTokenizer::newCutter).toList());
    }

    @Override
    public @Nullable Border across(Border border) {
        Border at = border;
        for (PreTokenizer stage : pretokenizers) {
            if (at == null) {
                return null;
            }
            if (!at.isCut() || !stage.isSameAnywhere()) {
                at = stage.across(at);
            } else if (stage.newCutter() == null) {
                at = at.with(Border.ANY, Border.ANY);
            }
        }
        return at;
    }

    @Override
    public boolean isSameAnywhere() {
        return pretokenizers.stream().allMatch(PreTokenizer::isSameAnywhere);
    }

    @Override
    public Map<String, Object> json() {
        return Json.object(
                "type",
                "Sequence",
                "pretokenizers",
                pretokenizers.stream().map(Stage::json).toList());
    }
}
