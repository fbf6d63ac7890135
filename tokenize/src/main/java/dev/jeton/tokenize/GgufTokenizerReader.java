package dev.jeton.tokenize;

import dev.jeton.tokenize.internal.gguf.GgufFile;
import dev.jeton.tokenize.internal.json.ByteCoverage;
import dev.jeton.tokenize.internal.json.TokenizerFile;
import dev.jeton.tokenize.model.ModelSpec;
import dev.jeton.tokenize.pipeline.BertNormalizer;
import dev.jeton.tokenize.pipeline.BertPreTokenizer;
import dev.jeton.tokenize.pipeline.ByteFallback;
import dev.jeton.tokenize.pipeline.ByteLevel;
import dev.jeton.tokenize.pipeline.Decoder;
import dev.jeton.tokenize.pipeline.DecoderSequence;
import dev.jeton.tokenize.pipeline.Fuse;
import dev.jeton.tokenize.pipeline.Metaspace;
import dev.jeton.tokenize.pipeline.Metaspace.PrependScheme;
import dev.jeton.tokenize.pipeline.Nfc;
import dev.jeton.tokenize.pipeline.Normalizer;
import dev.jeton.tokenize.pipeline.NormalizerSequence;
import dev.jeton.tokenize.pipeline.PostProcessor;
import dev.jeton.tokenize.pipeline.PreTokenizer;
import dev.jeton.tokenize.pipeline.Precompiled;
import dev.jeton.tokenize.pipeline.Prepend;
import dev.jeton.tokenize.pipeline.Replace;
import dev.jeton.tokenize.pipeline.StripDecoder;
import dev.jeton.tokenize.pipeline.TextPattern;
import dev.jeton.tokenize.pipeline.WordPieceDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes a tokenizer of the metadata {@code tokenizer.ggml.*} of a GGUF file, with the same ids as
 * the tokenizer.json that the file was converted from. Each kind of llama.cpp is put into the
 * stages of a tokenizer.json, so offsets, limits and saving work as for any other.
 */
final class GgufTokenizerReader {
    private static final String SPACE = "\u2581";
    private static final int SPACE_SYMBOL = 0x2581;
    private static final int MAX_WORD = 100;

    private final GgufFile file;
    private final GgufVocabulary vocabulary;
    private final LoadLimits limits;

    private GgufTokenizerReader(GgufFile file, LoadLimits limits) {
        this.file = file;
        this.limits = limits;
        vocabulary = new GgufVocabulary(file, limits);
    }

    static TokenizerFile read(GgufFile file, LoadLimits limits) {
        String kind = file.string(GgufVocabulary.PREFIX + "model");
        return switch (kind) {
            case "gpt2" -> new GgufTokenizerReader(file, limits).bpe(preName(file));
            case "gemma4" -> new GgufTokenizerReader(file, limits).bpe("gemma4");
            case "llama" -> new GgufTokenizerReader(file, limits).sentencePieceBpe();
            case "t5" -> new GgufTokenizerReader(file, limits).unigram();
            case "bert" -> new GgufTokenizerReader(file, limits).wordPiece();
            default ->
                    throw new UnsupportedPartException(
                            file.path().getFileName()
                                    + ": tokenizer.ggml.model is \""
                                    + kind
                                    + "\", which is not supported. Known kinds: bert, gemma4, gpt2,"
                                    + " llama, t5.");
        };
    }

    private static String preName(GgufFile file) {
        return file.findString(GgufVocabulary.PREFIX + "pre")
                .filter(name -> !name.isEmpty())
                .orElse("default");
    }

    private ModelSpec.Builder model(String type) {
        return ModelSpec.builder(vocabulary.file())
                .names("tokenizer.ggml", "tokens", "merges")
                .maxVocabulary(Math.max(1, limits.maxVocabulary()))
                .maxMerges(Math.max(1, limits.maxMerges()))
                .type(type)
                .vocabularyStarts();
    }

