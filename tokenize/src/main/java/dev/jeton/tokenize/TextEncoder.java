package dev.jeton.tokenize;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.jeton.tokenize.internal.utf8.TextUnits;
import dev.jeton.tokenize.model.TokenSink;
import dev.jeton.tokenize.model.Vocabulary;
import dev.jeton.tokenize.pipeline.NormalizedString;
import dev.jeton.tokenize.pipeline.PreTokenizedString;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Encodes one text with offsets, tokens and words: the general way, which works for all stages.
 * {@link IdEncoder} is the fast one.
 */
final class TextEncoder {
    private static final int[] NO_RANGES = {};

    private final Parts parts;

    TextEncoder(Parts parts) {
        this.parts = parts;
    }

    /**
     * Encodes a text.
     *
     * @param word the index of the word that the text is, or {@link Encoding#NONE}: then the pieces
     *     are the words
     */
    Encoding encode(
            CharSequence text, Session session, int typeId, int word, EncodeOptions options) {
        options.limits().checkText(text.length());
        session.text.set(text);
        options.limits().checkText(session.text.length());
        options.specialTokenPolicy().check(session.text);
        int[] plain = options.sharedPlainRanges();
        boolean usesPlain = plain.length > 0 && typeId == 0 && word == Encoding.NONE;
        int[] plainBytes = usesPlain ? session.text.bytePositions(text, plain) : NO_RANGES;
        PreTokenizedString pieces = normalizedPieces(session, options, plainBytes);
        parts.preTokenize(pieces);
        Collector collector = new Collector(pieces, session, options.offsetUnit());
        for (int i = 0; i < pieces.size(); i++) {
            collector.addPiece(i, word == Encoding.NONE ? i : word);
            options.limits().checkIds(collector.size);
        }
        return collector.encoding(typeId, options.offsetUnit());
    }

    /** The text cut at added tokens, with the parts between them normalized. */
    private PreTokenizedString normalizedPieces(
            Session session, EncodeOptions options, int[] plain) {
        PreTokenizedString rawPieces = new PreTokenizedString();
        byte[] utf8 = session.text.bytes();
        NormalizedString whole = NormalizedString.of(utf8, 0, session.text.length());
        splitAdded(whole, false, session, options, plain, rawPieces);
        PreTokenizedString pieces = new PreTokenizedString();
        for (int i = 0; i < rawPieces.size(); i++) {
            NormalizedString piece = rawPieces.piece(i);
            if (rawPieces.addedId(i) != PreTokenizedString.NO_TOKEN) {
                pieces.add(piece, rawPieces.addedId(i));
                continue;
            }
            if (parts.normalizer() != null) {
                parts.normalizer().normalize(piece);
            }
            splitAdded(piece, true, session, options, plain, pieces);
        }
        return pieces;
    }

    /** Cuts a text at added tokens, those of the text as given or those of the normalized one. */
    void splitAdded(
            NormalizedString text,
            boolean normalized,
            Session session,
            EncodeOptions options,
            int[] plain,
            PreTokenizedString out) {
        int[] ranges = plain;
        if (normalized && plain.length > 0 && parts.added().hasNormalized()) {
            ranges = text.rangesFrom(plain);
        }
        parts.added()
                .split(
                        text.bytes(),
                        text.from(),
                        text.to(),
                        normalized,
                        options.specialTokenPolicy(),
                        ranges,
                        session.matches,
                        (from, to, id) -> {
                            if (from < to) {
                                out.add(text.slice(from, to), id);
                            }
                        });
    }

    /** Collects the tokens of all pieces. */
    private final class Collector implements TokenSink {
        private final PreTokenizedString pieces;
        private final Session session;
        private final TextUnits units;
        private int[] ids;
        private @Nullable String[] tokens;
        private int[] offsets;
        private int[] words;
        private int size;
        private NormalizedString piece;
        private int word;
        private final int shownAsText = parts.model().idShownAsText();
        private final boolean showsText = shownAsText != Vocabulary.NOT_FOUND;

        Collector(PreTokenizedString pieces, Session session, OffsetUnit unit) {
            this.pieces = pieces;
            this.session = session;
            int length = session.text.length();
            units =
                    unit == OffsetUnit.UTF8_BYTE
                            ? TextUnits.bytes()
                            : TextUnits.of(session.text.bytes(), length, unit == OffsetUnit.UTF16);
            int capacity = Math.max(8, length / 3);
            ids = new int[capacity];
            tokens = new String[capacity];
            offsets = new int[2 * capacity];
            words = new int[capacity];
            piece = NormalizedString.of(new byte[0], 0, 0);
        }

        void addPiece(int index, int wordId) {
            piece = pieces.piece(index);
            word = wordId;
            long id = pieces.addedId(index);
            if (id == PreTokenizedString.NO_TOKEN) {
                session.model.encode(piece.bytes(), piece.from(), piece.to(), this);
            } else {
                token((int) id, piece.from(), piece.to());
                String text = piece.toString();
                tokens[size - 1] = text;
            }
        }

        @Override
        public void token(int id, int from, int to, String text) {
            token(id, from, to);
            tokens[size - 1] = text;
        }

        @Override
        public void token(int id, int from, int to) {
            if (size == ids.length) {
                int grown = 2 * size;
                ids = Arrays.copyOf(ids, grown);
                tokens = Arrays.copyOf(tokens, grown);
                offsets = Arrays.copyOf(offsets, 2 * grown);
                words = Arrays.copyOf(words, grown);
            }
            ids[size] = id;
            words[size] = word;
            if (showsText && id == shownAsText) {
                tokens[size] = new String(piece.bytes(), from, to - from, UTF_8);
            }
            int start = piece.originalStart(from, to);
            int end = piece.originalEnd(from, to);
            if (piece.isTiled()) {
                units.convertAll(start, end, offsets, 2 * size);
            } else {
                units.convert(start, end, offsets, 2 * size);
            }
            size++;
        }

        Encoding encoding(int typeId, OffsetUnit unit) {
            return Encoding.ofText(
                    Arrays.copyOf(ids, size),
                    Arrays.copyOf(tokens, size),
                    Arrays.copyOf(offsets, 2 * size),
                    Arrays.copyOf(words, size),
                    typeId,
                    parts.model().vocabulary(),
                    unit);
        }
    }
}
