package dev.jeton.tokenize.internal.fetch;

import java.io.IOException;

/** A download that another try would not save: a wrong length, too many redirections. */
public final class DownloadException extends IOException {
    private static final long serialVersionUID = 1L;

    DownloadException(String message) {
        super(message);
    }
}
