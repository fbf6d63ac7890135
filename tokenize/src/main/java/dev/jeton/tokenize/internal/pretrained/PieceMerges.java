package dev.jeton.tokenize.internal.pretrained;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.jeton.tokenize.internal.trie.ByteTrie;
import dev.jeton.tokenize.internal.trie.ByteTrieBuilder;
import dev.jeton.tokenize.model.ModelSpec;
import java.util.Arrays;
import java.util.List;

/**
 * The merges that transformers makes of a list of pieces: every way to put a piece together from
 * two others, pieces in the order of the list, the shorter first part first. Two walks over the
 * bytes of each piece find all cuts, so the cost is linear in the vocabulary.
 */
final class PieceMerges {
    private final List<String> pieces;
    private final ByteTrie heads;
    private final ByteTrie tails;

    PieceMerges(List<String> pieces) {
        this.pieces = pieces;
        ByteTrieBuilder forward = new ByteTrieBuilder();
        ByteTrieBuilder backward = new ByteTrieBuilder();
        for (int id = 0; id < pieces.size(); id++) {
            byte[] piece = pieces.get(id).getBytes(UTF_8);
            if (piece.length > 0) {
                forward.put(piece, id);
                backward.put(reversed(piece), id);
            }
        }
        heads = forward.build();
        tails = backward.build();
    }

    void addTo(ModelSpec.Builder model) {
        for (String text : pieces) {
            byte[] piece = text.getBytes(UTF_8);
            boolean[] cuts = cuts(piece);
            for (int at = 1; at < piece.length; at++) {
                if (cuts[at]) {
                    model.merge(
                            new String(piece, 0, at, UTF_8),
                            new String(piece, at, piece.length - at, UTF_8));
                }
            }
        }
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }

    /** Where both what comes before and what comes behind is a piece. */
    private boolean[] cuts(byte[] piece) {
        boolean[] cuts = new boolean[piece.length + 1];
        int node = ByteTrie.ROOT;
        for (int i = 0; i < piece.length && node != ByteTrie.NONE; i++) {
            node = heads.next(node, piece[i]);
            cuts[i + 1] = node != ByteTrie.NONE && heads.value(node) != ByteTrie.NONE;
        }
        int reached = piece.length;
        node = ByteTrie.ROOT;
        for (int i = piece.length - 1; i > 0 && node != ByteTrie.NONE; i--) {
            node = tails.next(node, piece[i]);
            cuts[i] &= node != ByteTrie.NONE && tails.value(node) != ByteTrie.NONE;
            reached = i;
        }
        Arrays.fill(cuts, 0, Math.min(reached, piece.length), false);
        return cuts;
    }
}
