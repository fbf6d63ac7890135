package dev.jeton.tokenize;

import dev.jeton.tokenize.model.Model;
import dev.jeton.tokenize.model.ModelSpec;
import dev.jeton.tokenize.pipeline.ByteLevel;
import dev.jeton.tokenize.pipeline.ChainCutter;
import dev.jeton.tokenize.pipeline.Decoder;
import dev.jeton.tokenize.pipeline.Normalizer;
import dev.jeton.tokenize.pipeline.PieceCutter;
import dev.jeton.tokenize.pipeline.PostProcessor;
import dev.jeton.tokenize.pipeline.PreTokenizedString;
import dev.jeton.tokenize.pipeline.PreTokenizer;
import dev.jeton.tokenize.pipeline.PreTokenizerSequence;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The stages of a tokenizer. Immutable. */
record Parts(
        @Nullable Truncation truncation,
        @Nullable Padding padding,
        AddedVocabulary added,
        @Nullable Normalizer normalizer,
        @Nullable PreTokenizer preTokenizer,
        @Nullable PostProcessor postProcessor,
        @Nullable Decoder decoder,
        ModelSpec spec,
        Model model) {

    Parts withTruncation(@Nullable Truncation newTruncation) {
        return new Parts(
                newTruncation,
                padding,
                added,
                normalizer,
                preTokenizer,
                postProcessor,
                decoder,
                spec,
                model);
    }

    Parts withPadding(@Nullable Padding newPadding) {
        return new Parts(
                truncation,
                newPadding,
                added,
                normalizer,
                preTokenizer,
                postProcessor,
                decoder,
                spec,
                model);
    }

    Parts withAdded(AddedVocabulary newAdded) {
        return new Parts(
                truncation,
                padding,
                newAdded,
                normalizer,
                preTokenizer,
                postProcessor,
                decoder,
                spec,
                model);
    }

    Parts withPostProcessor(PostProcessor newPostProcessor) {
        return new Parts(
                truncation,
                padding,
                added,
                normalizer,
                preTokenizer,
                newPostProcessor,
                decoder,
                spec,
                model);
    }

    /** The stages of a pre-tokenizer, sequences resolved. */
    static List<PreTokenizer> flat(@Nullable PreTokenizer preTokenizer) {
        List<PreTokenizer> stages = new ArrayList<>();
        if (preTokenizer instanceof PreTokenizerSequence sequence) {
            sequence.pretokenizers().forEach(stage -> stages.addAll(flat(stage)));
        } else if (preTokenizer != null) {
            stages.add(preTokenizer);
        }
        return stages;
    }

    /** Whether the last stage before the model is ByteLevel, so that pieces can stay raw bytes. */
    static boolean endsWithByteLevel(@Nullable PreTokenizer preTokenizer) {
        List<PreTokenizer> stages = flat(preTokenizer);
        long count = stages.stream().filter(ByteLevel.class::isInstance).count();
        return count == 1 && stages.get(stages.size() - 1) instanceof ByteLevel;
    }

    /** Cuts all pieces; with a byte-level model they are left as raw bytes. */
    void preTokenize(PreTokenizedString text) {
        for (PreTokenizer stage : flat(preTokenizer)) {
            if (spec.byteLevel() && stage instanceof ByteLevel byteLevel) {
                byteLevel.cutOnly(text);
            } else {
                stage.preTokenize(text);
            }
        }
    }

    /** A cutter that does what {@link #preTokenize} does, or null if text is changed there. */
    @Nullable PieceCutter newCutter() {
        List<@Nullable PieceCutter> cutters = new ArrayList<>();
        for (PreTokenizer stage : flat(preTokenizer)) {
            boolean raw = spec.byteLevel() && stage instanceof ByteLevel;
            cutters.add(raw ? ((ByteLevel) stage).newRawCutter() : stage.newCutter());
        }
        return ChainCutter.of(cutters);
    }
}
