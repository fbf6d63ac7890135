package dev.jeton.tokenize.hub;

import dev.jeton.tokenize.TokenizerException;
import dev.jeton.tokenize.internal.fetch.HttpRefusal;
import org.jspecify.annotations.Nullable;

/** A repository or file of the hub that cannot be had; the message says why and what to do. */
public final class HubException extends TokenizerException {
    private static final long serialVersionUID = 1L;

    /** Why it cannot be had. */
    public enum Reason {
        /** There is no such repository, revision or file, or the repository is private. */
        NOT_FOUND,
        /** The repository is gated, or the token is wrong or lacks a right. */
        NO_ACCESS,
        /** Fetching is switched off, and the cache lacks it. */
        OFFLINE,
        /** The hub wants fewer requests. */
        TOO_MANY_REQUESTS,
        /** The hub answers, but not with what was asked for. */
        SERVER,
        /** The hub cannot be reached. */
        NETWORK,
        /** What came is too large, or is not what was announced. */
        CONTENT,
        /** The cache cannot be read or written. */
        CACHE,
        /** The thread was interrupted while it waited; its flag is set again. */
        INTERRUPTED
    }

    private final Reason reason;

    HubException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    HubException(Reason reason, String message) {
        this(reason, message, null);
    }

    /** Why it cannot be had. */
    public Reason reason() {
        return reason;
    }

    /** Whether an older snapshot in the cache should be used, as Python's library does. */
    boolean leavesTheCache() {
        return switch (reason) {
            case NO_ACCESS, TOO_MANY_REQUESTS, SERVER, NETWORK -> true;
            case NOT_FOUND ->
                    // A private repository is "not found" when a token has run out.
                    getCause() instanceof HttpRefusal refusal
                            && refusal.header("x-error-code").matches("|RepoNotFound");
            default -> false;
        };
    }
}
