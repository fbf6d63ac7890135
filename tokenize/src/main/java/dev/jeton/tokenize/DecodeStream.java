package dev.jeton.tokenize;

/**
 * Decodes one id at a time and never returns half a character. Not thread-safe: one stream, one
 * thread.
 */
public interface DecodeStream {
    /** Takes one more id; returns the text that became certain, often empty. */
    String step(int id);
}
