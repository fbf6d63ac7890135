package dev.jeton.sentencepiece;

import dev.jeton.tokenize.model.IdBuffer;

/** A text cut into pieces: the id and the end of each, in bytes of the normalized text. */
final class Segments {
    final IdBuffer ids = new IdBuffer(32);
    final IdBuffer ends = new IdBuffer(32);

    void add(int id, int end) {
        ids.add(id);
        ends.add(end);
    }

    int size() {
        return ids.size();
    }
}
