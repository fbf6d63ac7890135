package dev.jeton.tokenize;

import dev.jeton.tokenize.model.IdBuffer;
import dev.jeton.tokenize.model.Model;
import dev.jeton.tokenize.model.ModelSession;
import dev.jeton.tokenize.model.TokenSink;
import dev.jeton.tokenize.model.Vocabulary;

/**
 * A model of a file with ids of 2147483647 or more. The model inside works with small ids, the
 * entries of the vocabulary; what it gives is turned into the ids of the file here. So no model
 * needs to know of such files, and the others pay nothing.
 */
final class WideIdModel implements Model {
    private final Model model;
    private final Vocabulary vocabulary;

    /**
     * Wraps a model.
     *
     * @param model a model over {@link Vocabulary#dense()} of {@code vocabulary}
     * @param vocabulary the tokens with the ids of the file
     */
    WideIdModel(Model model, Vocabulary vocabulary) {
        this.model = model;
        this.vocabulary = vocabulary;
    }

    @Override
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    @Override
    public boolean splits(int before, int after) {
        return model.splits(before, after);
    }

    @Override
    public ModelSession newSession() {
        return new WideSession(model.newSession());
    }

    private final class WideSession implements ModelSession {
        private final ModelSession session;
        private final IdBuffer entries = new IdBuffer(64);

        WideSession(ModelSession session) {
            this.session = session;
        }

        @Override
        public void encode(byte[] utf8, int from, int to, IdBuffer out) {
            entries.clear();
            session.encode(utf8, from, to, entries);
            for (int i = 0; i < entries.size(); i++) {
                out.add(vocabulary.id(entries.get(i)));
            }
        }

        @Override
        public void encode(byte[] utf8, int from, int to, TokenSink out) {
            session.encode(
                    utf8,
                    from,
                    to,
                    new TokenSink() {
                        @Override
                        public void token(int entry, int a, int b) {
                            out.token(vocabulary.id(entry), a, b);
                        }

                        @Override
                        public void token(int entry, int a, int b, String text) {
                            out.token(vocabulary.id(entry), a, b, text);
                        }
                    });
        }

        @Override
        public int count(byte[] utf8, int from, int to) {
            return session.count(utf8, from, to);
        }
    }
}
