package dev.jeton.sentencepiece;

import dev.jeton.tokenize.TokenizerException;
import dev.jeton.tokenize.internal.charsmap.Charsmap;
import dev.jeton.tokenize.internal.trie.ByteTrie;
import org.jspecify.annotations.Nullable;

/**
 * The normalizer of SentencePiece ({@code normalizer.cc}): replaces by the rules of the model, the
 * longest left side first; drops extra spaces; writes spaces as U+2581; and puts a space before or
 * behind the text. User-defined pieces are left as they are. Immutable.
 */
final class TextNormalizer {
    /** How many bytes rules may make of each byte of a text, beside a fixed number. */
    private static final int MAX_GROWTH = 64;

    private static final int FREE_GROWTH = 1 << 20;

    private final String place;
    private final NormalizerSpec spec;
    private final boolean spaceIsSuffix;
    private final @Nullable Charsmap rules;
    private final @Nullable ByteTrie protectedPieces;

    /**
     * A normalizer.
     *
     * @param place what messages about the rules begin with
     */
    TextNormalizer(
            NormalizerSpec spec,
            boolean spaceIsSuffix,
            @Nullable ByteTrie protectedPieces,
            String place) {
        this.spec = spec;
        this.place = place;
        this.spaceIsSuffix = spaceIsSuffix;
        this.protectedPieces = protectedPieces;
        rules =
                spec.charsmap.length == 0
                        ? null
                        : Charsmap.parse(spec.charsmap, place + ".precompiled_charsmap");
    }

    /** Normalizes a text, which may be malformed: such bytes become U+FFFD. */
    AlignedBytes normalize(byte[] text) {
        Run run = new Run(text);
        if (text.length > 0) {
            run.run();
        }
        return run.out;
    }

    /** The work on one text. */
    private final class Run {
        private final byte[] text;
        private final AlignedBytes out;
        private final long most;
        private int at;

        /** The replacement of what comes next: {@code next[nextFrom, nextTo)}. */
        private byte[] next;

        private int nextFrom;
        private int nextTo;

        /** The number of bytes it replaces. */
        private int consumed;

        Run(byte[] text) {
            this.text = text;
            next = text;
            long capacity = text.length + (text.length >> 1) + 8L;
            out = new AlignedBytes((int) Math.min(capacity, Integer.MAX_VALUE - 64));
            long grown = (long) MAX_GROWTH * text.length + FREE_GROWTH;
            most = Math.min(grown, Integer.MAX_VALUE - 64);
        }

        void run() {
            boolean trim = spec.removeExtraWhitespaces;
            if (trim) {
                skipSpaces();
                if (at == text.length) {
                    return;
                }
            }
            if (!spaceIsSuffix && spec.addDummyPrefix) {
                addSpace();
            }
            boolean afterSpace = trim;
            while (at < text.length) {
                lookUp();
                while (afterSpace && nextFrom < nextTo && next[nextFrom] == ' ') {
                    nextFrom++;
                }
                if (nextFrom < nextTo) {
                    addNext();
                    afterSpace = next[nextTo - 1] == ' ';
                }
                at += consumed;
                afterSpace &= trim;
            }
            int end = at;
            if (trim) {
                end = dropSpacesAtEnd();
            }
            at = end;
            if (spaceIsSuffix && spec.addDummyPrefix) {
                addSpace();
            }
            out.end(at);
        }

        private void skipSpaces() {
            while (at < text.length) {
                lookUp();
                if (nextTo - nextFrom != 1 || next[nextFrom] != ' ') {
                    return;
                }
                at += consumed;
            }
        }

        private void addNext() {
            if (out.size() + (long) nextTo - nextFrom > most) {
                throw new TokenizerException(
                        String.format(
                                "%s.precompiled_charsmap makes more than %d bytes of each byte of"
                                        + " the text. The file is broken.",
                                place, MAX_GROWTH));
            }
            for (int i = nextFrom; i < nextTo; i++) {
                if (next[i] == ' ') {
                    addSpace();
                } else {
                    out.add(next[i], at);
                }
            }
        }

        private void addSpace() {
            if (spec.escapeWhitespaces) {
                for (byte b : Utf8Text.SPACE_SYMBOL) {
                    out.add(b, at);
                }
            } else {
                out.add((byte) ' ', at);
            }
        }

        /** Returns where in the text the last character that stays ends. */
        private int dropSpacesAtEnd() {
            byte[] space = spec.escapeWhitespaces ? Utf8Text.SPACE_SYMBOL : new byte[] {' '};
            int end = at;
            while (out.endsWith(space)) {
                end = out.origin(out.size() - space.length);
                out.truncate(out.size() - space.length);
            }
            return end;
        }

        private void lookUp() {
            if (protectedPieces != null) {
                int length = Pieces.longestMatch(protectedPieces, text, at, text.length);
                if (length > 0) {
                    replaceBy(text, at, at + length, length);
                    return;
                }
            }
            if (rules != null) {
                long rule = rules.longestPrefix(text, at, text.length);
                if (rule != Charsmap.NO_MATCH) {
                    int from = (int) rule;
                    int to = rules.replacementEnd(from);
                    replaceBy(rules.replacements(), from, to, (int) (rule >> 32));
                    return;
                }
            }
            int length = Utf8Text.wellFormedBytes(text, at, text.length);
            if (length == 0) {
                byte[] replacement = Utf8Text.replacement();
                replaceBy(replacement, 0, replacement.length, 1);
            } else {
                replaceBy(text, at, at + length, length);
            }
        }

        private void replaceBy(byte[] bytes, int from, int to, int replaced) {
            next = bytes;
            nextFrom = from;
            nextTo = to;
            consumed = replaced;
        }
    }
}
