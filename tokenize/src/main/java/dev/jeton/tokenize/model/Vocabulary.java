package dev.jeton.tokenize.model;

/**
 * The tokens of a model and their ids. Sketch of the shape, to be filled by the BPE work: strings as
 * the file writes them, and, for byte-level models, the raw bytes they stand for.
 */
public interface Vocabulary {
    /** Returned where there is no such token. */
    int NOT_FOUND = -1;

    /** The number of distinct tokens. */
    int size();

    /** The id of {@code token} as the file writes it, or {@link #NOT_FOUND}. */
    int idOf(String token);

    /** The token as the file writes it, or null where no token has this id. */
    @org.jspecify.annotations.Nullable
    String tokenOf(int id);
}
