package dev.jeton.tokenize;

import dev.jeton.tokenize.hub.HubOptions;
import dev.jeton.tokenize.model.Model;
import dev.jeton.tokenize.model.ModelSpec;
import java.nio.file.Path;

/** Loads tokenizers from files. */
public final class Tokenizers {
    private Tokenizers() {}

    /**
     * Loads a tokenizer from a {@code tokenizer.json}, a GGUF file, a SentencePiece {@code .model},
     * or a folder that holds one.
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
        return TokenizerLoader.ofServices();
    }

    /**
     * Starts a tokenizer around a model, without any other stage.
     *
     * @param spec what the file says about the model, for {@link Tokenizer#toJson}
     * @param model the model that {@code spec} describes
     */
    public static TokenizerBuilder builder(ModelSpec spec, Model model) {
        return new TokenizerBuilder(spec, model);
    }
}
