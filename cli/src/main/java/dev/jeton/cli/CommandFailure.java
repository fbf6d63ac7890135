package dev.jeton.cli;

import org.jspecify.annotations.Nullable;

/** Ends a command with a message for the user and an exit code. */
final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private CommandFailure(int exitCode, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** The task failed. */
    static CommandFailure failed(String message, @Nullable Throwable cause) {
        return new CommandFailure(ExitCode.FAILED, message, cause);
    }

    /** Wrong use, or input that cannot be read. */
    static CommandFailure wrongUse(String message) {
        return new CommandFailure(ExitCode.WRONG_USE, message, null);
    }

    /** Input that cannot be read because of {@code cause}. */
    static CommandFailure wrongUse(String message, Throwable cause) {
        return new CommandFailure(ExitCode.WRONG_USE, message, cause);
    }

    /** The user pressed Ctrl-C; there is nothing to say. */
    static CommandFailure interrupted() {
        return new CommandFailure(ExitCode.INTERRUPTED, "", null);
    }

    int exitCode() {
        return exitCode;
    }
}
