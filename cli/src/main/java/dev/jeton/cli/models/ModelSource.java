package dev.jeton.cli.models;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/**
 * A kind of place that models are fetched from. Register one with {@link
 * ModelStore.Builder#source}.
 */
public interface ModelSource {
    /** The word in the catalogue's {@code type}. */
    String type();

    /** A few words that name the place in messages. */
    String describe(ModelEntry.Part part);

    /**
     * Puts the part's bytes into {@code target}, whole.
     *
     * <p>The target may hold the first bytes from an earlier try. A source that cannot go on from
     * there starts again. On failure the target keeps what a later try can use. The caller compares
     * the hash.
     *
     * @throws FetchException with a message for the user
     * @throws IOException when the target cannot be written or the network fails
     */
    void fetch(Request request) throws FetchException, IOException, InterruptedException;

    /**
     * What to fetch and where to.
     *
     * @param part the catalogue's part
     * @param bytes the length it must have, or -1
     * @param target the file to fill
     * @param progress is told the length of the target now and then
     */
    record Request(ModelEntry.Part part, long bytes, Path target, LongConsumer progress) {}
}
