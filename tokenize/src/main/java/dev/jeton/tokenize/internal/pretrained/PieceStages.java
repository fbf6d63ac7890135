package dev.jeton.tokenize.internal.pretrained;

import dev.jeton.tokenize.pipeline.ByteFallback;
import dev.jeton.tokenize.pipeline.Decoder;
import dev.jeton.tokenize.pipeline.DecoderSequence;
import dev.jeton.tokenize.pipeline.Fuse;
import dev.jeton.tokenize.pipeline.Lowercase;
import dev.jeton.tokenize.pipeline.Metaspace;
import dev.jeton.tokenize.pipeline.Metaspace.PrependScheme;
import dev.jeton.tokenize.pipeline.Nfc;
import dev.jeton.tokenize.pipeline.Nfkd;
import dev.jeton.tokenize.pipeline.Normalizer;
import dev.jeton.tokenize.pipeline.NormalizerSequence;
import dev.jeton.tokenize.pipeline.PreTokenizer;
import dev.jeton.tokenize.pipeline.PreTokenizerSequence;
import dev.jeton.tokenize.pipeline.Precompiled;
import dev.jeton.tokenize.pipeline.Punctuation;
import dev.jeton.tokenize.pipeline.Replace;
import dev.jeton.tokenize.pipeline.Split;
import dev.jeton.tokenize.pipeline.SplitBehavior;
import dev.jeton.tokenize.pipeline.Strip;
import dev.jeton.tokenize.pipeline.StripAccents;
import dev.jeton.tokenize.pipeline.StripDecoder;
import dev.jeton.tokenize.pipeline.TextPattern;
import dev.jeton.tokenize.pipeline.WhitespaceSplit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The stages around the model of a {@link PieceClass}. */
final class PieceStages {
    private static final String SPACE = "\u2581";

    private final PieceClass kind;
    private final PieceFile file;
    private final TokenizerConfiguration configuration;
    private final boolean prefixSpace;

    PieceStages(PieceClass kind, PieceFile file, TokenizerConfiguration configuration) {
        this.kind = kind;
        this.file = file;
        this.configuration = configuration;
        prefixSpace = flag("add_prefix_space", true);
    }

    private boolean flag(String name, boolean otherwise) {
        return configuration.flag(name).orElse(otherwise);
    }

    @Nullable Normalizer normalizer() {
        return switch (kind) {
            case LLAMA, MBART -> null;
            case GEMMA -> literal(" ", SPACE);
            case T5, XLM_ROBERTA, CAMEMBERT -> rules();
            case NLLB -> new NormalizerSequence(List.of(rules(), regex(" {2,}", " ")));
            case ALBERT -> ofAlbert();
            case DEBERTA_V2 -> ofDeberta();
        };
    }

    private static Replace literal(String from, String to) {
        return new Replace(TextPattern.literal(from), to);
    }

    private static Replace regex(String from, String to) {
        return new Replace(TextPattern.regex(from), to);
    }

    private Precompiled rules() {
        return new Precompiled(file.charsmap(), "normalizer_spec.precompiled_charsmap");
    }

    private Normalizer ofAlbert() {
        List<Normalizer> all = new ArrayList<>();
        all.add(literal("``", "\""));
        all.add(literal("''", "\""));
        if (!flag("keep_accents", false)) {
            all.add(new Nfkd());
            all.add(new StripAccents());
        }
        if (flag("do_lower_case", true)) {
            all.add(new Lowercase());
        }
        all.add(rules());
        return new NormalizerSequence(all);
    }

    private Normalizer ofDeberta() {
        List<Normalizer> all = new ArrayList<>();
        if (flag("do_lower_case", false)) {
            all.add(new Lowercase());
        }
        all.add(regex("\\s{2,}|[\\n\\r\\t]", " "));
        all.add(new Nfc());
        all.add(new Strip(false, true));
        return new NormalizerSequence(all);
    }

    PreTokenizer preTokenizer() {
        return switch (kind) {
            case LLAMA -> {
                boolean always = flag("legacy", false);
                PrependScheme scheme = always ? PrependScheme.ALWAYS : PrependScheme.FIRST;
                yield PieceClass.spaces(prefixSpace, scheme, false);
            }
            case GEMMA ->
                    new Split(TextPattern.literal(" "), SplitBehavior.MERGED_WITH_PREVIOUS, false);
            case NLLB -> always();
            case T5, MBART -> words(always());
            case DEBERTA_V2 -> {
                List<PreTokenizer> all = new ArrayList<>();
                if (flag("split_by_punct", false)) {
                    all.add(new Punctuation(SplitBehavior.ISOLATED));
                }
                all.add(ofDebertaSpaces());
                yield new PreTokenizerSequence(all);
            }
            case XLM_ROBERTA, CAMEMBERT, ALBERT ->
                    words(PieceClass.spaces(prefixSpace, PrependScheme.ALWAYS, true));
        };
    }

    private static Metaspace always() {
        return PieceClass.spaces(true, PrependScheme.ALWAYS, true);
    }

    private Metaspace ofDebertaSpaces() {
        PrependScheme scheme = prefixSpace ? PrependScheme.ALWAYS : PrependScheme.FIRST;
        return PieceClass.spaces(true, scheme, true);
    }

    private static PreTokenizer words(PreTokenizer spaces) {
        return new PreTokenizerSequence(List.of(new WhitespaceSplit(), spaces));
    }

    Decoder decoder() {
        return switch (kind) {
            case LLAMA, GEMMA -> ofBytes(kind == PieceClass.LLAMA && prefixSpace);
            case NLLB, T5, MBART -> always();
            case DEBERTA_V2 -> ofDebertaSpaces();
            case XLM_ROBERTA, CAMEMBERT, ALBERT ->
                    PieceClass.spaces(prefixSpace, PrependScheme.ALWAYS, true);
        };
    }

    private static Decoder ofBytes(boolean dropsFirstSpace) {
        List<Decoder> all = new ArrayList<>();
        all.add(literal(SPACE, " "));
        all.add(new ByteFallback());
        all.add(new Fuse());
        if (dropsFirstSpace) {
            all.add(new StripDecoder(' ', 1, 0));
        }
        return new DecoderSequence(all);
    }
}
