package dev.jeton.tokenize;

import java.nio.file.Path;
import java.util.List;

/** Loads tokenizers from files. */
public final class Tokenizers {
    private Tokenizers() {}

    /**
     * Loads a tokenizer from a {@code tokenizer.json}, a GGUF file, or a folder that holds one.
     *
     * @throws TokenizerException if the file is missing, broken or needs a part that is not
     *     supported
     */
    public static Tokenizer load(Path path) {
        return loader().load(path);
    }

    /** A loader with default limits that finds the models of all modules on the path. */
    public static TokenizerLoader loader() {
        return new TokenizerLoader(LoadLimits.defaults(), List.of());
    }
}
