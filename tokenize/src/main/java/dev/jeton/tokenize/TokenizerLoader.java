package dev.jeton.tokenize;

import dev.jeton.tokenize.hub.Hub;
import dev.jeton.tokenize.hub.HubOptions;
import dev.jeton.tokenize.internal.gguf.GgufFile;
import dev.jeton.tokenize.internal.json.TokenizerFile;
import dev.jeton.tokenize.internal.json.TokenizerJsonReader;
import dev.jeton.tokenize.internal.ranks.RankFileReader;
import dev.jeton.tokenize.internal.ranks.TekkenReader;
import dev.jeton.tokenize.model.Model;
import dev.jeton.tokenize.model.ModelFactory;
import dev.jeton.tokenize.model.ModelSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Loads tokenizers with chosen limits and models. Immutable; made by {@link Tokenizers#loader()}.
 */
public final class TokenizerLoader {
    private static final String JSON_NAME = "tokenizer.json";

    private final LoadLimits limits;
    private final List<ModelFactory> models;
    private final List<TokenizerFormat> formats;
    private final @Nullable TiktokenEncoding encoding;
    private final Compat compat;
    private final boolean strict;

    private TokenizerLoader(
            LoadLimits limits,
            List<ModelFactory> models,
            List<TokenizerFormat> formats,
            @Nullable TiktokenEncoding encoding,
            Compat compat,
            boolean strict) {
        this.limits = limits;
        this.models = models;
        this.formats = formats;
        this.encoding = encoding;
        this.compat = compat;
        this.strict = strict;
    }

    /** A loader that finds models and formats as services. */
    static TokenizerLoader ofServices() {
        return new TokenizerLoader(
                LoadLimits.defaults(), List.of(), List.of(), null, Compat.HF_0_22, false);
    }

    /** A loader with other limits. */
    public TokenizerLoader limits(LoadLimits newLimits) {
        return new TokenizerLoader(newLimits, models, formats, encoding, compat, strict);
    }

    /**
     * A loader that takes its models from this list before it looks for services: for native images
     * and shaded jars, where services get lost.
     */
    public TokenizerLoader models(List<? extends ModelFactory> factories) {
        return new TokenizerLoader(
                limits, List.copyOf(factories), formats, encoding, compat, strict);
    }

    /** A loader that asks these formats of files before it looks for services. */
    public TokenizerLoader formats(List<? extends TokenizerFormat> fileFormats) {
        return new TokenizerLoader(
                limits, models, List.copyOf(fileFormats), encoding, compat, strict);
    }

    /**
     * A loader that takes pattern and special tokens of rank files ({@code .tiktoken}) from this
     * encoding. Without it the rank files of OpenAI are known by their hash; others are refused.
     */
    public TokenizerLoader encoding(TiktokenEncoding newEncoding) {
        return new TokenizerLoader(limits, models, formats, newEncoding, compat, strict);
    }

    /**
     * A loader of tokenizers that do as another version of Hugging Face tokenizers does; {@link
     * Compat#HF_0_22} by default. It counts for the formats that this library reads.
     */
    public TokenizerLoader compat(Compat version) {
        return new TokenizerLoader(limits, models, formats, encoding, version, strict);
    }

    /**
     * A loader that refuses a tokenizer.json that Hugging Face tokenizers takes although it harms
     * whoever uses it: names that stand twice, two tokens with one id, ids of added tokens that are
     * not those they get, an unknown token that is none, templates that lose a text, truncation and
     * padding that cannot work. docs/tokenizers.md has the list. Off by default; it costs another
     * pass over the file.
     */
    public TokenizerLoader strict(boolean on) {
        return new TokenizerLoader(limits, models, formats, encoding, compat, on);
    }

    /**
     * Loads a tokenizer.json, a tekken.json, a GGUF file, a SentencePiece {@code .model}, a rank
     * file ({@code .tiktoken}), or a folder with one of them.
     *
     * @throws TokenizerException if the file is missing, broken or needs a part that is not there
     */
    public Tokenizer load(Path path) {
        if (Files.isDirectory(path)) {
            return loadFolder(path);
        }
        if (!Files.exists(path)) {
            throw new TokenizerException(
                    path
                            + ": no such file. Expected a tokenizer.json, a GGUF file, a .model, or"
                            + " a folder with one of them.");
        }
        return GgufFile.isGguf(path) ? loadGguf(path) : loadFile(path);
    }

    /**
     * Loads the tokenizer of a repository on the Hugging Face hub.
     *
     * @param id the repository, such as {@code org/name}
     * @throws dev.jeton.tokenize.hub.HubException if it cannot be had
     * @throws TokenizerException if its files are broken or need a part that is not there
     */
    public Tokenizer fromPretrained(String id, HubOptions options) {
        return load(Hub.of(options).tokenizerFolder(id));
    }

    /**
     * Loads one of OpenAI's encodings. Its rank file is taken from tiktoken's cache folder ({@code
     * TIKTOKEN_CACHE_DIR}), or fetched into it; its hash is checked.
     *
     * @throws IllegalArgumentException if it is none of OpenAI's
     * @throws TokenizerException if the file cannot be had
     */
    public Tokenizer fetch(TiktokenEncoding openAi) {
        byte[] ranks = RankStore.ofProcess().read(openAi, limits);
        return encoding(openAi).load(ranks, openAi.rankFileName().orElse(openAi.name()));
    }

    private Tokenizer loadFolder(Path folder) {
        PretrainedFolder pretrained = new PretrainedFolder(folder, this, limits);
        Path json = folder.resolve(JSON_NAME);
        if (Files.exists(json)) {
            return pretrained.configured(load(json));
        }
        Path tekken = folder.resolve("tekken.json");
        if (Files.exists(tekken)) {
            return load(tekken);
        }
        return pretrained.fromVocabulary().orElseGet(() -> load(onlyFile(folder)));
    }

    private static Path onlyFile(Path folder) {
        for (String suffix : List.of(".gguf", ".tiktoken", ".model")) {
            List<Path> files = filesEndingIn(suffix, folder);
            if (files.size() == 1) {
                return files.get(0);
            }
            if (files.size() > 1) {
                throw new TokenizerException(
                        folder
                                + " has no tokenizer.json and "
                                + files.size()
                                + " files that end in "
                                + suffix
                                + ". Name the one to load.");
            }
        }
        throw new TokenizerException(
                folder
                        + " has no tokenizer. Expected a tokenizer.json, a tekken.json, a vocab.txt,"
                        + " a vocab.json with merges.txt, or one .gguf, .tiktoken or .model file.");
    }

    private static List<Path> filesEndingIn(String suffix, Path folder) {
        try (var files = Files.list(folder)) {
            return files.filter(f -> f.toString().endsWith(suffix)).sorted().toList();
        } catch (IOException e) {
            throw new TokenizerException(folder + " cannot be listed: " + e, e);
        }
    }

    private Tokenizer loadFile(Path path) {
        String name = String.valueOf(path.getFileName());
        if (name.equals("vocab.txt") || name.equals("vocab.json") || name.equals("merges.txt")) {
            Path folder = Objects.requireNonNullElse(path.toAbsolutePath().getParent(), path);
            return new PretrainedFolder(folder, this, limits)
                    .fromVocabulary()
                    .orElseThrow(
                            () ->
                                    new TokenizerException(
                                            path
                                                    + " is one of two files: vocab.json and"
                                                    + " merges.txt must lie side by side."));
        }
        return load(read(path), Objects.toString(path.getFileName(), JSON_NAME));
    }

    /** The bytes of a file, if it is not too large. */
    byte[] read(Path path) {
        try {
            long size = Files.size(path);
            if (size > limits.maxBytes()) {
                throw new TokenizerException(
                        String.format(
                                "%s has %,d bytes, more than %,d (LoadLimits.maxBytes).",
                                path, size, limits.maxBytes()));
            }
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new TokenizerException(path + " cannot be read: " + e, e);
        }
    }

    private Tokenizer loadGguf(Path path) {
        return build(GgufTokenizerReader.read(GgufFile.read(path), limits));
    }

    /**
     * Loads a tokenizer.json, a tekken.json, a SentencePiece {@code .model} or a rank file from
     * memory.
     *
     * @param name the name of the file: it stands in messages, and its ending helps to tell the
     *     formats apart
     */
    public Tokenizer load(byte[] file, String name) {
        TokenizerFormat format = TokenizerFormats.find(file, name, formats);
        if (format != null) {
            return format.read(file, name, limits);
        }
        if (RankFileReader.recognizes(file)) {
            return build(RankFiles.read(file, name, encoding, limits));
        }
        if (TekkenReader.recognizes(file)) {
            return build(TekkenReader.open(file, name, limits).read());
        }
        Tokenizer tokenizer = build(TokenizerJsonReader.read(file, name, limits));
        if (strict) {
            StrictCheck.require(StrictCheck.findings(tokenizer, file, name), name);
        }
        return tokenizer;
    }

    /** Loads a tekken.json with what only Mistral's own library tells of it. */
    Tekken loadTekken(byte[] file, String name) {
        TekkenReader reader = TekkenReader.open(file, name, limits);
        return new Tekken(build(reader.read()), reader.version());
    }

    /**
     * Loads a tokenizer.json or a SentencePiece {@code .model} from a stream, which is read to its
     * end but not closed.
     */
    public Tokenizer load(InputStream file, String name) {
        try {
            int most = (int) Math.min(Integer.MAX_VALUE - 16L, limits.maxBytes());
            byte[] bytes = file.readNBytes(most);
            if (file.read() >= 0) {
                throw new TokenizerException(
                        String.format(
                                "%s has more than %,d bytes (LoadLimits.maxBytes).", name, most));
            }
            return load(bytes, name);
        } catch (IOException e) {
            throw new TokenizerException(name + " cannot be read: " + e, e);
        }
    }

    Tokenizer build(TokenizerFile file) {
        boolean raw = file.completeBytes() && Parts.endsWithByteLevel(file.preTokenizer());
        ModelSpec spec = file.model().byteLevel(raw).build();
        Model model = ModelFactories.find(spec, models).create(spec);
        if (spec.fileVocabulary().wide()) {
            model = new WideIdModel(model, spec.fileVocabulary());
        }
        AddedVocabulary added =
                AddedVocabulary.empty(model.vocabulary(), compat)
                        .with(file.addedTokens(), file.fixedIds(), file.normalizer());
        return new Tokenizer(
                new Parts(
                        file.truncation(),
                        file.padding(),
                        added,
                        file.normalizer(),
                        file.preTokenizer(),
                        file.postProcessor(),
                        file.decoder(),
                        spec,
                        model));
    }
}
