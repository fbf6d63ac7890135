package dev.jeton.bpe;

import dev.jeton.tokenize.model.Merges;
import dev.jeton.tokenize.model.Vocabulary;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Between which first symbols of a piece there is a border that no merge crosses. What lies between
 * two borders is merged, and remembered, on its own: a Chinese sentence is one piece of the
 * pre-tokenizer, but seldom seen twice, and its words are.
 *
 * <p>A merge that crosses the border between two first symbols has a left side that ends with the
 * one and a right side that begins with the other. Of each merge of the model these are known: the
 * last byte of the left side, and its last character if that is an atom ({@link CharacterAtoms});
 * and likewise the beginning of the right side; in models without bytes, the last and the first
 * character. All pairs of them are noted in a set of bits, by hash; two symbols whose bit is not
 * set are never on both sides of a merge. A bit that was set for another pair costs a border, never
 * exactness. Immutable.
 */
final class SymbolBorders {
    private static final long MIX = 0x9E3779B97F4A7C15L;

    /** 64 KB: with the pairs of the known vocabularies (some 50,000) one bit in ten is set. */
    private static final int BITS = 19;

    private static final int STANDS_IN = -2;

    /** At an end of a token: the token of a byte. */
    private static final Pattern STAND_IN =
            Pattern.compile("^<0x[0-9A-Fa-f]{2}>|<0x[0-9A-Fa-f]{2}>$");

    private final long[] crossed = new long[1 << (BITS - 6)];

    private SymbolBorders() {}

    /**
     * Notes the merges of a model of plain bytes; null where a merge has a side of which the bytes
     * are not known.
     */
    static @Nullable SymbolBorders of(
            Vocabulary vocabulary, Merges merges, CharacterAtoms atoms, int[] symbolOfByte) {
        SymbolBorders borders = new SymbolBorders();
        Ends ends = new Ends(vocabulary, atoms, symbolOfByte);
        for (int i = 0; i < merges.size(); i++) {
            int left = merges.left(i);
            int right = merges.right(i);
            if (!ends.read(left) || !ends.read(right)) {
                return null;
            }
            borders.cross(ends.lastByte[left], ends.firstByte[right]);
            borders.cross(ends.lastByte[left], ends.firstAtom[right]);
            borders.cross(ends.lastAtom[left], ends.firstByte[right]);
            borders.cross(ends.lastAtom[left], ends.firstAtom[right]);
        }
        return borders;
    }

    /**
     * Notes the merges of a model whose first symbols are characters of the text; null where a
     * merge has a side that begins or ends with a token for what is not in the vocabulary.
     *
     * @param unknown the unknown token, or null
     */
    static @Nullable SymbolBorders ofCharacters(
            Vocabulary vocabulary,
            Merges merges,
            CharacterIds characters,
            @Nullable String unknown) {
        int limit = vocabulary.idLimit();
        int[] firsts = new int[limit];
        int[] lasts = new int[limit];
        Arrays.fill(firsts, STANDS_IN);
        for (int entry = 0; entry < vocabulary.entryCount(); entry++) {
            String token = vocabulary.token(entry);
            boolean standsIn =
                    token.isEmpty()
                            || STAND_IN.matcher(token).find()
                            || (unknown != null
                                    && (token.startsWith(unknown) || token.endsWith(unknown)));
            if (!standsIn) {
                int id = vocabulary.id(entry);
                firsts[id] = characters.of(token.codePointAt(0));
                lasts[id] = characters.of(token.codePointBefore(token.length()));
            }
        }
        SymbolBorders borders = new SymbolBorders();
        for (int i = 0; i < merges.size(); i++) {
            int left = merges.left(i);
            int right = merges.right(i);
            if (firsts[left] == STANDS_IN || firsts[right] == STANDS_IN) {
                return null;
            }
            borders.cross(lasts[left], firsts[right]);
        }
        return borders;
    }

    private void cross(int left, int right) {
        if (left >= 0 && right >= 0) {
            int bit = bit(left, right);
            crossed[bit >>> 6] |= 1L << bit;
        }
    }

    private static int bit(int left, int right) {
        return (int) (((((long) left << 32) | right) * MIX) >>> (64 - BITS));
    }

    /**
     * Whether no merge ever joins what ends with {@code left} and what begins with {@code right}.
     */
    boolean between(int left, int right) {
        int bit = bit(left, right);
        return (crossed[bit >>> 6] & (1L << bit)) == 0;
    }

    /** The symbols with which tokens may begin and end; -1 for none. */
    private static final class Ends {
        private static final int NONE = -1;

        final int[] firstByte;
        final int[] lastByte;
        final int[] firstAtom;
        final int[] lastAtom;

        private final Vocabulary vocabulary;
        private final CharacterAtoms atoms;
        private final int[] symbolOfByte;
        private final boolean[] known;
        private byte[] raw = new byte[64];

        Ends(Vocabulary vocabulary, CharacterAtoms atoms, int[] symbolOfByte) {
            this.vocabulary = vocabulary;
            this.atoms = atoms;
            this.symbolOfByte = symbolOfByte;
            int limit = vocabulary.idLimit();
            known = new boolean[limit];
            firstByte = new int[limit];
            lastByte = new int[limit];
            firstAtom = new int[limit];
            lastAtom = new int[limit];
        }

        /** Reads the ends of a token; false if its bytes are not known. */
        boolean read(int id) {
            if (known[id]) {
                return true;
            }
            int length = vocabulary.rawByteCount(id);
            if (length <= 0 || !vocabulary.isRaw(id)) {
                return false;
            }
            if (length > raw.length) {
                raw = new byte[2 * length];
            }
            vocabulary.copyRawTo(id, raw, 0);
            known[id] = true;
            firstByte[id] = symbolOfByte[raw[0] & 0xFF];
            lastByte[id] = symbolOfByte[raw[length - 1] & 0xFF];
            firstAtom[id] = atoms.symbol(raw, 0, length);
            lastAtom[id] = NONE;
            for (int start = Math.max(0, length - 4); start < length - 1; start++) {
                if (CharacterAtoms.lengthAt(raw, start, length) == length - start) {
                    lastAtom[id] = atoms.symbol(raw, start, length);
                }
            }
            return true;
        }
    }
}
