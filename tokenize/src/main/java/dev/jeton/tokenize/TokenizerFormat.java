package dev.jeton.tokenize;

/**
 * A format of tokenizer files that lives in a module of its own. Found as a service, so a provider
 * needs {@code provides} in its {@code module-info.java} and a file under {@code
 * META-INF/services}; or given to {@link TokenizerLoader#formats}. Immutable and safe to share.
 */
public interface TokenizerFormat {
    /** The name of the format in messages, for example {@code "SentencePiece"}. */
    String name();

    /**
     * Whether a file is of this format; cheap, and never throws.
     *
     * @param file the whole file; not to be changed
     * @param name its name
     */
    boolean recognizes(byte[] file, String name);

    /**
     * Makes the tokenizer that a file describes, with {@link Tokenizers#builder}.
     *
     * @param file the whole file; not to be changed
     * @param name its name, for messages
     * @throws TokenizerException if the file is broken or over a limit
     */
    Tokenizer read(byte[] file, String name, LoadLimits limits);
}
