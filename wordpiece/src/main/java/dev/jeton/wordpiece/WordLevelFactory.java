package dev.jeton.wordpiece;

import dev.jeton.tokenize.model.Model;
import dev.jeton.tokenize.model.ModelFactory;
import dev.jeton.tokenize.model.ModelSpec;

/**
 * Makes models whose tokens are whole words; the service for the model type {@code "WordLevel"}.
 * Immutable.
 *
 * <p>The option {@code unk_token} must be there. An unknown token that is not in the vocabulary is
 * no error until a text needs it.
 */
public final class WordLevelFactory implements ModelFactory {
    /** A factory. */
    public WordLevelFactory() {}

    @Override
    public String type() {
        return "WordLevel";
    }

    @Override
    public Model create(ModelSpec spec) {
        return new WordLevelModel(spec);
    }
}
