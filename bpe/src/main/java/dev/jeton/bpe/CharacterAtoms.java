package dev.jeton.bpe;

import dev.jeton.tokenize.model.Merges;
import dev.jeton.tokenize.model.Vocabulary;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Characters of several bytes that byte-level merging may take as one symbol from the beginning. A
 * Chinese text starts with a third of the symbols then.
 *
 * <p>Merging puts the bytes of such a character together whatever stands beside it. With R the
 * highest rank of its own merges, that is so where
 *
 * <ul>
 *   <li>each merge of the whole character with a neighbour has a rank above R, and
 *   <li>each merge across its first or last byte that takes a part of it has a rank above R. Which
 *       those are depends on the byte before and the byte behind; {@link #crossing} has the lowest
 *       rank of a merge whose left side ends with the one byte and whose right side begins with the
 *       other, if a side begins or ends inside a character.
 * </ul>
 *
 * <p>For as long as the character is not whole, one of its own merges waits with a rank of at most
 * R, and goes before any that would take a part away. {@code BpeOracleTest} compares with merging
 * from bytes. Immutable.
 */
final class CharacterAtoms {
    private static final int PAGE = 256;

    /** By code point: R in the upper half, the symbol in the lower; 0 for no atom. */
    private final long[] @Nullable [] pages = new long[0x110000 / PAGE][];

    /** By two neighbouring bytes, the first times 256. */
    private final int[] crossing = new int[256 * 256];

    private CharacterAtoms() {
        Arrays.fill(crossing, PairTable.NONE);
    }

    /**
     * Finds the atoms of a vocabulary; null where its ids are too far apart for tables.
     *
     * @param symbolOfByte the first symbol of each byte
     */
    static @Nullable CharacterAtoms of(
            Vocabulary vocabulary, Merges merges, PairTable pairs, int[] symbolOfByte) {
        int limit = vocabulary.idLimit();
        if (limit > 4L * vocabulary.entryCount() + 1024) {
            return null;
        }
        CharacterAtoms atoms = new CharacterAtoms();
        int[] lowest = new int[limit];
        Arrays.fill(lowest, PairTable.NONE);
        int[] ends = new int[limit];
        for (int entry = 0; entry < vocabulary.entryCount(); entry++) {
            int id = vocabulary.id(entry);
            ends[id] = ends(vocabulary, id);
        }
        for (int i = 0; i < merges.size(); i++) {
            int left = merges.left(i);
            int right = merges.right(i);
            int rank = merges.rank(i);
            lowest[left] = Math.min(lowest[left], rank);
            lowest[right] = Math.min(lowest[right], rank);
            if (((ends[left] & BEGINS_INSIDE) | (ends[right] & ENDS_INSIDE)) != 0) {
                int place = ((ends[left] & 0xFF) << 8) | ((ends[right] >>> 8) & 0xFF);
                atoms.crossing[place] = Math.min(atoms.crossing[place], rank);
            }
        }
        Symbols symbols = new Symbols();
        for (int entry = 0; entry < vocabulary.entryCount(); entry++) {
            atoms.add(vocabulary, vocabulary.id(entry), pairs, symbolOfByte, lowest, symbols);
        }
        return atoms;
    }

    private static final int BEGINS_INSIDE = 1 << 16;
    private static final int ENDS_INSIDE = 1 << 17;

    /** The last byte of a token, its first byte above that, and whether they part a character. */
    private static int ends(Vocabulary vocabulary, int id) {
        int length = vocabulary.rawByteCount(id);
        if (length <= 0) {
            return 0;
        }
        byte[] raw = new byte[length];
        vocabulary.copyRawTo(id, raw, 0);
        int lead = length - 1;
        while (lead > 0 && lead > length - 4 && isInside(raw[lead])) {
            lead--;
        }
        int flags = isInside(raw[0]) ? BEGINS_INSIDE : 0;
        if (raw[length - 1] < 0 && lead + lengthByLead(raw[lead]) != length) {
            flags |= ENDS_INSIDE;
        }
        return flags | ((raw[0] & 0xFF) << 8) | (raw[length - 1] & 0xFF);
    }

    private static boolean isInside(byte b) {
        return b < (byte) 0xC0;
    }

    private static int lengthByLead(byte lead) {
        return lead >= 0
                ? 1
                : lead < (byte) 0xC0 ? 0 : lead < (byte) 0xE0 ? 2 : lead < (byte) 0xF0 ? 3 : 4;
    }

    private void add(
            Vocabulary vocabulary,
            int id,
            PairTable pairs,
            int[] symbolOfByte,
            int[] lowest,
            Symbols symbols) {
        int length = vocabulary.rawByteCount(id);
        if (length < 2 || length > 4 || !vocabulary.isRaw(id)) {
            return;
        }
        byte[] raw = new byte[length];
        vocabulary.copyRawTo(id, raw, 0);
        int codePoint = codePoint(raw, 0, length);
        if (codePoint < 0 || length != lengthByLead(raw[0])) {
            return;
        }
        symbols.count = 0;
        for (byte b : raw) {
            symbols.add(symbolOfByte[b & 0xFF], 1);
        }
        int highest = mergeAll(pairs, symbols);
        if (symbols.count == 1 && symbols.ids[0] == id && lowest[id] > highest) {
            long[] page = pages[codePoint / PAGE];
            if (page == null) {
                page = new long[PAGE];
                pages[codePoint / PAGE] = page;
            }
            page[codePoint % PAGE] = ((long) highest << 32) | id;
        }
    }

    /** Merges a few symbols as the model does; returns the highest rank that was needed. */
    private static int mergeAll(PairTable pairs, Symbols symbols) {
        int highest = 0;
        while (symbols.count > 1) {
            int best = PairTable.NONE;
            int at = -1;
            for (int i = 0; i + 1 < symbols.count; i++) {
                int rank = pairs.rank(symbols.ids[i], symbols.ids[i + 1]);
                if (rank < best) {
                    best = rank;
                    at = i;
                }
            }
            if (at < 0) {
                break;
            }
            highest = Math.max(highest, best);
            symbols.ids[at] = pairs.result(best);
            symbols.count--;
            System.arraycopy(symbols.ids, at + 2, symbols.ids, at + 1, symbols.count - at - 1);
        }
        return highest;
    }

    /**
     * The character of several bytes at {@code p}, or -1 where there is no whole one that is
     * well-formed.
     */
    static int codePoint(byte[] text, int p, int to) {
        int lead = text[p];
        if (lead < (byte) 0xE0) {
            return lead >= (byte) 0xC2 && p + 1 < to && isInside(text[p + 1])
                    ? ((lead & 0x1F) << 6) | (text[p + 1] & 0x3F)
                    : -1;
        }
        if (p + 2 >= to || !isInside(text[p + 1]) || !isInside(text[p + 2])) {
            return -1;
        }
        int two = ((text[p + 1] & 0x3F) << 6) | (text[p + 2] & 0x3F);
        if (lead < (byte) 0xF0) {
            int codePoint = ((lead & 0xF) << 12) | two;
            return codePoint >= 0x800 ? codePoint : -1;
        }
        if (p + 3 >= to || !isInside(text[p + 3])) {
            return -1;
        }
        int codePoint = ((lead & 7) << 18) | (two << 6) | (text[p + 3] & 0x3F);
        return codePoint >= 0x10000 && codePoint < 0x110000 ? codePoint : -1;
    }

    /** The number of bytes of the character at {@code p}, or 0 where there is no whole one. */
    static int lengthAt(byte[] text, int p, int to) {
        return text[p] < 0 && codePoint(text, p, to) < 0 ? 0 : lengthByLead(text[p]);
    }

    /**
     * The symbol of the character at {@code p} if it may be an atom, whatever is around it; or -1.
     */
    int symbol(byte[] text, int p, int to) {
        int codePoint = text[p] < 0 ? codePoint(text, p, to) : -1;
        long[] page = codePoint < 0 ? null : pages[codePoint / PAGE];
        return page == null || page[codePoint % PAGE] == 0 ? -1 : (int) page[codePoint % PAGE];
    }

    /**
     * The atom at {@code p} of the piece {@code text[from, to)}: its symbol, and its number of
     * bytes in the upper half; 0 where there is none.
     */
    long at(byte[] text, int from, int p, int to) {
        int codePoint = codePoint(text, p, to);
        if (codePoint < 0) {
            return 0;
        }
        long[] page = pages[codePoint / PAGE];
        if (page == null || page[codePoint % PAGE] == 0) {
            return 0;
        }
        long atom = page[codePoint % PAGE];
        int highest = (int) (atom >>> 32);
        int end = p + lengthByLead(text[p]);
        boolean whole =
                (p == from || crossing[((text[p - 1] & 0xFF) << 8) | (text[p] & 0xFF)] > highest)
                        && (end == to
                                || crossing[((text[end - 1] & 0xFF) << 8) | (text[end] & 0xFF)]
                                        > highest);
        return whole ? ((long) (end - p) << 32) | (atom & 0xFFFFFFFFL) : 0;
    }
}
