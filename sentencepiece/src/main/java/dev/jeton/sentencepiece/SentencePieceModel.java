package dev.jeton.sentencepiece;

import dev.jeton.tokenize.model.IdBuffer;
import dev.jeton.tokenize.model.Model;
import dev.jeton.tokenize.model.ModelSession;
import dev.jeton.tokenize.model.TokenSink;
import dev.jeton.tokenize.model.Vocabulary;
import org.jspecify.annotations.Nullable;

/** The pieces of a file and how they cut text, as a stage of a tokenizer. Immutable. */
final class SentencePieceModel implements Model {
    private final Pieces pieces;
    private final ModelType type;
    private final boolean namesUnknown;
    private final @Nullable UnigramPieces unigram;
    private final @Nullable BpePieces bpe;
    private final Vocabulary vocabulary;

    /**
     * A model.
     *
     * @param namesUnknown whether unknown tokens are shown by name instead of the text they cover
     */
    SentencePieceModel(Pieces pieces, ModelType type, boolean namesUnknown) {
        this(
                pieces,
                type,
                namesUnknown,
                type == ModelType.UNIGRAM ? new UnigramPieces(pieces) : null,
                type == ModelType.BPE ? new BpePieces(pieces) : null,
                pieces.vocabulary());
    }

    private SentencePieceModel(
            Pieces pieces,
            ModelType type,
            boolean namesUnknown,
            @Nullable UnigramPieces unigram,
            @Nullable BpePieces bpe,
            Vocabulary vocabulary) {
        this.pieces = pieces;
        this.type = type;
        this.namesUnknown = namesUnknown;
        this.unigram = unigram;
        this.bpe = bpe;
        this.vocabulary = vocabulary;
    }

    /** The same model that shows unknown tokens in this way. */
    SentencePieceModel withUnknownNamed(boolean named) {
        return new SentencePieceModel(pieces, type, named, unigram, bpe, vocabulary);
    }

    @Override
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    @Override
    public int idShownAsText() {
        return namesUnknown || pieces.byteFallback() ? Vocabulary.NOT_FOUND : pieces.unknownId();
    }

    /** The pieces of a BPE model, else null. */
    @Nullable BpePieces bpe() {
        return bpe;
    }

    /** The pieces of a unigram model, else null. */
    @Nullable UnigramPieces unigram() {
        return unigram;
    }

    Cutter newCutter() {
        if (unigram != null) {
            return new UnigramCutter(unigram);
        }
        if (bpe != null) {
            return new BpeCutter(bpe);
        }
        return type == ModelType.WORD ? new WordCutter(pieces) : new CharCutter(pieces);
    }

    @Override
    public ModelSession newSession() {
        return new Session(pieces, newCutter());
    }

    /** One thread's way through the model. */
    private static final class Session implements ModelSession {
        private static final int KEPT_SEGMENTS = 1 << 18;

        private final Pieces pieces;
        private final Cutter cutter;
        private Segments segments = new Segments();
        private final IdBuffer counted = new IdBuffer(64);

        Session(Pieces pieces, Cutter cutter) {
            this.pieces = pieces;
            this.cutter = cutter;
        }

        @Override
        public void encode(byte[] utf8, int from, int to, IdBuffer out) {
            cut(utf8, from, to);
            segments.tokenIds(pieces, utf8, from, out);
        }

        @Override
        public void encode(byte[] utf8, int from, int to, TokenSink out) {
            cut(utf8, from, to);
            segments.tokens(pieces, utf8, from, out);
        }

        @Override
        public int count(byte[] utf8, int from, int to) {
            counted.clear();
            encode(utf8, from, to, counted);
            return counted.size();
        }

        private void cut(byte[] utf8, int from, int to) {
            if (segments.size() > KEPT_SEGMENTS) {
                segments = new Segments();
            }
            segments.clear();
            cutter.cut(utf8, from, to, segments);
        }
    }
}
