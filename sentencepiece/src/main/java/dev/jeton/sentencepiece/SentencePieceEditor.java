package dev.jeton.sentencepiece;

import dev.jeton.tokenize.LoadLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Changes a SentencePiece model: its pieces and the settings of its normalizer. Everything else is
 * written as it stood in the file, byte for byte, fields of later versions included. Made by {@link
 * SentencePieceProcessor#edit()}. Not thread-safe.
 *
 * <pre>{@code
 * SentencePieceProcessor changed =
 *         processor.edit()
 *                 .addPiece("<tool>", 0, PieceType.USER_DEFINED)
 *                 .addDummyPrefix(false)
 *                 .build();
 * changed.save(Path.of("changed.model"));
 * }</pre>
 */
public final class SentencePieceEditor {
    private static final int PIECES = 1;
    private static final int NORMALIZER = 3;

    private final String file;
    private final LoadLimits limits;

    /** All fields but those of pieces, in order. */
    private final List<WireFields.Field> others = new ArrayList<>();

    /** Where the pieces stand among the other fields. */
    private int piecesAt;

    private final List<byte[]> pieces = new ArrayList<>();

    SentencePieceEditor(String file, byte[] source, LoadLimits limits) {
        this.file = file;
        this.limits = limits;
        boolean seen = false;
        for (WireFields.Field field : WireFields.split(source, file)) {
            if (field.number() != PIECES) {
                others.add(field);
                continue;
            }
            pieces.add(field.bytes());
            if (!seen) {
                piecesAt = others.size();
                seen = true;
            }
        }
    }

    /** The number of pieces. */
    public int size() {
        return pieces.size();
    }

    /**
     * Replaces the piece with this id.
     *
     * @throws IndexOutOfBoundsException if there is none
     */
    public SentencePieceEditor setPiece(int id, String text, float score, PieceType type) {
        byte[] old = pieces.get(Objects.checkIndex(id, pieces.size()));
        byte[] message = WireFields.message(new WireFields.Field(PIECES, old), file);
        pieces.set(id, piece(message, text, score, type));
        return this;
    }

    /** Puts a piece behind the others; its id is the {@link #size()} before. */
    public SentencePieceEditor addPiece(String text, float score, PieceType type) {
        pieces.add(piece(new byte[0], text, score, type));
        return this;
    }

    /**
     * Takes a piece away; the ids of those behind it fall by one.
     *
     * @throws IndexOutOfBoundsException if there is none
     */
    public SentencePieceEditor removePiece(int id) {
        byte[] unused = pieces.remove(Objects.checkIndex(id, pieces.size()));
        return this;
    }

    private byte[] piece(byte[] old, String text, float score, PieceType type) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("The text of a piece is empty.");
        }
        WireFields message = new WireFields().bytes(1, Utf8Text.bytes(text)).number(2, score);
        if (type != PieceType.NORMAL) {
            message.integer(3, type.number());
        }
        message.copy(old, file, field -> field <= 3);
        return new WireFields().bytes(PIECES, message.toBytes()).toBytes();
    }

    /** Whether a space is put before each text. */
    public SentencePieceEditor addDummyPrefix(boolean on) {
        return normalizerFlag(3, on);
    }

    /** Whether spaces at both ends are dropped and several in a row are one. */
    public SentencePieceEditor removeExtraWhitespaces(boolean on) {
        return normalizerFlag(4, on);
    }

    /** Whether spaces become U+2581. */
    public SentencePieceEditor escapeWhitespaces(boolean on) {
        return normalizerFlag(5, on);
    }

    private SentencePieceEditor normalizerFlag(int flag, boolean on) {
        // Of two such fields the last one counts.
        int at = others.size() - 1;
        while (at >= 0 && others.get(at).number() != NORMALIZER) {
            at--;
        }
        byte[] old = at >= 0 ? WireFields.message(others.get(at), file) : new byte[0];
        byte[] message =
                new WireFields()
                        .copy(old, file, field -> field == flag)
                        .integer(flag, on ? 1 : 0)
                        .toBytes();
        byte[] field = new WireFields().bytes(NORMALIZER, message).toBytes();
        WireFields.Field changed = new WireFields.Field(NORMALIZER, field);
        if (at >= 0) {
            others.set(at, changed);
        } else {
            others.add(changed);
        }
        return this;
    }

    /** The file; where nothing was changed, byte for byte the one that was loaded. */
    byte[] toBytes() {
        WireFields all = new WireFields();
        for (int i = 0; i <= others.size(); i++) {
            if (i == piecesAt) {
                pieces.forEach(all::raw);
            }
            if (i < others.size()) {
                all.raw(others.get(i).bytes());
            }
        }
        return all.toBytes();
    }

    /**
     * The changed model.
     *
     * @throws dev.jeton.tokenize.TokenizerException if it is not usable, as when two pieces have
     *     the same text
     */
    public SentencePieceProcessor build() {
        return SentencePieceProcessor.load(toBytes(), file, limits);
    }
}
