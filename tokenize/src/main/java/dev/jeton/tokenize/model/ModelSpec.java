package dev.jeton.tokenize.model;

/**
 * What a tokenizer file says about its model, format-neutral: type, vocabulary, merges or scores, and
 * options with their JSON path for messages. Sketch of the shape, to be filled by the BPE work.
 */
public interface ModelSpec {
    /** The type, for example {@code "BPE"}. */
    String type();

    /** True where pieces arrive as raw bytes because a ByteLevel stage comes before the model. */
    boolean byteLevel();
}