    private TokenizerFile file(
            @Nullable Normalizer normalizer,
            @Nullable PreTokenizer preTokenizer,
            @Nullable PostProcessor postProcessor,
            Decoder decoder,
            ModelSpec.Builder model,
            boolean completeBytes) {
        return new TokenizerFile(
                null,
                null,
                vocabulary.addedTokens(),
                normalizer,
                preTokenizer,
                postProcessor,
                decoder,
                model,
                completeBytes);
    }

    /** BPE with merges: over bytes in GPT-2's alphabet, or over text with a symbol for spaces. */
    private TokenizerFile bpe(String preName) {
        GgufPreTokenizer pre = GgufPreTokenizer.named(preName, vocabulary.file());
        ModelSpec.Builder model =
                model("BPE").option("ignore_merges", pre.ignoreMerges()).mergesStart();
        ByteCoverage bytes = new ByteCoverage();
        for (String token : vocabulary.tokens()) {
            model.listedToken(token);
            bytes.add(token);
        }
        int rank = 0;
        for (String merge : file.strings(GgufVocabulary.PREFIX + "merges")) {
            int space = merge.indexOf(' ', 1);
            if (space < 0) {
                throw new TokenizerException(
                        String.format(
                                "%s: tokenizer.ggml.merges[%d] is \"%s\". Expected two tokens with"
                                        + " a space between them.",
                                vocabulary.file(), rank, merge));
            }
            model.merge(merge.substring(0, space), merge.substring(space + 1));
            rank++;
        }
        boolean addBos = vocabulary.flag("add_bos_token", pre.addBos());
        GgufFrame frame = new GgufFrame(vocabulary);
        if (pre.spaceSymbol()) {
            withUnknown(model, vocabulary.find("unknown_token_id", GgufVocabulary.NONE));
            // Files of Gemma 4 that say otherwise are wrong, and llama.cpp does not believe them.
            boolean always = pre.addBos();
            PostProcessor ends =
                    frame.of(addBos || always, vocabulary.flag("add_eos_token", false), false);
            Normalizer spaces = new Replace(TextPattern.literal(" "), SPACE);
            return file(spaces, pre.stages(), ends, bytesDecoder(false), model, false);
        }
        return file(
                pre.nfc() ? new Nfc() : null,
                pre.stages(),
                frame.of(addBos, vocabulary.flag("add_eos_token", false), pre.twoEnds()),
                new ByteLevel(true, true, true),
                model,
                bytes.isComplete());
    }

    /** SentencePiece's BPE: the merges follow from the scores. */
    private TokenizerFile sentencePieceBpe() {
        ModelSpec.Builder model = model("BPE").mergesStart();
        vocabulary.tokens().forEach(model::listedToken);
        new GgufMerges(vocabulary).addTo(model);
        withUnknown(model, vocabulary.find("unknown_token_id", 0));
        boolean prefix = vocabulary.flag("add_space_prefix", true);
        List<Normalizer> normalizers = new ArrayList<>();
        if (prefix) {
            normalizers.add(new Prepend(SPACE));
        }
        normalizers.add(new Replace(TextPattern.literal(" "), SPACE));
        boolean bos = vocabulary.flag("add_bos_token", true);
        boolean eos = vocabulary.flag("add_eos_token", false);
        return file(
                sequence(normalizers),
                null,
                new GgufFrame(vocabulary).withDefaults(1, 2).of(bos, eos, false),
                bytesDecoder(prefix),
                model,
                false);
    }

    private void withUnknown(ModelSpec.Builder model, int unknown) {
        if (unknown != GgufVocabulary.NONE) {
            model.option("unk_token", vocabulary.tokens().get(unknown));
        }
        model.option("fuse_unk", true).option("byte_fallback", vocabulary.hasByteTokens());
    }

