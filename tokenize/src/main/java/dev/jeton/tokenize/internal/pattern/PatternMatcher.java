package dev.jeton.tokenize.internal.pattern;

/**
 * Finds the matches of a {@link SplitPattern} one after another. Holds the scratch memory of the
 * search: one thread at a time, reused for any number of texts.
 */
public interface PatternMatcher {
    /**
     * Starts over on {@code utf8[from, to)}, which is the whole text: {@code ^}, {@code \b} and
     * look-behind see nothing outside of it. It must be well-formed UTF-8.
     */
    void reset(byte[] utf8, int from, int to);

    /**
     * Goes to the next match. An empty match directly behind the last one is passed over, as
     * Oniguruma's users do.
     *
     * @throws dev.jeton.tokenize.TokenizerException if the search takes more steps than the limit
     */
    boolean find();

    /** Where the current match starts, an index into the array. */
    int start();

    /** Where the current match ends, an index into the array. */
    int end();
}
