package dev.jeton.cli.models;

import java.io.IOException;
import java.util.Optional;

/**
 * A file of a repository on the Hugging Face hub: values {@code repository}, {@code revision} (a
 * commit, so that the file never changes) and {@code file}.
 *
 * <p>{@code HF_ENDPOINT} names a mirror, {@code HF_TOKEN} is sent to it.
 */
final class HubSource implements ModelSource {
    static final String ENDPOINT = "https://huggingface.co";

    private final WebDownload download;
    private final String endpoint;
    private final Optional<String> token;

    HubSource(WebDownload download, Environment environment) {
        this.download = download;
        String given = environment.variable("HF_ENDPOINT").orElse(ENDPOINT);
        this.endpoint = given.endsWith("/") ? given.substring(0, given.length() - 1) : given;
        this.token = environment.variable("HF_TOKEN");
    }

    @Override
    public String type() {
        return "hub";
    }

    @Override
    public String describe(ModelEntry.Part part) {
        return "hub " + part.get("repository", "?");
    }

    @Override
    public void fetch(Request request) throws FetchException, IOException, InterruptedException {
        ModelEntry.Part part = request.part();
        String address =
                endpoint
                        + "/"
                        + part.require("repository")
                        + "/resolve/"
                        + part.get("revision", "main")
                        + "/"
                        + part.require("file");
        download.fetch(address, token, request);
    }
}
