package dev.jeton.generate;

/**
 * The figures of one generation.
 *
 * @param promptTokens tokens of the prompt
 * @param reusedTokens how many of them were in the cache from the turn before
 * @param newTokens tokens made, an end token included
 * @param promptNanos time to read the prompt
 * @param firstTokenNanos time from the call to the first token
 * @param decodeNanos time from the first token to the last
 */
public record GenerationStats(
        int promptTokens,
        int reusedTokens,
        int newTokens,
        long promptNanos,
        long firstTokenNanos,
        long decodeNanos) {
    /** Tokens made a second after the first one; 0 where there are fewer than two. */
    public double tokensPerSecond() {
        return newTokens < 2 || decodeNanos <= 0 ? 0 : (newTokens - 1) * 1e9 / decodeNanos;
    }

    /** Prompt tokens read a second, those in the cache not counted. */
    public double promptTokensPerSecond() {
        return promptNanos <= 0 ? 0 : (promptTokens - reusedTokens) * 1e9 / promptNanos;
    }
}
