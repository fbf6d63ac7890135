package dev.jeton.sentencepiece;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts pieces together to a text, as {@code SentencePieceProcessor::Decode} does: control pieces
 * are invisible, U+2581 becomes a space, the first one vanishes where the model adds one, runs of
 * byte pieces become characters or U+FFFD. Immutable.
 */
final class PieceDecoder {
    private final Pieces pieces;
    private final byte[] unknownSurface;
    private final boolean dropsFirstSpace;
    private final boolean dropsLeadingSpaces;
    private final @Nullable TextNormalizer denormalizer;

    PieceDecoder(Pieces pieces, ModelFile model, @Nullable TextNormalizer denormalizer) {
        this.pieces = pieces;
        this.denormalizer = denormalizer;
        unknownSurface = model.trainer.unknownSurface;
        dropsLeadingSpaces = model.normalizer.removeExtraWhitespaces;
        dropsFirstSpace = model.normalizer.addDummyPrefix || dropsLeadingSpaces;
    }

    String decode(List<byte[]> texts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] run = new byte[texts.size()];
        int runLength = 0;
        boolean first = true;
        boolean spaceDropped = false;
        for (byte[] text : texts) {
            int id = pieces.idOf(text, 0, text.length);
            if (pieces.type(id) == PieceType.BYTE) {
                run[runLength++] = (byte) Pieces.byteOf(text);
                continue;
            }
            addBytes(run, runLength, out);
            runLength = 0;
            first &= !spaceDropped && out.size() == 0;
            spaceDropped = addPiece(text, id, first, out);
        }
        addBytes(run, runLength, out);
        byte[] decoded = out.toByteArray();
        if (denormalizer != null) {
            AlignedBytes text = denormalizer.normalize(decoded);
            decoded = Arrays.copyOf(text.bytes(), text.size());
        }
        return Utf8Text.string(decoded);
    }

    /** Returns whether the space was dropped that may be dropped once only. */
    private boolean addPiece(byte[] text, int id, boolean first, ByteArrayOutputStream out) {
        PieceType type = pieces.type(id);
        if (type == PieceType.CONTROL) {
            return false;
        }
        if (type == PieceType.UNKNOWN) {
            out.writeBytes(Arrays.equals(text, pieces.text(id)) ? unknownSurface : text);
            return false;
        }
        byte[] space = Utf8Text.SPACE_SYMBOL;
        int at = 0;
        boolean dropped = false;
        if (first && dropsFirstSpace && Utf8Text.startsWith(text, 0, text.length, space)) {
            at = space.length;
            dropped = !dropsLeadingSpaces;
        }
        while (at < text.length) {
            if (Utf8Text.startsWith(text, at, text.length, space)) {
                out.write(' ');
                at += space.length;
            } else {
                out.write(text[at++]);
            }
        }
        return dropped;
    }

    private static void addBytes(byte[] run, int length, ByteArrayOutputStream out) {
        for (int at = 0; at < length; ) {
            int character = Utf8Text.wellFormedBytes(run, at, length);
            if (character == 0) {
                out.writeBytes(Utf8Text.replacement());
                at++;
            } else {
                out.write(run, at, character);
                at += character;
            }
        }
    }
}
