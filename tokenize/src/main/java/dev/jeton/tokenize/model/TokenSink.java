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
}
