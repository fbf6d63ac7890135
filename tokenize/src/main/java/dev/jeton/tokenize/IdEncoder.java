package dev.jeton.tokenize;

import dev.jeton.tokenize.model.IdBuffer;
import dev.jeton.tokenize.pipeline.NormalizedString;
import dev.jeton.tokenize.pipeline.Normalizer;
import dev.jeton.tokenize.pipeline.PieceCutter;
import dev.jeton.tokenize.pipeline.PreTokenizedString;
import org.jspecify.annotations.Nullable;

/**
 * Finds the ids of a text and nothing else: text to UTF-8 once, then ranges of bytes only. Where
 * the pre-tokenizer changes the text, its pieces are made as {@link TextEncoder} does.
 */
final class IdEncoder {
    private static final int[] NO_RANGES = {};
    private static final byte[] NO_TEXT = {};

    private final Parts parts;

    /** The normalizer of a text that goes on. */
    private final @Nullable Normalizer continued;

    IdEncoder(Parts parts) {
        this.parts = parts;
        Normalizer normalizer = parts.normalizer();
        continued = normalizer == null ? null : normalizer.continued();
    }

    /** Appends the ids of a text, without those of the post-processor. */
    void encode(CharSequence text, Session session, EncodeOptions options, IdBuffer out) {
        run(text, session, options, out, Integer.MAX_VALUE, parts.normalizer());
    }

    /**
     * Appends the ids of a part of a text, without those of the post-processor.
     *
     * @param goesOn whether the part lies behind a {@linkplain Seams seam}
     */
    void encodePart(
            CharSequence part,
            Session session,
            EncodeOptions options,
            boolean goesOn,
            IdBuffer out) {
        Normalizer first = goesOn ? continued : parts.normalizer();
        run(part, session, options, out, Integer.MAX_VALUE, first);
    }

    /** The number of ids of a text, without those of the post-processor. */
    int count(CharSequence text, Session session, EncodeOptions options) {
        return run(text, session, options, null, Integer.MAX_VALUE, parts.normalizer());
    }

    /**
     * The number of ids of a text if that is at most {@code limit}, otherwise some larger number:
     * what comes behind is not given to the model.
     *
     * @param goesOn whether the text is the part of another one behind a {@linkplain Seams seam}
     */
    int countUpTo(
            CharSequence text, Session session, EncodeOptions options, int limit, boolean goesOn) {
        Normalizer first = goesOn ? continued : parts.normalizer();
        return run(text, session, options, null, limit, first);
    }

    private int run(
            CharSequence text,
            Session session,
            EncodeOptions options,
            @Nullable IdBuffer out,
            int limit,
            @Nullable Normalizer first) {
        options.limits().checkText(text.length());
        session.text.set(text);
        options.limits().checkText(session.text.length());
        options.specialTokenPolicy().check(session.text);
        int[] plain = options.sharedPlainRanges();
        Run run = new Run(session, options, out, limit, first);
        if (plain.length > 0) {
            run.plain = session.text.bytePositions(text, plain);
        }
        byte[] utf8 = session.text.bytes();
        parts.added()
                .split(
                        utf8,
                        0,
                        session.text.length(),
                        false,
                        options.specialTokenPolicy(),
                        run.plain,
                        session.matches,
                        (from, to, id) -> run.rawPart(utf8, from, to, id));
        run.check();
        return run.count;
    }

    /** One call. */
    private final class Run implements PieceCutter.PieceSink {
        final Session session;
        final EncodeOptions options;
        final @Nullable IdBuffer out;
        final int before;

        /** Where counting may stop. */
        final int limit;

        int[] plain = NO_RANGES;
        int count;

        /** What is being cut. */
        byte[] text = NO_TEXT;

        /** What normalizes the text up to the first added token. */
        final @Nullable Normalizer first;

        Run(
                Session session,
                EncodeOptions options,
                @Nullable IdBuffer out,
                int limit,
                @Nullable Normalizer first) {
            this.first = first;
            this.session = session;
            this.options = options;
            this.out = out;
            this.limit = limit;
            before = out == null ? 0 : out.size();
        }

        /**
         * Looks at the limit: after each part of the text, whose ids are no more than its bytes.
         */
        void check() {
            options.limits().checkIds(out == null ? count : (long) out.size() - before);
        }

        void rawPart(byte[] utf8, int from, int to, long id) {
            if (from == to || count > limit) {
                return;
            }
            check();
            if (id != AddedVocabulary.TEXT) {
                added(id);
                return;
            }
            Normalizer normalizer = from == 0 ? first : parts.normalizer();
            if (normalizer == null && !parts.added().hasNormalized()) {
                text(utf8, from, to);
                return;
            }
            NormalizedString text =
                    session.cutter != null && plain.length == 0
                            ? NormalizedString.textOnly(utf8, from, to)
                            : NormalizedString.of(utf8, 0, to).slice(from, to);
            if (normalizer != null) {
                normalizer.normalize(text);
            }
            if (!parts.added().hasNormalized()) {
                text(text);
                return;
            }
            parts.added()
                    .split(
                            text.bytes(),
                            text.from(),
                            text.to(),
                            true,
                            options.specialTokenPolicy(),
                            plain.length == 0 ? plain : text.rangesFrom(plain),
                            session.matches,
                            (a, b, partId) -> {
                                if (partId != AddedVocabulary.TEXT && a < b) {
                                    added(partId);
                                } else if (a < b) {
                                    text(text.slice(a, b));
                                }
                            });
        }

        private void added(long id) {
            count++;
            if (out != null) {
                out.add((int) id);
            }
        }

        /** A part of which only the bytes count. */
        private void text(byte[] utf8, int from, int to) {
            PieceCutter cutter = session.cutter;
            if (cutter == null) {
                text(NormalizedString.of(utf8, 0, to).slice(from, to));
            } else {
                text = utf8;
                cutter.cut(utf8, from, to, this);
            }
        }

        @Override
        public void piece(int from, int to) {
            piece(text, from, to);
        }

        @Override
        public void pieces(int from, int[] ends, int n) {
            if (out != null) {
                session.model.encodeAll(text, from, ends, n, out);
            } else {
                PieceCutter.PieceSink.super.pieces(from, ends, n);
            }
        }

        private void text(NormalizedString text) {
            if (session.cutter != null) {
                text(text.bytes(), text.from(), text.to());
                return;
            }
            PreTokenizedString pieces = PreTokenizedString.of(text);
            parts.preTokenize(pieces);
            for (int i = 0; i < pieces.size(); i++) {
                NormalizedString piece = pieces.piece(i);
                piece(piece.bytes(), piece.from(), piece.to());
            }
        }

        private void piece(byte[] utf8, int from, int to) {
            if (from == to || count > limit) {
                return;
            }
            if (out == null) {
                count += session.model.count(utf8, from, to);
            } else {
                session.model.encode(utf8, from, to, out);
            }
        }
    }
}
