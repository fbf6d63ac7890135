package dev.jeton.sentencepiece;

import dev.jeton.tokenize.internal.trie.ByteTrie;
import dev.jeton.tokenize.internal.trie.ByteTrieBuilder;

/** The pieces of a unigram model as the search needs them. Immutable. */
final class UnigramPieces {
    private static final float UNKNOWN_PENALTY = 10;

    private final Pieces pieces;
    private final ByteTrie trie;

    UnigramPieces(Pieces pieces) {
        this.pieces = pieces;
        ByteTrieBuilder builder = new ByteTrieBuilder();
        for (int id = 0; id < pieces.size(); id++) {
            if (pieces.matchesText(id)) {
                builder.put(pieces.text(id), id);
            }
        }
        trie = builder.build();
    }

    Pieces pieces() {
        return pieces;
    }

    ByteTrie trie() {
        return trie;
    }

    float unknownScore() {
        return pieces.leastScore() - UNKNOWN_PENALTY;
    }

    /**
     * The score of a piece. User-defined ones have a bonus for their length, which the library
     * counts in bytes here and in characters in lattices.
     */
    double score(int id, int length) {
        return pieces.type(id) == PieceType.USER_DEFINED ? length * 0.1 - 0.1 : pieces.score(id);
    }
}
