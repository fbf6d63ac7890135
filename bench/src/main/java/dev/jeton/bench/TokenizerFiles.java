package dev.jeton.bench;

import dev.jeton.cli.models.Environment;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files of the tokenizer benchmarks: texts from this jar, tokenizers that were fetched. */
final class TokenizerFiles {
    /** The names of the texts. */
    static final List<String> TEXTS = List.of("english", "code", "chinese", "mixed");

    private TokenizerFiles() {}

    /** A text by name. */
    static String text(String name) {
        try (InputStream in = TokenizerFiles.class.getResourceAsStream(name + ".txt")) {
            if (in == null) {
                throw new IllegalArgumentException("no text " + name + ". Texts: " + TEXTS);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folder where {@code scripts/fetch-tokenizers} puts its files by default. */
    static Path fetched() {
        Environment environment = Environment.system();
        return environment
                .variable("JETON_REAL")
                .map(Path::of)
                .orElseGet(() -> environment.cacheFolder().resolve("tokenizers"));
    }

    /** The tokenizer.json of a fetched tokenizer. */
    static Path tokenizer(String name) {
        Path file = fetched().resolve(name).resolve("tokenizer.json");
        if (!Files.isRegularFile(file)) {
            throw new IllegalStateException(file + " is not there. Run scripts/fetch-tokenizers.");
        }
        return file;
    }
}
