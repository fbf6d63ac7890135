package dev.jeton.tokenize.model;

/**
 * Splits one piece of text into tokens of a vocabulary. Immutable and safe to share; all state of
 * running calls lives in sessions.
 */
public interface Model {
    /** The tokens of this model and their ids; added tokens are not in it. */
    Vocabulary vocabulary();

    /**
     * A new session: scratch memory and caches for one thread at a time. Costs memory and, until
     * its cache is warm, time; so keep it.
     */
    ModelSession newSession();

    /**
     * The id whose tokens are shown as the text they cover, or {@link Vocabulary#NOT_FOUND}. In
     * Unigram models that is the unknown piece: for {@code xyz} the reference's token is {@code
     * xyz}, where the other models give the name of the unknown token.
     */
    default int idShownAsText() {
        return Vocabulary.NOT_FOUND;
    }

    /**
     * Whether the model can be asked about both sides of two neighbouring characters of a piece on
     * their own: whatever the piece is, the tokens are the same. No by default.
     */
    default boolean splits(int before, int after) {
        return false;
    }
}
