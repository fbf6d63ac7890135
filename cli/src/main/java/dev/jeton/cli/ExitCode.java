package dev.jeton.cli;

/** What {@code jeton} returns to the shell. */
final class ExitCode {
    /** The task was done. */
    static final int OK = 0;

    /** The task failed: the network, the disk, a template that refuses, a chat too long. */
    static final int FAILED = 1;

    /** Wrong use, or input that cannot be read. */
    static final int WRONG_USE = 2;

    /** Ctrl-C, as shells count it: 128 + SIGINT. */
    static final int INTERRUPTED = 130;

    /** The reader of the output went away, as shells count it: 128 + SIGPIPE. */
    static final int OUTPUT_CLOSED = 141;

    private ExitCode() {}
}
