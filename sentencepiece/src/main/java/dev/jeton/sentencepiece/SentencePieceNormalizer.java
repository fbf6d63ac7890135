package dev.jeton.sentencepiece;

import dev.jeton.tokenize.pipeline.NormalizedString;
import dev.jeton.tokenize.pipeline.Normalizer;
import java.util.Arrays;

/** The normalizer of a file as a stage of a tokenizer. Immutable. */
final class SentencePieceNormalizer implements Normalizer {
    private final TextNormalizer normalizer;

    SentencePieceNormalizer(TextNormalizer normalizer) {
        this.normalizer = normalizer;
    }

    @Override
    public void normalize(NormalizedString text) {
        byte[] bytes =
                text.from() == 0 && text.to() == text.bytes().length
                        ? text.bytes()
                        : Arrays.copyOfRange(text.bytes(), text.from(), text.to());
        AlignedBytes normalized = normalizer.normalize(bytes);
        text.replace(normalized.bytes(), normalized.size(), normalized.origins());
    }
}
