package dev.jeton.tokenize;

import dev.jeton.tokenize.StageInfo.Kind;
import dev.jeton.tokenize.internal.json.TokenizerJsonWriter;
import dev.jeton.tokenize.model.ModelOptions;
import dev.jeton.tokenize.model.ModelSpec;
import dev.jeton.tokenize.pipeline.Decoder;
import dev.jeton.tokenize.pipeline.DecoderSequence;
import dev.jeton.tokenize.pipeline.Normalizer;
import dev.jeton.tokenize.pipeline.NormalizerSequence;
import dev.jeton.tokenize.pipeline.PostProcessor;
import dev.jeton.tokenize.pipeline.PostProcessorSequence;
import dev.jeton.tokenize.pipeline.PreTokenizer;
import dev.jeton.tokenize.pipeline.Stage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Describes the stages of a tokenizer, sequences resolved. */
final class StageInfos {
    private static final String NO_OPTIONS = "{}";

    private StageInfos() {}

    /** All stages in the order of encoding, then those of the decoder. */
    static List<StageInfo> of(Parts parts) {
        List<StageInfo> all = new ArrayList<>();
        if (parts.added().hasRaw()) {
            all.add(added(Kind.ADDED_TOKENS));
        }
        normalizers(parts.normalizer()).forEach(stage -> all.add(of(Kind.NORMALIZER, stage)));
        if (parts.added().hasNormalized()) {
            all.add(added(Kind.NORMALIZED_ADDED_TOKENS));
        }
        for (PreTokenizer stage : Parts.flat(parts.preTokenizer())) {
            all.add(of(Kind.PRE_TOKENIZER, stage));
        }
        all.add(of(parts.spec()));
        if (parts.truncation() != null) {
            all.add(of(parts.truncation()));
        }
        postProcessors(parts.postProcessor())
                .forEach(stage -> all.add(of(Kind.POST_PROCESSOR, stage)));
        if (parts.padding() != null) {
            all.add(of(parts.padding()));
        }
        decoders(parts.decoder()).forEach(stage -> all.add(of(Kind.DECODER, stage)));
        return all;
    }

    static List<Normalizer> normalizers(@Nullable Normalizer stage) {
        List<Normalizer> stages = new ArrayList<>();
        if (stage instanceof NormalizerSequence sequence) {
            sequence.normalizers().forEach(part -> stages.addAll(normalizers(part)));
        } else if (stage != null) {
            stages.add(stage);
        }
        return stages;
    }

    static List<PostProcessor> postProcessors(@Nullable PostProcessor stage) {
        List<PostProcessor> stages = new ArrayList<>();
        if (stage instanceof PostProcessorSequence sequence) {
            sequence.processors().forEach(part -> stages.addAll(postProcessors(part)));
        } else if (stage != null) {
            stages.add(stage);
        }
        return stages;
    }

    private static List<Decoder> decoders(@Nullable Decoder stage) {
        List<Decoder> stages = new ArrayList<>();
        if (stage instanceof DecoderSequence sequence) {
            sequence.decoders().forEach(part -> stages.addAll(decoders(part)));
        } else if (stage != null) {
            stages.add(stage);
        }
        return stages;
    }

    static StageInfo added(Kind kind) {
        return new StageInfo(kind, "AddedTokens", NO_OPTIONS);
    }

    static StageInfo of(Kind kind, Stage stage) {
        Map<String, Object> json;
        try {
            json = new LinkedHashMap<>(stage.json());
        } catch (UnsupportedOperationException e) {
            return new StageInfo(kind, stage.getClass().getSimpleName(), NO_OPTIONS);
        }
        String type = String.valueOf(json.remove("type"));
        return new StageInfo(kind, type, TokenizerJsonWriter.value(json));
    }

    static StageInfo of(ModelSpec spec) {
        ModelOptions options = spec.options();
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        double dropout = options.number("dropout", Double.NaN);
        if (!Double.isNaN(dropout)) {
            shown.put("dropout", (float) dropout);
        }
        for (String name :
                List.of("unk_token", "continuing_subword_prefix", "end_of_word_suffix")) {
            if (options.string(name) != null) {
                shown.put(name, options.string(name));
            }
        }
        for (String name : List.of("unk_id", "max_input_chars_per_word")) {
            if (options.integer(name, -1) >= 0) {
                shown.put(name, options.integer(name, -1));
            }
        }
        for (String name : List.of("fuse_unk", "byte_fallback", "ignore_merges")) {
            if (options.flag(name, false)) {
                shown.put(name, true);
            }
        }
        return new StageInfo(Kind.MODEL, spec.type(), TokenizerJsonWriter.value(shown));
    }

    static StageInfo of(Truncation truncation) {
        return new StageInfo(
                Kind.TRUNCATION, "Truncation", TokenizerJsonWriter.options(truncation));
    }

    static StageInfo of(Padding padding) {
        return new StageInfo(Kind.PADDING, "Padding", TokenizerJsonWriter.options(padding));
    }
}
