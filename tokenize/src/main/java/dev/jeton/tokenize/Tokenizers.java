package dev.jeton.tokenize;

import java.nio.file.Path;

/** Loads tokenizers from files. */
public final class Tokenizers {
    private Tokenizers() {}

    /**
     * Loads a tokenizer from a {@code tokenizer.json}, a GGUF file, or a folder that holds one.
     *
     * @throws TokenizerException if the file is missing, broken or needs a part that is not supported
     */
    public static Tokenizer load(Path path) {
        throw new TokenizerException("not built yet: " + path);
    }
}
