package dev.jeton.tokenize;

import dev.jeton.tokenize.model.ModelFactory;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/**
 * Loads tokenizers with chosen limits and models. Immutable; made by {@link Tokenizers#loader()}.
 */
public final class TokenizerLoader {
    private final LoadLimits limits;
    private final List<ModelFactory> models;

    TokenizerLoader(LoadLimits limits, List<ModelFactory> models) {
        this.limits = limits;
        this.models = models;
    }

    /** A loader with other limits. */
    public TokenizerLoader limits(LoadLimits newLimits) {
        return new TokenizerLoader(newLimits, models);
    }

    /**
     * A loader that takes its models from this list before it looks for services: for native images
     * and shaded jars, where services get lost.
     */
    public TokenizerLoader models(List<? extends ModelFactory> factories) {
        return new TokenizerLoader(limits, List.copyOf(factories));
    }

    /**
     * Loads a tokenizer.json, a GGUF file, or a folder with one of them.
     *
     * @throws TokenizerException if the file is missing, broken or needs a part that is not there
     */
    public Tokenizer load(Path path) {
        throw new TokenizerException("not built yet: " + path + limits + models);
    }

    /** Loads a tokenizer.json from memory; {@code name} stands in messages. */
    public Tokenizer load(byte[] json, String name) {
        throw new TokenizerException("not built yet: " + name);
    }

    /** Loads a tokenizer.json from a stream, which is read to its end but not closed. */
    public Tokenizer load(InputStream json, String name) {
        throw new TokenizerException("not built yet: " + name);
    }
}
