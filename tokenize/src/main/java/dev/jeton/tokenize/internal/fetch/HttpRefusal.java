package dev.jeton.tokenize.internal.fetch;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.OptionalLong;

/** A server's answer that is no file: its status and headers. */
public final class HttpRefusal extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient URI uri;
    private final int status;
    private final transient HttpHeaders headers;

    HttpRefusal(URI uri, int status, HttpHeaders headers) {
        super("the server " + uri.getHost() + " answered " + status + why(status));
        this.uri = uri;
        this.status = status;
        this.headers = headers;
    }

    private static String why(int status) {
        return switch (status) {
            case 401, 403 -> " (access refused; a private or gated file needs a token in HF_TOKEN)";
            case 404 -> " (not found)";
            case 429 -> " (too many requests)";
            default -> "";
        };
    }

    /** The address that was asked last. */
    public URI uri() {
        return uri;
    }

    /** The status, such as 404. */
    public int status() {
        return status;
    }

    /** The first header of this name, or an empty string. */
    public String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    /** The seconds of {@code Retry-After}, if the header is there and holds a number. */
    OptionalLong retryAfterSeconds() {
        String value = header("retry-after").strip();
        return value.matches("\\d{1,9}")
                ? OptionalLong.of(Long.parseLong(value))
                : OptionalLong.empty();
    }

    /** Whether another try may succeed: the server is busy, or a gateway before it failed. */
    boolean isTemporary() {
        return status == 408 || status == 429 || status >= 500;
    }
}
