package dev.jeton.cli.loaders;

import dev.jeton.sentencepiece.SentencePieceProcessor;
import dev.jeton.tokenize.DecodeStream;
import dev.jeton.tokenize.EncodeLimits;
import dev.jeton.tokenize.EncodeOptions;
import dev.jeton.tokenize.Encoding;
import dev.jeton.tokenize.LoadLimits;
import dev.jeton.tokenize.Tekken;
import dev.jeton.tokenize.TiktokenEncoding;
import dev.jeton.tokenize.Tokenizer;
import dev.jeton.tokenize.TokenizerException;
import dev.jeton.tokenize.TokenizerLoader;
import dev.jeton.tokenize.Tokenizers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Loads a file as its kind is loaded, and uses what came out. A {@link TokenizerException} is an
 * answer; whatever else is thrown is a fault.
 */
final class LoaderTarget {
    /** The kinds of files, each with the loader that a user would take. */
    enum Kind {
        JSON,
        SENTENCE_PIECE,
        TIKTOKEN,
        TEKKEN,
        GGUF,
        /** A file of a folder that is loaded as a whole. */
        FOLDER
    }

    private static final List<String> TEXTS =
            List.of(
                    "",
                    "ab the b\u00E9 x",
                    "  \n<s>Hello</s> 123 [MASK]",
                    "\u65E5\u672C\u8A9E e\u0301 \uD83D\uDE00\uD800",
                    "a".repeat(300));

    private static final LoadLimits LIMITS =
            LoadLimits.defaults().withMaxPatternSteps(1_000_000).withMaxBytes(1 << 24);

    private static final EncodeOptions OPTIONS =
            EncodeOptions.defaults().withLimits(EncodeLimits.defaults().withMaxIds(100_000));

    private final Path folder;
    private final TokenizerLoader loader = Tokenizers.loader().limits(LIMITS);

    /**
     * A target.
     *
     * @param folder an empty one, for kinds that are loaded from disk
     */
    LoaderTarget(Path folder) {
        this.folder = folder;
    }

    /**
     * Loads and uses the file.
     *
     * @return whether it was taken
     */
    boolean isTaken(Kind kind, String name, byte[] file, Map<String, byte[]> beside)
            throws IOException {
        Tokenizer tokenizer;
        try {
            tokenizer = load(kind, name, file, beside);
        } catch (TokenizerException e) {
            return false;
        }
        use(tokenizer);
        return true;
    }

    private Tokenizer load(Kind kind, String name, byte[] file, Map<String, byte[]> beside)
            throws IOException {
        return switch (kind) {
            case JSON -> loader.load(file, name);
            case GGUF -> loader.load(Files.write(folder.resolve("x.gguf"), file));
            case TIKTOKEN -> {
                String pattern = "\\w+|\\s+|[^\\w\\s]+";
                yield loader.encoding(TiktokenEncoding.of("x", pattern, Map.of("<s>", 9999)))
                        .load(file, name);
            }
            case TEKKEN -> {
                Path path = Files.write(folder.resolve("tekken.json"), file);
                Tekken.load(path);
                yield loader.load(path);
            }
            case SENTENCE_PIECE -> {
                Tokenizer tokenizer = loader.load(file, name);
                SentencePieceProcessor.load(file, name, LIMITS).toBytes();
                yield tokenizer;
            }
            case FOLDER -> {
                Path whole = emptied(folder.resolve("whole"));
                for (Map.Entry<String, byte[]> other : beside.entrySet()) {
                    Files.write(whole.resolve(other.getKey()), other.getValue());
                }
                Files.write(whole.resolve(name), file);
                yield loader.load(whole);
            }
        };
    }

    private static Path emptied(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (Stream<Path> list = Files.list(folder)) {
            for (Path file : list.toList()) {
                Files.delete(file);
            }
        }
        return folder;
    }

    private static void use(Tokenizer tokenizer) {
        for (String text : TEXTS) {
            try {
                Encoding encoding = tokenizer.encode(text, OPTIONS);
                int[] ids = encoding.ids();
                if (ids.length != tokenizer.count(text, OPTIONS)) {
                    throw new AssertionError("count differs on \"" + text + "\"");
                }
                tokenizer.decode(ids);
                DecodeStream stream = tokenizer.decodeStream(true);
                for (int i = 0; i < ids.length && i < 40; i++) {
                    stream.step(ids[i]);
                }
            } catch (TokenizerException e) {
                // an answer as well
            }
        }
        try {
            tokenizer.stages();
            tokenizer.explain(TEXTS.get(1), OPTIONS);
            tokenizer.toJson();
        } catch (TokenizerException | UnsupportedOperationException e) {
            // an answer as well: not every file has a form in tokenizer.json
        }
    }
}
