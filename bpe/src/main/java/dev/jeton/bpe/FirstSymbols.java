package dev.jeton.bpe;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.jeton.tokenize.TokenizerException;
import dev.jeton.tokenize.model.ByteAlphabet;
import dev.jeton.tokenize.model.ModelSpec;
import dev.jeton.tokenize.model.Vocabulary;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a piece into the symbols that merging starts from: one for each character, or, in byte-level
 * models, for each byte.
 *
 * <p>Follows {@code merge_word} of the reference, with its surprises: without {@code unk_token} a
 * character that is not in the vocabulary vanishes; an unknown token that waits to be fused is put
 * <em>behind</em> the byte tokens of a later character; with {@code byte_fallback} the bytes of the
 * prefix and suffix become tokens, too.
 */
final class FirstSymbols {
    private static final int NOT_FOUND = Vocabulary.NOT_FOUND;
    private static final int FIRST = 256;
    private static final int LAST = 512;

    private final String place;
    private final Vocabulary vocabulary;
    private final boolean byteLevel;
    private final byte[] prefix;
    private final byte[] suffix;
    private final @Nullable String unknownToken;
    private final int unknownId;
    private final boolean fuseUnknown;

    /** The ids of {@code <0x00>} to {@code <0xFF>}; empty without byte fallback. */
    private final int[] fallback;

    /** The symbol of each ASCII character (of each byte in byte-level models), by its place. */
    private final int[] direct = new int[4 * 256];

    private final CharacterIds characters;

    /** Every byte has a symbol and nothing is put around it. */
    private final boolean plain;

    FirstSymbols(ModelSpec spec) {
        place = spec.file() + ": " + spec.path();
        vocabulary = spec.vocabulary();
        characters = new CharacterIds(vocabulary);
        byteLevel = spec.byteLevel();
        prefix = bytes(spec.options().string("continuing_subword_prefix"));
        suffix = bytes(spec.options().string("end_of_word_suffix"));
        unknownToken = spec.options().string("unk_token");
        unknownId = unknownToken == null ? NOT_FOUND : vocabulary.idOf(unknownToken);
        fuseUnknown = spec.options().flag("fuse_unk", false);
        fallback = new int[spec.options().flag("byte_fallback", false) ? 256 : 0];
        for (int b = 0; b < fallback.length; b++) {
            fallback[b] = vocabulary.idOf(String.format(Locale.ROOT, "<0x%02X>", b));
        }
        boolean allKnown = true;
        for (int i = 0; i < direct.length; i++) {
            byte[] text = new byte[8];
            int length = put(text, i & 0xFF);
            boolean ascii = byteLevel || (i & 0xFF) < 128;
            direct[i] =
                    ascii ? lookUp(text, 0, length, (i & FIRST) != 0, (i & LAST) != 0) : NOT_FOUND;
            allKnown &= direct[i] != NOT_FOUND;
        }
        plain = byteLevel && allKnown && prefix.length == 0 && suffix.length == 0;
    }

    private static byte[] bytes(@Nullable String affix) {
        return affix == null ? new byte[0] : affix.getBytes(UTF_8);
    }

    /** Whether the symbols at the ends of a piece are others than inside. */
    boolean hasAffix() {
        return prefix.length > 0 || suffix.length > 0;
    }

    /**
     * Whether every piece of {@code n} bytes has {@code n} symbols, so that a token covers as many
     * bytes as it stands for.
     */
    boolean plain() {
        return plain;
    }

    /** The first symbol of each byte; only where {@link #plain()}. */
    int[] ofBytes() {
        return Arrays.copyOf(direct, 256);
    }

    /** As {@link #cut}, with whole characters as symbols where that changes nothing. */
    void cut(byte[] text, int from, int to, CharacterAtoms atoms, Symbols symbols) {
        symbols.ensure(to - from);
        int[] ids = symbols.ids;
        int[] lengths = symbols.lengths;
        int n = 0;
        for (int p = from; p < to; n++) {
            long atom = text[p] >= (byte) 0xC2 && text[p] < 0 ? atoms.at(text, from, p, to) : 0;
            if (atom == 0) {
                ids[n] = direct[text[p++] & 0xFF];
                lengths[n] = 1;
            } else {
                ids[n] = (int) atom;
                lengths[n] = (int) (atom >>> 32);
                p += lengths[n];
            }
        }
        symbols.count = n;
    }

    /** The ids of single characters. */
    CharacterIds characters() {
        return characters;
    }

