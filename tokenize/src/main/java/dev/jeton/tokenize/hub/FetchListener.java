package dev.jeton.tokenize.hub;

/** Is told how a fetch goes on. Calls come from the fetching thread. */
public interface FetchListener {
    /** Says nothing. */
    FetchListener SILENT = new FetchListener() {};

    /**
     * A file begins to arrive.
     *
     * @param name the file's name
     * @param source where it comes from
     * @param doneBytes so many are here already
     * @param totalBytes its length, or -1 if the server does not tell
     */
    default void started(String name, String source, long doneBytes, long totalBytes) {}

    /** So many bytes of the file are here. */
    default void progress(long doneBytes) {}

    /** No more bytes will come: the file is complete, or this source failed. */
    default void stopped() {}

    /** One line for the user: waiting for another process, going on with the next source. */
    default void notice(String line) {}
}
