package dev.jeton.sentencepiece;

import dev.jeton.tokenize.pipeline.Decoder;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts pieces together to a text, as {@code SentencePieceProcessor::Decode} does: control pieces
 * are invisible, U+2581 becomes a space, the first one vanishes where the model adds one, runs of
 * byte pieces become characters or U+FFFD. Immutable.
 */
final class PieceDecoder implements Decoder {
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

    @Override
    public List<String> decodeChain(List<String> tokens) {
        return List.of(decode(tokens));
    }

    @Override
    public String decode(List<String> tokens) {
        return decodePieces(tokens.stream().map(Utf8Text::bytes).toList());
    }

    String decodePieces(List<byte[]> texts) {
        Run run = new Run();
        for (byte[] text : texts) {
            run.add(text);
        }
        run.endBytes();
        byte[] decoded = run.out.toByteArray();
        if (denormalizer != null) {
            AlignedBytes text = denormalizer.normalize(decoded);
            decoded = Arrays.copyOf(text.bytes(), text.size());
        }
        return Utf8Text.string(decoded);
    }

    /** Piece by piece; not where rules change the text as a whole. */
    @Override
    public @Nullable Incremental incremental() {
        if (denormalizer != null) {
            return null;
        }
        Run run = new Run();
        return token -> {
            run.out.reset();
            run.add(Utf8Text.bytes(token));
            run.giveCertainBytes();
            return Utf8Text.string(run.out.toByteArray());
        };
    }

    /** The work on one text. */
    private final class Run {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();

        /** Bytes of byte pieces that have not been given out. */
        private byte[] pending = new byte[16];

        private int pendingCount;
        private boolean anyText;
        private boolean spaceDropped;

        void add(byte[] text) {
            int id = pieces.idOf(text, 0, text.length);
            if (pieces.type(id) == PieceType.BYTE) {
                if (pendingCount == pending.length) {
                    pending = Arrays.copyOf(pending, 2 * pendingCount);
                }
                pending[pendingCount++] = (byte) Pieces.byteOf(text);
                return;
            }
            endBytes();
            addPiece(text, id);
        }

        private void addPiece(byte[] text, int id) {
            PieceType type = pieces.type(id);
            if (type == PieceType.CONTROL) {
                return;
            }
            if (type == PieceType.UNKNOWN) {
                put(Arrays.equals(text, pieces.text(id)) ? unknownSurface : text);
                return;
            }
            byte[] space = Utf8Text.SPACE_SYMBOL;
            int at = 0;
            boolean first = !anyText && !spaceDropped;
            if (first && dropsFirstSpace && Utf8Text.startsWith(text, 0, text.length, space)) {
                at = space.length;
                spaceDropped = !dropsLeadingSpaces;
            }
            anyText |= at < text.length;
            while (at < text.length) {
                if (Utf8Text.startsWith(text, at, text.length, space)) {
                    out.write(' ');
                    at += space.length;
                } else {
                    out.write(text[at++]);
                }
            }
        }

        private void put(byte[] text) {
            anyText |= text.length > 0;
            out.writeBytes(text);
        }

        /** Gives out all pending bytes; what is no character is U+FFFD, byte by byte. */
        void endBytes() {
            giveBytes(false);
        }

        /** Gives out the pending bytes but for the begin of a character that may be completed. */
        void giveCertainBytes() {
            giveBytes(true);
        }

        private void giveBytes(boolean moreMayCome) {
            int at = 0;
            while (at < pendingCount) {
                int character = Utf8Text.wellFormedBytes(pending, at, pendingCount);
                if (character > 0) {
                    out.write(pending, at, character);
                    at += character;
                } else if (moreMayCome && Utf8Text.mayBeCompleted(pending, at, pendingCount)) {
                    break;
                } else {
                    out.writeBytes(Utf8Text.replacement());
                    at++;
                }
            }
            anyText |= at > 0;
            System.arraycopy(pending, at, pending, 0, pendingCount - at);
            pendingCount -= at;
        }
    }
}