    /**
     * Fills {@code symbols} with those of {@code text[from, to)}.
     *
     * @return whether each is one character of the text, or in byte-level models one byte
     */
    boolean cut(byte[] text, int from, int to, Symbols symbols) {
        symbols.count = 0;
        symbols.ensure(to - from);
        if (plain) {
            int[] ids = symbols.ids;
            int[] lengths = symbols.lengths;
            for (int i = from; i < to; i++) {
                ids[i - from] = direct[text[i] & 0xFF];
                lengths[i - from] = 1;
            }
            symbols.count = to - from;
            return true;
        }
        return cutWithUnknowns(text, from, to, symbols);
    }

    private boolean cutWithUnknowns(byte[] text, int from, int to, Symbols symbols) {
        byte[] mapped = new byte[2];
        int unknownLength = 0; // of the unknown token that was not added yet
        boolean allKnown = true;
        int end;
        for (int p = from; p < to; p = end) {
            end = byteLevel ? p + 1 : endOfCharacter(text, p, to);
            boolean first = p == from;
            boolean last = end == to;
            int length = byteLevel ? put(mapped, text[p] & 0xFF) : end - p;
            int id =
                    byteLevel || text[p] >= 0
                            ? direct[(text[p] & 0xFF) | (first ? FIRST : 0) | (last ? LAST : 0)]
                            : lookUp(text, p, end, first, last);
            if (id != NOT_FOUND) {
                if (unknownLength > 0) {
                    symbols.add(unknownId, unknownLength);
                    unknownLength = 0;
                }
                symbols.add(id, length);
                continue;
            }
            allKnown = false;
            if (byteLevel
                    ? !addBytes(mapped, 0, length, first, last, symbols)
                    : !addBytes(text, p, end, first, last, symbols)) {
                unknownLength = unknown(text, p, end, length, unknownLength, symbols);
            }
        }
        if (unknownLength > 0) {
            symbols.add(unknownId, unknownLength);
        }
        return allKnown;
    }

    private int unknown(
            byte[] text, int p, int end, int length, int unknownLength, Symbols symbols) {
        if (unknownToken == null) {
            return 0;
        }
        if (unknownLength > 0 && fuseUnknown) {
            return unknownLength + length;
        }
        if (unknownLength > 0) {
            symbols.add(unknownId, unknownLength);
        }
        if (unknownId == NOT_FOUND) {
            throw new TokenizerException(
                    place
                            + ".unk_token is \""
                            + unknownToken
                            + "\", which is not in the vocabulary, but is needed for \""
                            + new String(text, p, end - p, UTF_8)
                            + "\".");
        }
        return length;
    }

    /** The byte tokens of a character with what is put around it; false if one is missing. */
    private boolean addBytes(
            byte[] text, int p, int end, boolean first, boolean last, Symbols symbols) {
        if (fallback.length == 0) {
            return false;
        }
        byte[] whole = around(text, p, end, first, last);
        for (byte b : whole) {
            if (fallback[b & 0xFF] == NOT_FOUND) {
                return false;
            }
        }
        for (byte b : whole) {
            symbols.add(fallback[b & 0xFF], 1);
        }
        return true;
    }

    private byte[] around(byte[] text, int p, int end, boolean first, boolean last) {
        int before = first ? 0 : prefix.length;
        byte[] whole = new byte[before + end - p + (last ? suffix.length : 0)];
        System.arraycopy(prefix, 0, whole, 0, before);
        System.arraycopy(text, p, whole, before, end - p);
        if (last) {
            System.arraycopy(suffix, 0, whole, before + end - p, suffix.length);
        }
        return whole;
    }

    private int lookUp(byte[] text, int p, int end, boolean first, boolean last) {
        if ((first || prefix.length == 0) && (!last || suffix.length == 0)) {
            int codePoint = byteLevel ? -1 : CharacterAtoms.codePoint(text, p, end);
            return codePoint < 0 ? vocabulary.idOf(text, p, end) : characters.of(codePoint);
        }
        byte[] whole = around(text, p, end, first, last);
        return vocabulary.idOf(whole, 0, whole.length);
    }

    /** Writes the character that the file has for {@code b}; returns its length in UTF-8. */
    private int put(byte[] into, int b) {
        int c = byteLevel ? ByteAlphabet.charOf(b) : b;
        if (c < 0x80) {
            into[0] = (byte) c;
            return 1;
        }
        into[0] = (byte) (0xC0 | (c >> 6));
        into[1] = (byte) (0x80 | (c & 0x3F));
        return 2;
    }

    /** The number of bytes that the file's character for the byte {@code b} has. */
    static int mappedLength(byte b) {
        return ByteAlphabet.charOf(b) < 0x80 ? 1 : 2;
    }

    private static int endOfCharacter(byte[] text, int p, int to) {
        int end = p + 1;
        while (end < to && (text[end] & 0xC0) == 0x80) {
            end++;
        }
        return end;
    }
}