    /** SentencePiece's unigram model with its character map. */
    private TokenizerFile unigram() {
        ModelSpec.Builder model = model("Unigram");
        float[] scores = vocabulary.scores();
        for (int id = 0; id < scores.length; id++) {
            model.scoredPiece(vocabulary.tokens().get(id), scores[id]);
        }
        int unknown = vocabulary.find("unknown_token_id", 2);
        if (unknown == GgufVocabulary.NONE) {
            throw new TokenizerException(
                    vocabulary.file() + ": tokenizer.ggml.unknown_token_id is missing.");
        }
        model.option("unk_id", (long) unknown).option("byte_fallback", false);
        boolean oneSpace = vocabulary.flag("remove_extra_whitespaces", false);
        boolean prefix = vocabulary.flag("add_space_prefix", false);
        List<Normalizer> normalizers = new ArrayList<>();
        Optional<int[]> rules = file.findIntegers(GgufVocabulary.PREFIX + "precompiled_charsmap");
        if (rules.isPresent() && rules.get().length > 0) {
            String place = vocabulary.file() + ": tokenizer.ggml.precompiled_charsmap";
            normalizers.add(new Precompiled(bytes(rules.get()), place));
        }
        if (oneSpace) {
            // Ruby's ^ and $ are those of lines, so \A and \z.
            normalizers.add(new Replace(TextPattern.regex("\\A +| +\\z"), ""));
            normalizers.add(new Replace(TextPattern.regex(" {2,}"), " "));
        }
        PrependScheme scheme = prefix || oneSpace ? PrependScheme.ALWAYS : PrependScheme.NEVER;
        Metaspace spaces = new Metaspace(SPACE_SYMBOL, scheme, false);
        boolean bos = vocabulary.flag("add_bos_token", false);
        boolean eos = vocabulary.flag("add_eos_token", true);
        return file(
                normalizers.isEmpty() ? null : sequence(normalizers),
                spaces,
                new GgufFrame(vocabulary).withDefaults(GgufVocabulary.NONE, 1).of(bos, eos, false),
                spaces,
                model,
                false);
    }

    private static byte[] bytes(int[] values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    /** BERT's WordPiece; its tokens are marked at the begin of words rather than inside them. */
    private TokenizerFile wordPiece() {
        ModelSpec.Builder model = model("WordPiece");
        for (int id = 0; id < vocabulary.tokens().size(); id++) {
            model.listedToken(vocabulary.wordPiece(id));
        }
        int unknown = vocabulary.find("unknown_token_id", 100);
        String unknownToken =
                unknown == GgufVocabulary.NONE ? "[UNK]" : vocabulary.wordPiece(unknown);
        model.option("unk_token", unknownToken)
                .option("continuing_subword_prefix", "##")
                .option("max_input_chars_per_word", (long) MAX_WORD);
        boolean lowercase = vocabulary.flag("normalizer.lowercase", true);
        Optional<Boolean> strip = file.findFlag(GgufVocabulary.PREFIX + "normalizer.strip_accents");
        Boolean stripAccents = strip.isEmpty() ? null : strip.get();
        return file(
                new BertNormalizer(true, true, stripAccents, lowercase),
                new BertPreTokenizer(),
                new GgufFrame(vocabulary).ofBert(),
                new WordPieceDecoder("##", true),
                model,
                false);
    }

    private static Normalizer sequence(List<Normalizer> normalizers) {
        return normalizers.size() == 1 ? normalizers.get(0) : new NormalizerSequence(normalizers);
    }

    private static Decoder bytesDecoder(boolean dropsFirstSpace) {
        List<Decoder> stages = new ArrayList<>();
        stages.add(new Replace(TextPattern.literal(SPACE), " "));
        stages.add(new ByteFallback());
        stages.add(new Fuse());
        if (dropsFirstSpace) {
            stages.add(new StripDecoder(' ', 1, 0));
        }
        return new DecoderSequence(stages);
    }
}
