package dev.jeton.generate;

/**
 * Watches a generation while it runs and may cancel it. Called on the thread that generates; {@link
 * #cancelled()} is asked before every step, and may be answered from a flag that another thread
 * sets.
 */
@FunctionalInterface
public interface GenerationListener {
    /** Does nothing. */
    GenerationListener NONE = text -> {};

    /**
     * More text became certain. Never half a character, never a part of a stop string; not called
     * for empty text.
     */
    void onText(String text);

    /** The prompt is about to be read; {@code reusedTokens} of it are in the cache already. */
    default void onPrompt(int promptTokens, int reusedTokens) {}

    /** A token was made; its text may come later, or never where it is special. */
    default void onToken(int id) {}

    /** Whether to stop before the next step. */
    default boolean cancelled() {
        return false;
    }
}
