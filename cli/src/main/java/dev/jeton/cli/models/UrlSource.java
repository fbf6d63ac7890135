package dev.jeton.cli.models;

import java.io.IOException;
import java.util.Optional;

/** A file at a plain address: value {@code url}, beginning with http:// or https://. */
final class UrlSource implements ModelSource {
    private final WebDownload download;

    UrlSource(WebDownload download) {
        this.download = download;
    }

    @Override
    public String type() {
        return "url";
    }

    @Override
    public String describe(ModelEntry.Part part) {
        return part.get("url", "?");
    }

    @Override
    public void fetch(Request request) throws FetchException, IOException, InterruptedException {
        download.fetch(request.part().require("url"), Optional.empty(), request);
    }
}
