package dev.jeton.generate;

import org.jspecify.annotations.Nullable;

/**
 * A model file that cannot be used, or a request that this model cannot serve.
 *
 * <p>The message says where, what was found, what was expected and what to do.
 */
public class GenerateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates an exception with a message in the style described above. */
    public GenerateException(String message) {
        super(message);
    }

    /** Creates an exception that keeps the failure that caused it. */
    public GenerateException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
