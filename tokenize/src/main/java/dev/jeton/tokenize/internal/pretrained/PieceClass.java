package dev.jeton.tokenize.internal.pretrained;

import dev.jeton.tokenize.AddedToken;
import dev.jeton.tokenize.LoadLimits;
import dev.jeton.tokenize.internal.json.TokenizerFile;
import dev.jeton.tokenize.model.ModelSpec;
import dev.jeton.tokenize.pipeline.Decoder;
import dev.jeton.tokenize.pipeline.Metaspace;
import dev.jeton.tokenize.pipeline.Normalizer;
import dev.jeton.tokenize.pipeline.PreTokenizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The tokenizers that transformers 5.15.1 puts together in a class from a SentencePiece {@code
 * .model}: how they arrange its pieces, their stages, and their special tokens.
 */
public enum PieceClass {
    /** BPE with bytes for what is unknown; spaces are part of the words. */
    LLAMA("LlamaTokenizer", "tokenizer.model", Roles.LLAMA),
    /** The same without a space before the text. */
    GEMMA("GemmaTokenizer", "tokenizer.model", Roles.GEMMA),
    /** Unigram with an end token and sentinels. */
    T5("T5Tokenizer", "spiece.model", Roles.T5),
    /** Unigram, its pieces moved by one. */
    XLM_ROBERTA("XLMRobertaTokenizer", "sentencepiece.bpe.model", Roles.ROBERTA),
    /** The same with other pieces before. */
    CAMEMBERT("CamembertTokenizer", "sentencepiece.bpe.model", Roles.ROBERTA),
    /** The same with languages behind the pieces. */
    MBART("MBartTokenizer", "sentencepiece.bpe.model", Roles.ROBERTA),
    /** BPE with a language before the text. */
    NLLB("NllbTokenizer", "sentencepiece.bpe.model", Roles.ROBERTA),
    /** Unigram without case and accents. */
    ALBERT("AlbertTokenizer", "spiece.model", Roles.ALBERT),
    /** Unigram; {@code do_lower_case} and {@code split_by_punct}. */
    DEBERTA_V2("DebertaV2Tokenizer", "spm.model", Roles.DEBERTA);

    private static final int XLM_ROBERTA_UNKNOWN = 3;
    private static final int T5_UNKNOWN = 2;
    private static final int ALBERT_UNKNOWN = 1;
    private static final double NEVER = -100;

    /** The roles of the first pieces of fairseq's vocabularies. */
    private static final List<String> FIRST_ROLES =
            List.of("bos_token", "pad_token", "eos_token", "unk_token");

    private final String className;
    private final String fileName;

    @SuppressWarnings("ImmutableEnumChecker") // made by Map.of
    private final Map<String, String> roles;

    PieceClass(String className, String fileName, Map<String, String> roles) {
        this.className = className;
        this.fileName = fileName;
        this.roles = roles;
    }

