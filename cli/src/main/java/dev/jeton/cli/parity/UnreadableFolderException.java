package dev.jeton.cli.parity;

/**
 * A folder of golden data that cannot be read: missing, without known files, or with a broken row.
 */
public final class UnreadableFolderException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The message names the folder, or the file and line, and says what was expected there. */
    public UnreadableFolderException(String message) {
        super(message);
    }

    /** Keeps the failure of the reader as the cause. */
    public UnreadableFolderException(String message, Throwable cause) {
        super(message, cause);
    }
}
