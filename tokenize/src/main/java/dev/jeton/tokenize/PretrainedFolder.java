package dev.jeton.tokenize;

import dev.jeton.tokenize.internal.json.JsonNode;
import dev.jeton.tokenize.internal.json.JsonTree;
import dev.jeton.tokenize.internal.json.TokenizerFile;
import dev.jeton.tokenize.internal.pretrained.PieceClass;
import dev.jeton.tokenize.internal.pretrained.SpecialTokens;
import dev.jeton.tokenize.internal.pretrained.TokenizerClass;
import dev.jeton.tokenize.internal.pretrained.TokenizerConfiguration;
import dev.jeton.tokenize.internal.pretrained.VocabularyFiles;
import dev.jeton.tokenize.model.ModelSpec;
import dev.jeton.tokenize.pipeline.PostProcessor;
import dev.jeton.tokenize.pipeline.RobertaProcessing;
import dev.jeton.tokenize.pipeline.SpecialToken;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A folder as transformers' {@code AutoTokenizer.from_pretrained} reads it (version 5.15.1): the
 * tokenizer.json or the vocabulary files, then the tokens of the configuration.
 *
 * <p>One thing differs: where a tokenizer.json names its stages and the configuration a class that
 * has stages of its own, the stages of the file count. They are the same in files that the class
 * has written.
 */
final class PretrainedFolder {
    private final Path folder;
    private final TokenizerLoader loader;
    private final LoadLimits limits;
    private final @Nullable JsonNode config;

    PretrainedFolder(Path folder, TokenizerLoader loader, LoadLimits limits) {
        this.folder = folder;
        this.loader = loader;
        this.limits = limits;
        config = json("tokenizer_config.json");
    }

    private @Nullable JsonNode json(String name) {
        Path file = folder.resolve(name);
        if (!Files.isRegularFile(file)) {
            return null;
        }
        JsonNode node = JsonTree.read(loader.read(file), name, limits);
        if (!node.isObject()) {
            throw new TokenizerException(name + ": the file is no JSON object.");
        }
        return node;
    }

    /** A tokenizer.json with the tokens of the configuration. */
    Tokenizer configured(Tokenizer tokenizer) {
        List<Map.Entry<Long, AddedToken>> declared = new ArrayList<>();
        tokenizer
                .addedTokens()
                .forEach((id, token) -> declared.add(Map.entry(Integer.toUnsignedLong(id), token)));
        TokenizerConfiguration configuration = configuration(declared, true);
        SpecialTokens special = configuration.specialTokens();
        if (tokenizer.padding().isPresent() && !configuration.has("pad_token")) {
            special = special.withPad(tokenizer.padding().get().padToken());
        }
        Tokenizer complete = withTokens(tokenizer, special);
        return complete.parts().postProcessor() == null
                ? complete.withPostProcessor(ends(configuration, special, complete))
                : complete;
    }

    private TokenizerConfiguration configuration(
            List<Map.Entry<Long, AddedToken>> declared, boolean hasTokenizerJson) {
        return new TokenizerConfiguration(
                new TokenizerConfiguration.Files(
                        config,
                        json("special_tokens_map.json"),
                        json("added_tokens.json"),
                        declared,
                        hasTokenizerJson));
    }

    private static Tokenizer withTokens(Tokenizer tokenizer, SpecialTokens special) {
        List<AddedToken> missing = special.missingIn(tokenizer.addedTokens().values());
        return missing.isEmpty() ? tokenizer : tokenizer.withAddedTokens(missing);
    }

    /**
     * The tokenizer of the class that the configuration names, of the class of the model, or of the
     * files alone; empty if there are no vocabulary files.
     */
    Optional<Tokenizer> fromVocabulary() {
        boolean words = Files.isRegularFile(folder.resolve("vocab.txt"));
        boolean merges =
                Files.isRegularFile(folder.resolve("vocab.json"))
                        && Files.isRegularFile(folder.resolve("merges.txt"));
        String name = className();
        Optional<PieceClass> ofPieces = PieceClass.named(name);
        if (ofPieces.isPresent() && hasModel(ofPieces.get())) {
            return Optional.of(build(ofPieces.get()));
        }
        Optional<TokenizerClass> known = TokenizerClass.named(name);
        if (!words && !merges) {
            return Optional.empty();
        }
        if (known.isEmpty() && !name.isEmpty()) {
            throw new UnsupportedPartException(
                    folder
                            + ": the tokenizer class "
                            + name
                            + " is not supported yet without a tokenizer.json.");
        }
        TokenizerClass kind = known.orElse(words ? TokenizerClass.BERT : TokenizerClass.GPT2);
        if (kind.isWordPiece() ? !words : !merges) {
            throw new TokenizerException(
                    folder
                            + " has no "
                            + (kind.isWordPiece() ? "vocab.txt" : "vocab.json and merges.txt")
                            + ", which "
                            + name
                            + " needs.");
        }
        return Optional.of(build(kind));
    }

    private boolean hasModel(PieceClass kind) {
        return Files.isRegularFile(folder.resolve(kind.fileName()));
    }

    private Tokenizer build(PieceClass kind) {
        TokenizerConfiguration configuration = configuration(List.of(), false);
        String name = kind.fileName();
        PieceClass.Parts parts = kind.read(bytes(name), name, configuration, limits);
        SpecialTokens special = parts.special();
        Tokenizer plain = loader.build(parts.file());
        if (kind == PieceClass.ALBERT) {
            requireInVocabulary(plain, special);
        }
        Tokenizer tokenizer = withTokens(plain, special);
        return tokenizer.withPostProcessor(
                new PieceFrame(configuration, special, tokenizer).of(kind));
    }

