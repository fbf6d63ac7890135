package dev.jeton.cli;

import dev.jeton.cli.models.Environment;
import dev.jeton.cli.models.FetchException;
import dev.jeton.cli.models.ModelStore;
import dev.jeton.tokenize.hub.FetchListener;
import java.nio.file.Path;

/** The real model of the tests, as a user gets it: from the cache, fetched when it is not there. */
public final class SmolLm2 {
    private SmolLm2() {}

    /** The GGUF file. A machine without it and without a network fails the test. */
    public static Path file() {
        try {
            ModelStore store = ModelStore.open(Environment.system());
            return store.fetch(store.catalog().require("smollm2"), FetchListener.SILENT);
        } catch (FetchException e) {
            throw new IllegalStateException(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while fetching SmolLM2", e);
        }
    }
}
