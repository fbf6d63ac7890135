package dev.jeton.tokenize.pipeline;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code Sequence} of Normalizers, run in order.
 *
 * @param normalizers the stages
 */
public record NormalizerSequence(List<Normalizer> normalizers) implements Normalizer {
    /** Copies the list. */
    public NormalizerSequence {
        normalizers = List.copyOf(normalizers);
    }

    @Override
    public void normalize(NormalizedString text) {
        for (Normalizer normalizer : normalizers) {
            normalizer.normalize(text);
        }
    }

    @Override
    public @Nullable Border across(Border border) {
        Border at = border;
        for (Normalizer stage : normalizers) {
            at = at == null || at.isCut() ? at : stage.across(at);
        }
        return at;
    }

    @Override
    public Normalizer continued() {
        List<Normalizer> stages = normalizers.stream().map(Normalizer::continued).toList();
        return stages.equals(normalizers) ? this : new NormalizerSequence(stages);
    }

    @Override
    public Map<String, Object> json() {
        return Json.object(
                "type", "Sequence", "normalizers", normalizers.stream().map(Stage::json).toList());
    }
}