    private static void requireInVocabulary(Tokenizer tokenizer, SpecialTokens special) {
        for (String role : List.of("cls_token", "sep_token")) {
            String content = special.contentOf(role).orElse("None");
            if (tokenizer.idOf(content).isEmpty()) {
                throw new TokenizerException(
                        "The " + role + " \"" + content + "\" is no piece of the model.");
            }
        }
    }

    /** Classes that say nothing of the stages. */
    private static final Set<String> GENERIC =
            Set.of("TokenizersBackend", "PreTrainedTokenizerFast", "PreTrainedTokenizer");

    private String className() {
        String name = namedClass();
        return GENERIC.contains(name) ? "" : name;
    }

    private String namedClass() {
        String named = TokenizerConfiguration.className(config);
        if (!named.isEmpty()) {
            return named;
        }
        JsonNode model = json("config.json");
        String ofConfig = TokenizerConfiguration.className(model);
        if (!ofConfig.isEmpty() || model == null) {
            return ofConfig;
        }
        Object type = model.find("model_type").value();
        return type instanceof String text ? ModelTypes.tokenizerClass(text) : "";
    }

    private Tokenizer build(TokenizerClass kind) {
        TokenizerConfiguration configuration = configuration(List.of(), false);
        SpecialTokens special = kind.specialTokens(configuration);
        boolean complete = false;
        ModelSpec.Builder spec;
        if (kind.isWordPiece()) {
            spec = VocabularyFiles.wordPiece(bytes("vocab.txt"), "vocab.txt", limits);
        } else {
            VocabularyFiles.Bpe bpe =
                    VocabularyFiles.bpe(
                            bytes("vocab.json"),
                            "vocab.json",
                            bytes("merges.txt"),
                            "merges.txt",
                            limits);
            spec = bpe.spec();
            complete = bpe.completeBytes();
        }
        TokenizerFile file = kind.file(spec, complete, configuration, special);
        Tokenizer tokenizer = withTokens(loader.build(file), special);
        List<AddedToken> again =
                kind.addedAgain(special).stream().map(AddedToken::special).toList();
        if (!again.isEmpty()) {
            tokenizer = tokenizer.withAddedTokens(again);
        }
        return tokenizer.withPostProcessor(postProcessor(kind, configuration, special, tokenizer));
    }

    private byte[] bytes(String name) {
        return loader.read(folder.resolve(name));
    }

    private static PostProcessor postProcessor(
            TokenizerClass kind,
            TokenizerConfiguration configuration,
            SpecialTokens special,
            Tokenizer tokenizer) {
        boolean prefixSpace = configuration.flag("add_prefix_space").orElse(false);
        return switch (kind) {
            case BERT -> bert(special, tokenizer);
            case ROBERTA ->
                    new RobertaProcessing(
                            token("sep_token", special, tokenizer),
                            token("cls_token", special, tokenizer),
                            configuration.flag("trim_offsets").orElse(true),
                            prefixSpace);
            case CLIP ->
                    new RobertaProcessing(
                            token("eos_token", special, tokenizer),
                            token("bos_token", special, tokenizer),
                            false,
                            false);
            default -> ends(configuration, special, tokenizer);
        };
    }

    private static SpecialToken token(String role, SpecialTokens special, Tokenizer tokenizer) {
        String content =
                special.contentOf(role)
                        .orElseThrow(
                                () ->
                                        new TokenizerException(
                                                "The configuration has no "
                                                        + role
                                                        + ", which this tokenizer needs."));
        return new SpecialToken(content, tokenizer.idOf(content).orElseThrow());
    }

    private static PostProcessor bert(SpecialTokens special, Tokenizer tokenizer) {
        SpecialToken cls = tokenOrNone("cls_token", 2, special, tokenizer);
        SpecialToken sep = tokenOrNone("sep_token", 3, special, tokenizer);
        return new TemplateBuilder()
                .special(cls, 0)
                .text(0)
                .special(sep, 0)
                .endOfSingle()
                .text(1)
                .special(sep, 1)
                .build();
    }

    /** A role that is null in the configuration is "None" in Python, with an id that BERT has. */
    private static SpecialToken tokenOrNone(
            String role, int otherwise, SpecialTokens special, Tokenizer tokenizer) {
        return special.contentOf(role).isPresent()
                ? token(role, special, tokenizer)
                : new SpecialToken("None", otherwise);
    }

    /** Nothing around a text but the ends that the configuration asks for. */
    static PostProcessor ends(
            TokenizerConfiguration configuration, SpecialTokens special, Tokenizer tokenizer) {
        Optional<SpecialToken> bos = end("bos_token", configuration, special, tokenizer);
        Optional<SpecialToken> eos = end("eos_token", configuration, special, tokenizer);
        TemplateBuilder template = new TemplateBuilder();
        for (int text = 0; text < 2; text++) {
            int type = text;
            bos.ifPresent(token -> template.special(token, type));
            template.text(text);
            eos.ifPresent(token -> template.special(token, type));
            if (text == 0) {
                template.endOfSingle();
            }
        }
        return template.build();
    }

    private static Optional<SpecialToken> end(
            String role,
            TokenizerConfiguration configuration,
            SpecialTokens special,
            Tokenizer tokenizer) {
        return configuration.flag("add_" + role).orElse(false)
                        && special.contentOf(role).isPresent()
                ? Optional.of(token(role, special, tokenizer))
                : Optional.empty();
    }
}
