package dev.jeton.tokenize;

/**
 * A tokenizer file that is valid as far as Jeton can tell, but needs a part that is not there: a
 * model whose module is missing, or a stage that is not supported yet. The message names the part.
 */
public final class UnsupportedPartException extends TokenizerException {
    private static final long serialVersionUID = 1L;

    /** Creates an exception with a message that names the part and where the file asks for it. */
    public UnsupportedPartException(String message) {
        super(message);
    }
}
