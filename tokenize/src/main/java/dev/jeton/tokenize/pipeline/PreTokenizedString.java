package dev.jeton.tokenize.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A text on its way to the model: pieces in order, some of them found to be added tokens already.
 * Not thread-safe; made for one call.
 */
public final class PreTokenizedString {
    /** The id of pieces that are no added tokens. */
    public static final long NO_TOKEN = -1;

    private List<NormalizedString> pieces = new ArrayList<>();
    private List<Long> ids = new ArrayList<>();

    /** Starts without pieces. */
    public PreTokenizedString() {}

    /** Starts with one piece. */
    public static PreTokenizedString of(NormalizedString text) {
        PreTokenizedString result = new PreTokenizedString();
        result.add(text, NO_TOKEN);
        return result;
    }

    /** Appends a piece; an id other than {@link #NO_TOKEN} says that it is that added token. */
    public void add(NormalizedString piece, long id) {
        pieces.add(piece);
        ids.add(id);
    }

    /** The number of pieces. */
    public int size() {
        return pieces.size();
    }

    /** A piece. */
    public NormalizedString piece(int index) {
        return pieces.get(index);
    }

    /** The id of a piece that is an added token (an unsigned 32-bit number), else NO_TOKEN. */
    public long addedId(int index) {
        return ids.get(index);
    }

    /** Replaces each piece that is no added token by what {@code cutter} makes of it. */
    public void split(Splitter cutter) {
        List<NormalizedString> oldPieces = pieces;
        List<Long> oldIds = ids;
        pieces = new ArrayList<>(oldPieces.size());
        ids = new ArrayList<>(oldPieces.size());
        for (int i = 0; i < oldPieces.size(); i++) {
            NormalizedString piece = oldPieces.get(i);
            if (oldIds.get(i) != NO_TOKEN) {
                add(piece, oldIds.get(i));
            } else {
                cutter.split(
                        piece,
                        part -> {
                            if (!part.isEmpty()) {
                                add(part, NO_TOKEN);
                            }
                        });
            }
        }
    }

    /** Cuts each piece that is no added token. */
    public void cut(PieceCutter cutter) {
        split(
                (piece, out) ->
                        cutter.cut(
                                piece.bytes(),
                                piece.from(),
                                piece.to(),
                                (from, to) -> {
                                    if (from < to) {
                                        out.accept(piece.slice(from, to));
                                    }
                                }));
    }

    /** Changes each piece that is no added token in place. */
    public void normalize(Normalizer normalizer) {
        for (int i = 0; i < pieces.size(); i++) {
            if (ids.get(i) == NO_TOKEN) {
                normalizer.normalize(pieces.get(i));
            }
        }
    }

    /** Cuts a piece into parts, which it may change. */
    @FunctionalInterface
    public interface Splitter {
        /** Reports the parts of {@code piece} in order; empty ones are dropped. */
        void split(NormalizedString piece, Consumer<NormalizedString> out);
    }
}
