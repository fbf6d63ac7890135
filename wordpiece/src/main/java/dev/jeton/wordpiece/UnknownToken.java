package dev.jeton.wordpiece;

import dev.jeton.tokenize.TokenizerException;
import dev.jeton.tokenize.model.ModelSpec;
import dev.jeton.tokenize.model.Vocabulary;

/** The token for words that cannot be written with the vocabulary. Immutable. */
final class UnknownToken {
    private final String place;
    private final String token;
    private final int id;

    UnknownToken(ModelSpec spec, Vocabulary vocabulary) {
        place = spec.file() + ": " + spec.path();
        token = Required.string(spec, "unk_token");
        id = vocabulary.idOf(token);
    }

    /** Its id; refuses where the vocabulary does not have it. */
    int id() {
        if (id == Vocabulary.NOT_FOUND) {
            throw new TokenizerException(
                    place
                            + ".unk_token is \""
                            + token
                            + "\", which is not in the vocabulary, but the text has a word that"
                            + " needs it. Add the token to the vocabulary.");
        }
        return id;
    }
}
