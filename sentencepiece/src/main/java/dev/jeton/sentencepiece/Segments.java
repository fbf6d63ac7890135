package dev.jeton.sentencepiece;

import dev.jeton.tokenize.model.IdBuffer;
import dev.jeton.tokenize.model.TokenSink;

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

    void clear() {
        ids.clear();
        ends.clear();
    }

    /**
     * The tokens of the pieces ({@code PopulateSentencePieceText}): unknown pieces become bytes
     * where the model has byte pieces, else neighbouring ones become one. Of the bytes of a piece
     * all but the last cover nothing, which shows as the first byte of the piece alone.
     *
     * @param from where the text begins
     */
    void tokens(Pieces pieces, byte[] text, int from, TokenSink out) {
        int unknown = pieces.unknownId();
        boolean bytes = pieces.byteFallback();
        int n = size();
        int start = from;
        for (int i = 0; i < n; i++) {
            int id = ids.get(i);
            if (id != unknown) {
                out.token(id, start, ends.get(i));
            } else if (bytes) {
                int last = ends.get(i) - 1;
                for (int at = start; at < last; at++) {
                    out.token(pieces.idOfByte(text[at]), start, start + 1);
                }
                out.token(pieces.idOfByte(text[last]), start, last + 1);
            } else {
                while (i + 1 < n && ids.get(i + 1) == unknown) {
                    i++;
                }
                out.token(id, start, ends.get(i));
            }
            start = ends.get(i);
        }
    }

    /** Appends the ids of {@link #tokens}. */
    void tokenIds(Pieces pieces, byte[] text, int from, IdBuffer out) {
        int unknown = pieces.unknownId();
        boolean bytes = pieces.byteFallback();
        int n = size();
        int start = from;
        for (int i = 0; i < n; i++) {
            int id = ids.get(i);
            int end = ends.get(i);
            if (id == unknown && bytes) {
                for (int at = start; at < end; at++) {
                    out.add(pieces.idOfByte(text[at]));
                }
            } else if (id != unknown || i == 0 || ids.get(i - 1) != unknown) {
                out.add(id);
            }
            start = end;
        }
    }
}
