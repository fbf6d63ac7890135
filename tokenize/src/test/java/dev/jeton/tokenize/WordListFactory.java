package dev.jeton.tokenize;

import dev.jeton.tokenize.model.IdBuffer;
import dev.jeton.tokenize.model.Model;
import dev.jeton.tokenize.model.ModelFactory;
import dev.jeton.tokenize.model.ModelSession;
import dev.jeton.tokenize.model.ModelSpec;
import dev.jeton.tokenize.model.TokenSink;
import dev.jeton.tokenize.model.Vocabulary;

/** A model for tests that need none of the model modules: a piece is one token, or id 0. */
final class WordListFactory implements ModelFactory {
    @Override
    public String type() {
        return "WordLevel";
    }

    @Override
    public Model create(ModelSpec spec) {
        Vocabulary vocabulary = spec.vocabulary();
        return new Model() {
            @Override
            public Vocabulary vocabulary() {
                return vocabulary;
            }

            @Override
            public ModelSession newSession() {
                return new WordListSession(vocabulary);
            }
        };
    }

    private record WordListSession(Vocabulary vocabulary) implements ModelSession {
        private int id(byte[] utf8, int from, int to) {
            return Math.max(0, vocabulary.idOf(utf8, from, to));
        }

        @Override
        public void encode(byte[] utf8, int from, int to, IdBuffer out) {
            out.add(id(utf8, from, to));
        }

        @Override
        public void encode(byte[] utf8, int from, int to, TokenSink out) {
            out.token(id(utf8, from, to), from, to);
        }

        @Override
        public int count(byte[] utf8, int from, int to) {
            return 1;
        }
    }
}
