package dev.jeton.tokenize;

import dev.jeton.tokenize.hub.HubOptions;
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

    /**
     * Loads the tokenizer of a repository on the Hugging Face hub, fetched into the cache that
     * Python uses unless it is there.
     *
     * @param id the repository, such as {@code org/name}
     * @throws dev.jeton.tokenize.hub.HubException if it cannot be had
     * @throws TokenizerException if its files are broken or need a part that is not supported
     */
    public static Tokenizer fromPretrained(String id) {
        return fromPretrained(id, HubOptions.defaults());
    }

    /** Loads as {@link #fromPretrained(String)} does, with a revision, a token and so on. */
    public static Tokenizer fromPretrained(String id, HubOptions options) {
        return loader().fromPretrained(id, options);
    }

    /** A loader with default limits that finds the models of all modules on the path. */
    public static TokenizerLoader loader() {
        return new TokenizerLoader(LoadLimits.defaults(), List.of());
    }
}
