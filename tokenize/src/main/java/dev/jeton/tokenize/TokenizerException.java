package dev.jeton.tokenize;

import org.jspecify.annotations.Nullable;

/**
 * A tokenizer file or a text that cannot be used.
 *
 * <p>The message says where (file and JSON path), what was found, what was expected and what to do.
 */
public class TokenizerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates an exception with a message in the style described above. */
    public TokenizerException(String message) {
        super(message);
    }

    /** Creates an exception that keeps the failure that caused it. */
    public TokenizerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
