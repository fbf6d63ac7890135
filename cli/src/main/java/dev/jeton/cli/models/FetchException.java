package dev.jeton.cli.models;

import org.jspecify.annotations.Nullable;

/** A model that could not be fetched, listed or removed; the message says why and what to do. */
public final class FetchException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean wrongUse;

    private FetchException(String message, @Nullable Throwable cause, boolean wrongUse) {
        super(message, cause);
        this.wrongUse = wrongUse;
    }

    /** The task failed. */
    public FetchException(String message) {
        this(message, null, false);
    }

    /** The task failed because of {@code cause}. */
    public FetchException(String message, @Nullable Throwable cause) {
        this(message, cause, false);
    }

    /** What the user gave cannot be used: an unknown name, a broken catalogue. */
    static FetchException wrongUse(String message) {
        return new FetchException(message, null, true);
    }

    /** Whether the user's input is to blame rather than the network or the disk. */
    public boolean isWrongUse() {
        return wrongUse;
    }
}
