package dev.jeton.tokenize;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.jeton.tokenize.internal.trie.ByteTrie;
import dev.jeton.tokenize.internal.trie.ByteTrieBuilder;
import dev.jeton.tokenize.model.ModelSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The merges of a SentencePiece BPE vocabulary, which lists pieces with scores instead: every way
 * to put a piece together from two others, the piece with the highest score first. That is the list
 * that a tokenizer.json of the same model has. Two walks over the bytes of each piece find all
 * cuts, so the cost is linear in the vocabulary.
 */
final class GgufMerges {
    private final List<String> tokens;
    private final float[] scores;
    private final boolean[] merging;

    GgufMerges(GgufVocabulary vocabulary) {
        tokens = vocabulary.tokens();
        scores = vocabulary.scores();
        merging = new boolean[tokens.size()];
        for (int id = 0; id < merging.length; id++) {
            int type = vocabulary.type(id);
            // Text must never become a control token, so no merge makes one.
            merging[id] =
                    type != GgufVocabulary.CONTROL
                            && type != GgufVocabulary.UNKNOWN
                            && type != GgufVocabulary.BYTE;
        }
    }

    void addTo(ModelSpec.Builder model) {
        ByteTrieBuilder forward = new ByteTrieBuilder();
        ByteTrieBuilder backward = new ByteTrieBuilder();
        List<Integer> order = new ArrayList<>();
        for (int id = 0; id < merging.length; id++) {
            if (merging[id]) {
                byte[] piece = tokens.get(id).getBytes(UTF_8);
                forward.put(piece, id);
                backward.put(reversed(piece), id);
                order.add(id);
            }
        }
        order.sort(Comparator.comparingDouble(id -> -scores[id]));
        ByteTrie heads = forward.build();
        ByteTrie tails = backward.build();
        for (int id : order) {
            for (int[] way : ways(heads, tails, tokens.get(id).getBytes(UTF_8))) {
                model.merge(tokens.get(way[0]), tokens.get(way[1]));
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

    /** The pairs of pieces that make {@code piece}, by their ids. */
    private static List<int[]> ways(ByteTrie heads, ByteTrie tails, byte[] piece) {
        int[] left = new int[piece.length + 1];
        Arrays.fill(left, ByteTrie.NONE);
        int node = ByteTrie.ROOT;
        for (int i = 0; i < piece.length - 1; i++) {
            node = heads.next(node, piece[i]);
            if (node == ByteTrie.NONE) {
                break;
            }
            left[i + 1] = heads.value(node);
        }
        List<int[]> ways = new ArrayList<>();
        node = ByteTrie.ROOT;
        for (int i = piece.length - 1; i > 0; i--) {
            node = tails.next(node, piece[i]);
            if (node == ByteTrie.NONE) {
                break;
            }
            if (left[i] != ByteTrie.NONE && tails.value(node) != ByteTrie.NONE) {
                ways.add(new int[] {left[i], tails.value(node)});
            }
        }
        ways.sort(Arrays::compare);
        return ways;
    }
}
