package dev.jeton.tokenize.model;

/** Receives the tokens of a piece, in order. */
@FunctionalInterface
public interface TokenSink {
    /**
     * Takes one token.
     *
     * @param id its id
     * @param from the first byte it covers, an index into the array given to the model
     * @param to the end of the bytes it covers, exclusive
     */
    void token(int id, int from, int to);

    /**
     * Takes one token whose text is known, where its id does not tell it because two tokens share
     * the id ({@link Vocabulary#sharesIds()}).
     *
     * @param text the token as the file writes it
     */
    default void token(int id, int from, int to, String text) {
        token(id, from, to);
    }
}
