package dev.jeton.cli.parity;

/**
 * A row that cannot be judged here: its kind is not supported yet, or a file that it needs is not
 * there.
 *
 * <p>Such a row counts as failed; the message is the reason in the report.
 */
public final class NotReplayableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The reason, without the name of the row. */
    public NotReplayableException(String reason) {
        super(reason);
    }
}
