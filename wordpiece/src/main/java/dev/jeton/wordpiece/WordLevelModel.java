package dev.jeton.wordpiece;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.jeton.tokenize.model.IdBuffer;
import dev.jeton.tokenize.model.Model;
import dev.jeton.tokenize.model.ModelSession;
import dev.jeton.tokenize.model.ModelSpec;
import dev.jeton.tokenize.model.TokenSink;
import dev.jeton.tokenize.model.Vocabulary;

/**
 * A piece is a token if the vocabulary has it, else the unknown token: one look-up a piece. Has no
 * state, so it is its own session.
 */
final class WordLevelModel implements Model, ModelSession {
    private final Vocabulary vocabulary;
    private final UnknownToken unknown;

    WordLevelModel(ModelSpec spec) {
        vocabulary = Required.vocabulary(spec);
        unknown = new UnknownToken(spec, vocabulary);
    }

    @Override
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    @Override
    public ModelSession newSession() {
        return this;
    }

    private int idOf(byte[] utf8, int from, int to) {
        int id = vocabulary.idOf(utf8, from, to);
        return id == Vocabulary.NOT_FOUND ? unknown.id() : id;
    }

    @Override
    public void encode(byte[] utf8, int from, int to, IdBuffer out) {
        out.add(idOf(utf8, from, to));
    }

    @Override
    public void encode(byte[] utf8, int from, int to, TokenSink out) {
        int id = vocabulary.idOf(utf8, from, to);
        if (id == Vocabulary.NOT_FOUND) {
            out.token(unknown.id(), from, to);
        } else if (vocabulary.sharesIds()) {
            out.token(id, from, to, new String(utf8, from, to - from, UTF_8));
        } else {
            out.token(id, from, to);
        }
    }

    @Override
    public int count(byte[] utf8, int from, int to) {
        idOf(utf8, from, to);
        return 1;
    }
}
