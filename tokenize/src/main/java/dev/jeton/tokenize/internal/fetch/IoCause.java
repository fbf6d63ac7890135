package dev.jeton.tokenize.internal.fetch;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Puts into words why reading, writing or a connection failed. */
public final class IoCause {
    private static final String UNKNOWN_HOST = "the host name is unknown (no network?)";

    private IoCause() {}

    /** A few words, in small letters, without a full stop. */
    public static String of(Throwable failure) {
        if (isDiskFull(failure)) {
            return "no space left on the disk";
        }
        // The HTTP client wraps it in a ConnectException, which says less.
        for (Throwable e = failure; e != null; e = e.getCause()) {
            if (e instanceof UnresolvedAddressException) {
                return UNKNOWN_HOST;
            }
        }
        for (Throwable e = failure; e != null; e = e.getCause()) {
            String words = known(e);
            if (words != null) {
                return words;
            }
        }
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
    }

    private static @Nullable String known(Throwable e) {
        if (e instanceof UnknownHostException) {
            return UNKNOWN_HOST;
        }
        if (e instanceof HttpConnectTimeoutException) {
            return "the connection timed out";
        }
        if (e instanceof HttpTimeoutException) {
            return "no answer in time";
        }
        if (e instanceof ConnectException) {
            return "connection refused or no route to the host";
        }
        if (e instanceof SSLException) {
            return "the TLS connection failed: " + e.getMessage();
        }
        if (e instanceof NoSuchFileException) {
            return "there is no such file";
        }
        if (e instanceof AccessDeniedException) {
            return "access is denied";
        }
        if (e instanceof EOFException) {
            return "the connection ended early";
        }
        return e instanceof FileSystemException file ? file.getReason() : null;
    }

    /** Whether writing failed because the disk or the user's quota is full. */
    public static boolean isDiskFull(Throwable failure) {
        for (Throwable e = failure; e != null; e = e.getCause()) {
            if (e instanceof IOException && e.getMessage() != null) {
                String text = e.getMessage().toLowerCase(Locale.ROOT);
                if (text.contains("no space left")
                        || text.contains("not enough space")
                        || text.contains("disk quota exceeded")) {
                    return true;
                }
            }
        }
        return false;
    }
}
