package dev.jeton.tokenize.internal.pretrained;

import dev.jeton.tokenize.internal.json.TokenizerFile;
import dev.jeton.tokenize.model.ModelSpec;
import dev.jeton.tokenize.pipeline.BertNormalizer;
import dev.jeton.tokenize.pipeline.BertPreTokenizer;
import dev.jeton.tokenize.pipeline.ByteLevel;
import dev.jeton.tokenize.pipeline.Decoder;
import dev.jeton.tokenize.pipeline.Lowercase;
import dev.jeton.tokenize.pipeline.Nfc;
import dev.jeton.tokenize.pipeline.Normalizer;
import dev.jeton.tokenize.pipeline.NormalizerSequence;
import dev.jeton.tokenize.pipeline.PreTokenizer;
import dev.jeton.tokenize.pipeline.PreTokenizerSequence;
import dev.jeton.tokenize.pipeline.Replace;
import dev.jeton.tokenize.pipeline.Split;
import dev.jeton.tokenize.pipeline.SplitBehavior;
import dev.jeton.tokenize.pipeline.TextPattern;
import dev.jeton.tokenize.pipeline.WordPieceDecoder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The tokenizers that transformers 5.15.1 puts together in a class, from vocabulary files and the
 * configuration: their stages, and the special tokens that they have without being told.
 */
public enum TokenizerClass {
    /** {@code vocab.txt}: BERT and its kin. */
    BERT(
            Map.of(
                    "unk_token", "[UNK]",
                    "sep_token", "[SEP]",
                    "pad_token", "[PAD]",
                    "cls_token", "[CLS]",
                    "mask_token", "[MASK]")),
    /** {@code vocab.json} and {@code merges.txt}: GPT-2. */
    GPT2(ends()),
    /** The same with special tokens around a text. */
    ROBERTA(
            Map.of(
                    "bos_token", "<s>",
                    "eos_token", "</s>",
                    "sep_token", "</s>",
                    "cls_token", "<s>",
                    "unk_token", "<unk>",
                    "pad_token", "<pad>",
                    "mask_token", "<mask>")),
    /** The same with NFC and a pattern of its own. */
    QWEN2(
            Map.of(
                    "unk_token", "<|endoftext|>",
                    "eos_token", "<|endoftext|>",
                    "pad_token", "<|endoftext|>")),
    /** Lower-cased, with an end-of-word suffix. */
    CLIP(
            Map.of(
                    "unk_token", "<|endoftext|>",
                    "bos_token", "<|startoftext|>",
                    "eos_token", "<|endoftext|>",
                    "pad_token", "<|endoftext|>"));

    private static final Map<String, TokenizerClass> BY_NAME =
            Map.ofEntries(
                    Map.entry("BertTokenizer", BERT),
                    Map.entry("DistilBertTokenizer", BERT),
                    Map.entry("ConvBertTokenizer", BERT),
                    Map.entry("ElectraTokenizer", BERT),
                    Map.entry("MobileBertTokenizer", BERT),
                    Map.entry("SqueezeBertTokenizer", BERT),
                    Map.entry("LayoutLMTokenizer", BERT),
                    Map.entry("DPRQuestionEncoderTokenizer", BERT),
                    Map.entry("DPRContextEncoderTokenizer", BERT),
                    Map.entry("GPT2Tokenizer", GPT2),
                    Map.entry("RobertaTokenizer", ROBERTA),
                    Map.entry("BartTokenizer", ROBERTA),
                    Map.entry("LongformerTokenizer", ROBERTA),
                    Map.entry("LEDTokenizer", ROBERTA),
                    Map.entry("Qwen2Tokenizer", QWEN2),
                    Map.entry("CLIPTokenizer", CLIP));

    private static final String QWEN2_PATTERN =
            "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}"
                    + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
    private static final String CLIP_PATTERN =
            "<\\|startoftext\\|>|<\\|endoftext\\|>|'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]"
                    + "|[^\\s\\p{L}\\p{N}]+";

    @SuppressWarnings("ImmutableEnumChecker") // made by Map.of
    private final Map<String, String> defaults;

    TokenizerClass(Map<String, String> defaults) {
        this.defaults = defaults;
    }

    private static Map<String, String> ends() {
        String end = "<|endoftext|>";
        return Map.of("unk_token", end, "bos_token", end, "eos_token", end);
    }

    /** The class of this name. */
    public static Optional<TokenizerClass> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** Whether the vocabulary is a {@code vocab.txt}. */
    public boolean isWordPiece() {
        return this == BERT;
    }

    /** The tokens of the configuration and, for roles that it does not name, those of the class. */
    public SpecialTokens specialTokens(TokenizerConfiguration configuration) {
        return configuration.specialTokens().withDefaults(defaults, configuration.givenRoles());
    }

    /**
     * The tokenizer without added tokens and post-processor.
     *
     * @param spec the model with its vocabulary and merges
     */
    public TokenizerFile file(
            ModelSpec.Builder spec,
            boolean completeBytes,
            TokenizerConfiguration configuration,
            SpecialTokens special) {
        String unknown = special.contentOf("unk_token").orElse("None");
        switch (this) {
            case BERT ->
                    spec.option("unk_token", unknown)
                            .option("continuing_subword_prefix", "##")
                            .option("max_input_chars_per_word", 100L);
            case CLIP ->
                    spec.option("unk_token", unknown)
                            .option("continuing_subword_prefix", "")
                            .option("end_of_word_suffix", "</w>");
            default ->
                    spec.option("continuing_subword_prefix", "").option("end_of_word_suffix", "");
        }
        return new TokenizerFile(
                null,
                null,
                List.of(),
                normalizer(configuration),
                preTokenizer(configuration.flag("add_prefix_space").orElse(false)),
                null,
                decoder(),
                spec,
                completeBytes && this != CLIP);
    }

    private @Nullable Normalizer normalizer(TokenizerConfiguration configuration) {
        return switch (this) {
            case BERT ->
                    new BertNormalizer(
                            true,
                            configuration.flag("tokenize_chinese_chars").orElse(true),
                            configuration.flag("strip_accents").orElse(null),
                            configuration.flag("do_lower_case").orElse(true));
            case QWEN2 -> new Nfc();
            case CLIP ->
                    new NormalizerSequence(
                            List.of(
                                    new Nfc(),
                                    new Replace(TextPattern.regex("\\s+"), " "),
                                    new Lowercase()));
            default -> null;
        };
    }

    private PreTokenizer preTokenizer(boolean prefixSpace) {
        return switch (this) {
            case BERT -> new BertPreTokenizer();
            case QWEN2 ->
                    new PreTokenizerSequence(
                            List.of(
                                    new Split(
                                            TextPattern.regex(QWEN2_PATTERN),
                                            SplitBehavior.ISOLATED,
                                            false),
                                    new ByteLevel(prefixSpace, true, false)));
            case CLIP ->
                    new PreTokenizerSequence(
                            List.of(
                                    new Split(
                                            TextPattern.regex(CLIP_PATTERN),
                                            SplitBehavior.REMOVED,
                                            true),
                                    new ByteLevel(false, true, true)));
            default -> new ByteLevel(prefixSpace, true, true);
        };
    }

    private Decoder decoder() {
        return this == BERT ? new WordPieceDecoder("##", true) : new ByteLevel(true, true, true);
    }

    /** All special tokens, which Qwen 2 adds once more with the flags of special tokens. */
    public List<String> addedAgain(SpecialTokens special) {
        return this == QWEN2 ? List.copyOf(special.contents()) : List.of();
    }
}
