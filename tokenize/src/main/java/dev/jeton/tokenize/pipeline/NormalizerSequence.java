package dev.jeton.tokenize.pipeline;

import java.util.List;
import java.util.Map;

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
    public Map<String, Object> json() {
        return Json.object(
                "type", "Sequence", "normalizers", normalizers.stream().map(Stage::json).toList());
    }
}