    /** The class of this name. */
    public static Optional<PieceClass> named(String name) {
        for (PieceClass kind : values()) {
            if (kind.className.equals(name)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /** The name that the {@code .model} file has. */
    public String fileName() {
        return fileName;
    }

    /** A tokenizer without added tokens and post-processor, and its special tokens. */
    public record Parts(TokenizerFile file, SpecialTokens special) {}

    /**
     * Reads a {@code .model}.
     *
     * @param name its name, for messages
     * @throws dev.jeton.tokenize.TokenizerException if it is broken or does not suit the class
     */
    public Parts read(
            byte[] bytes, String name, TokenizerConfiguration configuration, LoadLimits limits) {
        PieceFile pieces = PieceFile.read(bytes, name, limits);
        SpecialTokens special =
                withFlags(
                        configuration
                                .specialTokens()
                                .withDefaults(roles, configuration.givenRoles()));
        if (!configuration.hasExtra()) {
            special = special.withExtra(extra(pieces, configuration));
        }
        ModelSpec.Builder model =
                ModelSpec.builder(name)
                        .maxVocabulary(Math.max(1, limits.maxVocabulary()))
                        .maxMerges(Math.max(1, limits.maxMerges()));
        if (isUnigram(pieces)) {
            addUnigram(model, pieces, special, configuration);
        } else {
            addBpe(model, pieces, special);
        }
        PieceStages stages = new PieceStages(this, pieces, configuration);
        @Nullable Normalizer normalizer = stages.normalizer();
        PreTokenizer preTokenizer = stages.preTokenizer();
        Decoder decoder = stages.decoder();
        return new Parts(
                new TokenizerFile(
                        null,
                        null,
                        List.of(),
                        normalizer,
                        preTokenizer,
                        null,
                        decoder,
                        model,
                        false),
                special);
    }

    private boolean isUnigram(PieceFile pieces) {
        return switch (this) {
            case LLAMA, GEMMA, NLLB -> false;
            case CAMEMBERT -> pieces.isUnigram();
            default -> true;
        };
    }

    /** A mask that is a name alone takes the space before it with it. */
    private SpecialTokens withFlags(SpecialTokens special) {
        Optional<String> mask = special.contentOf("mask_token");
        if (mask.isEmpty()) {
            return special;
        }
        AddedToken flags = AddedToken.special(mask.get()).withLstrip(true);
        return switch (this) {
            case NLLB -> special.withFlags("mask_token", flags.withNormalized(true));
            case MBART, CAMEMBERT -> special.withFlags("mask_token", flags);
            default -> special;
        };
    }

    /** The control and user-defined pieces, and what the class has beside them. */
    private List<TokenValue> extra(PieceFile file, TokenizerConfiguration configuration) {
        List<TokenValue> extra = new ArrayList<>();
        if (this == MBART) {
            Roles.MBART_LANGUAGES.forEach(language -> extra.add(TokenValue.name(language)));
        }
        int sentinels = 0;
        for (PieceFile.Piece piece : file.pieces()) {
            if (piece.control() || piece.userDefined()) {
                AddedToken token = AddedToken.special(piece.text()).withSpecial(piece.control());
                extra.add(TokenValue.of(token));
                sentinels += piece.text().contains("<extra_id_") ? 1 : 0;
            }
        }
        if (this == T5) {
            addSentinels(extra, sentinels, file, configuration);
        }
        return extra;
    }

    private static void addSentinels(
            List<TokenValue> extra,
            int there,
            PieceFile file,
            TokenizerConfiguration configuration) {
        int wanted = configuration.number("extra_ids", Roles.SENTINELS);
        if (there > 0 && wanted > 0 && there != wanted) {
            throw file.error("there are " + there + " sentinels, but extra_ids is " + wanted + ".");
        }
        for (int i = 0; i < (there > 0 ? 0 : wanted); i++) {
            extra.add(TokenValue.name("<extra_id_" + i + ">"));
        }
    }

    private void addBpe(ModelSpec.Builder model, PieceFile file, SpecialTokens special) {
        model.names("BPE", "pieces", "merges").type("BPE").vocabularyStarts().mergesStart();
        Map<String, Integer> ids = new LinkedHashMap<>();
        if (this == NLLB) {
            // As in a Python dictionary: of roles with one text the last number counts.
            int id = 0;
            for (String role : FIRST_ROLES) {
                ids.put(content(special, role), id++);
            }
        }
        List<String> texts = new ArrayList<>();
        for (PieceFile.Piece piece : file.pieces()) {
            texts.add(piece.text());
            ids.putIfAbsent(piece.text(), ids.size());
        }
        ids.forEach(model::token);
        new PieceMerges(texts).addTo(model);
        if (this != LLAMA) {
            model.option("unk_token", content(special, "unk_token"));
        }
        model.option("fuse_unk", true).option("byte_fallback", this == LLAMA || this == GEMMA);
    }

    private void addUnigram(
            ModelSpec.Builder model,
            PieceFile file,
            SpecialTokens special,
            TokenizerConfiguration configuration) {
        model.names("Unigram", "pieces", "merges").type("Unigram").vocabularyStarts();
        List<PieceFile.Piece> pieces = file.pieces();
        Scored list = new Scored(model);
        int skipped = 0;
        switch (this) {
            case XLM_ROBERTA, MBART -> {
                for (String role : FIRST_ROLES) {
                    list.add(content(special, role), 0);
                }
                skipped = XLM_ROBERTA_UNKNOWN;
            }
            case CAMEMBERT -> {
                list.add("<s>NOTUSED", 0);
                list.add(content(special, "pad_token"), 0);
                list.add("</s>NOTUSED", 0);
                list.add(content(special, "unk_token"), 0);
                list.add("<unk>NOTUSED", NEVER);
                skipped = 1;
            }
            default -> {}
        }
        for (PieceFile.Piece piece :
                pieces.subList(Math.min(skipped, pieces.size()), pieces.size())) {
            list.add(piece.text(), piece.score());
        }
        switch (this) {
            case T5 -> {
                for (int i = configuration.number("extra_ids", Roles.SENTINELS) - 1; i >= 0; i--) {
                    list.add("<extra_id_" + i + ">", 0);
                }
            }
            case MBART -> {
                Roles.MBART_LANGUAGES.forEach(language -> list.add(language, 0));
                list.add(content(special, "mask_token"), 0);
            }
            case XLM_ROBERTA, CAMEMBERT -> list.add(content(special, "mask_token"), 0);
            default -> {}
        }
        long unknown = unknownId(list, file, content(special, "unk_token"));
        if (unknown >= list.contents.size()) {
            throw file.error(
                    "the class "
                            + className
                            + " wants the unknown piece at "
                            + unknown
                            + ", but there are only "
                            + list.contents.size()
                            + " pieces.");
        }
        model.option("unk_id", unknown).option("byte_fallback", false);
    }

    private long unknownId(Scored list, PieceFile file, String unknown) {
        return switch (this) {
            case T5 -> T5_UNKNOWN;
            case ALBERT -> ALBERT_UNKNOWN;
            case CAMEMBERT -> Math.max(0, list.contents.indexOf(unknown));
            case DEBERTA_V2 -> {
                int at = list.indexOfFree(unknown);
                yield at < 0 ? file.unknownId() : at;
            }
            default -> XLM_ROBERTA_UNKNOWN;
        };
    }

    /** A role that is null is "None" in Python. */
    private static String content(SpecialTokens special, String role) {
        return special.contentOf(role).orElse("None");
    }

    /** The pieces of a Unigram model as they are listed. */
    private static final class Scored {
        final List<String> contents = new ArrayList<>();
        private final List<Double> scores = new ArrayList<>();
        private final ModelSpec.Builder model;

        Scored(ModelSpec.Builder model) {
            this.model = model;
        }

        void add(String piece, double score) {
            contents.add(piece);
            scores.add(score);
            model.scoredPiece(piece, score);
        }

        /** The first of this text that costs nothing, or -1. */
        int indexOfFree(String piece) {
            for (int i = 0; i < contents.size(); i++) {
                if (scores.get(i) == 0 && contents.get(i).equals(piece)) {
                    return i;
                }
            }
            return -1;
        }
    }

    /** Whether a space stands before a text: the option {@code add_prefix_space}. */
    static Metaspace spaces(boolean prefix, Metaspace.PrependScheme scheme, boolean split) {
        return new Metaspace('\u2581', prefix ? scheme : Metaspace.PrependScheme.NEVER, split);
    }
}
