package dev.jeton.cli.models;

import dev.jeton.tokenize.internal.fetch.DownloadException;
import dev.jeton.tokenize.internal.fetch.HttpDownload;
import dev.jeton.tokenize.internal.fetch.HttpRefusal;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/** {@link HttpDownload} with the failures of sources. */
final class WebDownload {
    private final HttpDownload download;

    WebDownload(Environment environment, HttpDownload.Timeouts timeouts) {
        download = new HttpDownload(environment.variables(), timeouts);
    }

    /** Fills the request's target with the bytes at {@code address}. */
    void fetch(String address, Optional<String> token, ModelSource.Request request)
            throws FetchException, IOException, InterruptedException {
        URI uri =
                HttpDownload.uri(address)
                        .orElseThrow(
                                () ->
                                        FetchException.wrongUse(
                                                "\""
                                                        + address
                                                        + "\" is not an address that begins with"
                                                        + " http:// or https://."));
        HttpDownload.Target target =
                new HttpDownload.Target(
                        request.target(), request.bytes(), Long.MAX_VALUE, request.progress());
        try {
            download.fetch(uri, token, target);
        } catch (HttpRefusal | DownloadException e) {
            throw new FetchException(String.valueOf(e.getMessage()), e);
        }
    }
}
