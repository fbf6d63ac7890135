package dev.jeton.sentencepiece;

import dev.jeton.tokenize.internal.trie.ByteTrie;
import dev.jeton.unigram.UnigramLattice;
import java.util.Arrays;

/** The lattice of a normalized text, and where its characters end. */
final class LatticeBuilder {
    private final UnigramLattice lattice;

    /** Where each character begins; the last entry is the end of the text. */
    private final int[] bounds;

    private final byte[] text;
    private final int to;

    /** The character that begins at a byte; inside of one, the next. */
    private final int[] charAt;

    LatticeBuilder(Pieces pieces, UnigramPieces unigram, byte[] text, int to) {
        this.text = text;
        this.to = to;
        int characters = 0;
        charAt = new int[to + 1];
        for (int at = 0; at < to; characters++) {
            int next = at + Utf8Text.announcedBytes(text, at, to);
            Arrays.fill(charAt, at, next, characters + 1);
            charAt[at] = characters;
            at = next;
        }
        charAt[to] = characters;
        bounds = new int[characters + 1];
        for (int at = 0, i = 0; i <= characters; i++) {
            bounds[i] = at;
            at += at < to ? Utf8Text.announcedBytes(text, at, to) : 0;
        }
        lattice = new UnigramLattice(characters);
        for (int i = 0; i < characters; i++) {
            addPieces(pieces, unigram, i);
        }
    }

    private void addPieces(Pieces pieces, UnigramPieces unigram, int start) {
        ByteTrie trie = unigram.trie();
        boolean single = false;
        int node = ByteTrie.ROOT;
        for (int i = bounds[start]; i < to; ) {
            node = trie.next(node, text[i++]);
            if (node == ByteTrie.NONE) {
                break;
            }
            int id = trie.value(node);
            if (id == ByteTrie.NONE || pieces.isUnused(id)) {
                continue;
            }
            int length = charAt[i] - start;
            lattice.add(start, length, id, (float) unigram.score(id, length));
            single |= length == 1;
        }
        if (!single) {
            lattice.add(start, 1, pieces.unknownId(), unigram.unknownScore());
        }
    }

    UnigramLattice lattice() {
        return lattice;
    }

    /** The pieces of a way through the lattice. */
    Segments segments(UnigramLattice.Path path) {
        Segments segments = new Segments();
        for (int i = 0; i < path.size(); i++) {
            int node = path.node(i);
            segments.add(lattice.id(node), bounds[lattice.end(node)]);
        }
        return segments;
    }
}
