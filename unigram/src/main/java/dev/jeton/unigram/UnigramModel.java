package dev.jeton.unigram;

import dev.jeton.tokenize.TokenizerException;
import dev.jeton.tokenize.internal.trie.ByteTrie;
import dev.jeton.tokenize.model.Model;
import dev.jeton.tokenize.model.ModelSession;
import dev.jeton.tokenize.model.ModelSpec;
import dev.jeton.tokenize.model.Vocabulary;
import java.util.Locale;

/** The pieces and their scores, ready for the search. Immutable. */
final class UnigramModel implements Model {
    /** How much worse than the worst piece a character is that no piece covers. */
    private static final double UNKNOWN_PENALTY = 10.0;

    private final String place;
    private final Vocabulary vocabulary;
    final ByteTrie trie;

    /** By id. */
    final double[] scores;

    final double unknownScore;
    private final int unknownId;

    /** The ids of {@code <0x00>} to {@code <0xFF>}, or -1; empty without byte fallback. */
    final int[] bytePieces;

    /** The memory of each session's word cache. */
    final int cacheBytes;

    UnigramModel(ModelSpec spec, double[] scores, int unknownId, int cacheBytes) {
        this.cacheBytes = cacheBytes;
        place = spec.file() + ": " + spec.path();
        vocabulary = spec.vocabulary();
        trie = ByteTrie.of(vocabulary);
        this.scores = scores;
        this.unknownId = unknownId;
        double least = Double.POSITIVE_INFINITY;
        for (double score : scores) {
            least = score < least ? score : least;
        }
        unknownScore = least - UNKNOWN_PENALTY;
        bytePieces = new int[spec.options().flag("byte_fallback", false) ? 256 : 0];
        for (int b = 0; b < bytePieces.length; b++) {
            bytePieces[b] = vocabulary.idOf(String.format(Locale.ROOT, "<0x%02X>", b));
        }
    }

    @Override
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    /** The reference shows the text of an unknown piece, not the name of the unknown piece. */
    @Override
    public int idShownAsText() {
        return unknownId;
    }

    @Override
    public ModelSession newSession() {
        return new UnigramSession(this);
    }

    /** The id of the unknown piece, or -1. */
    int unknownId() {
        return unknownId;
    }

    /** The id of the unknown piece; refuses where there is none. */
    int requireUnknownId() {
        if (unknownId < 0) {
            throw new TokenizerException(
                    place
                            + " has no unk_id, but the text has a character that no piece of vocab"
                            + " covers. Set unk_id.");
        }
        return unknownId;
    }
}
