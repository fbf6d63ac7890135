package dev.jeton.tokenize.model;

/**
 * Makes models of one type. Found as a service, so a provider needs {@code provides} in its {@code
 * module-info.java} and a file under {@code META-INF/services}.
 */
public interface ModelFactory {
    /** The value of {@code model.type} in a tokenizer.json, for example {@code "BPE"}. */
    String type();

    /**
     * Makes the model.
     *
     * @throws dev.jeton.tokenize.TokenizerException if the description is not usable
     */
    Model create(ModelSpec spec);
}
