package dev.jeton.tokenize.internal.charsmap;

import dev.jeton.tokenize.TokenizerException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Rules that replace byte strings by others: the {@code precompiled_charsmap} of SentencePiece.
 * Immutable and safe to share.
 *
 * <p>The format: the size of a trie in bytes (32 bits, little-endian), the trie, and the
 * replacements, each ended by a zero byte. The trie is a double array as darts-clone writes it; its
 * values are places in the replacements. A unit has its label in the lowest 8 bits, in bit 8
 * whether a value hangs on it, and in the upper 22 bits the offset of its children, shifted by 8
 * more if bit 9 is set; a unit with bit 31 set is a value.
 *
 * <p>A file may hold any numbers: a walk that leaves the array ends, and one of more than 1,024
 * bytes or to a value outside of the replacements is refused when a text meets it.
 */
public final class Charsmap {
    /** Returned where no rule matches. */
    public static final long NO_MATCH = -1;

    /** A longer walk is one of a trie that leads back into itself. */
    private static final int MAX_RULE_BYTES = 1024;

    private final String place;
    private final int[] units;
    private final byte[] replacements;

    private Charsmap(String place, int[] units, byte[] replacements) {
        this.place = place;
        this.units = units;
        this.replacements = replacements;
    }

    /**
     * Reads compiled rules.
     *
     * @param place what messages begin with, for example {@code tokenizer.json:
     *     normalizer.precompiled_charsmap}
     * @throws TokenizerException if {@code compiled} is not of this format
     */
    public static Charsmap parse(byte[] compiled, String place) {
        if (compiled.length < 4) {
            throw new TokenizerException(
                    place + " has " + compiled.length + " bytes. Expected 4 or more.");
        }
        ByteBuffer buffer = ByteBuffer.wrap(compiled).order(ByteOrder.LITTLE_ENDIAN);
        long trieBytes = Integer.toUnsignedLong(buffer.getInt());
        if (trieBytes > compiled.length - 4) {
            throw new TokenizerException(
                    String.format(
                            "%s says that its trie has %d bytes, but only %d follow. The file is"
                                    + " broken or cut off.",
                            place, trieBytes, compiled.length - 4));
        }
        int[] units = new int[(int) trieBytes / 4];
        buffer.asIntBuffer().get(units);
        byte[] replacements = Arrays.copyOfRange(compiled, 4 + 4 * units.length, compiled.length);
        checkUtf8(replacements, place);
        return new Charsmap(place, units, replacements);
    }

    private static void checkUtf8(byte[] bytes, String place) {
        try {
            CharBuffer unused =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT)
                            .decode(ByteBuffer.wrap(bytes));
        } catch (CharacterCodingException e) {
            throw new TokenizerException(
                    place + " has replacements that are not UTF-8. The file is broken.", e);
        }
    }

    /**
     * The rule with the longest left side that {@code text[from, to)} begins with, as SentencePiece
     * chooses it: the number of bytes it replaces in the upper half, and where its replacement
     * begins in {@link #replacements()} in the lower half; or {@link #NO_MATCH}.
     */
    public long longestPrefix(byte[] text, int from, int to) {
        return prefix(text, from, to, true);
    }

    /** As {@link #longestPrefix}, but the rule with the shortest left side. */
    public long shortestPrefix(byte[] text, int from, int to) {
        return prefix(text, from, to, false);
    }

    private long prefix(byte[] text, int from, int to, boolean longest) {
        long found = NO_MATCH;
        if (units.length == 0) {
            return found;
        }
        int node = offset(units[0]);
        // A zero byte is the label of values and never part of a rule.
        for (int i = from; i < to && text[i] != 0; i++) {
            node ^= text[i] & 0xFF;
            if (node < 0 || node >= units.length) {
                return found;
            }
            int unit = units[node];
            if ((unit & 0x800000FF) != (text[i] & 0xFF)) {
                return found;
            }
            node ^= offset(unit);
            if (i - from == MAX_RULE_BYTES) {
                throw new TokenizerException(
                        place
                                + " has a rule with a left side of more than "
                                + MAX_RULE_BYTES
                                + " bytes. The file is broken.");
            }
            if ((unit & 0x100) != 0) {
                found = (long) (i + 1 - from) << 32 | value(node);
                if (!longest) {
                    return found;
                }
            }
        }
        return found;
    }

    /** Whether the left side of a rule may begin with this ASCII character, not 0. */
    public boolean beginsWith(int ascii) {
        if (units.length == 0) {
            return false;
        }
        int node = offset(units[0]) ^ ascii;
        return node >= 0 && node < units.length && (units[node] & 0x800000FF) == ascii;
    }

    private static int offset(int unit) {
        return (unit >>> 10) << ((unit & 0x200) >>> 6);
    }

    private int value(int node) {
        int value = node < 0 || node >= units.length ? -1 : units[node] & 0x7FFFFFFF;
        if (value < 0 || value >= replacements.length || inside(replacements[value])) {
            throw new TokenizerException(
                    place
                            + " has a rule whose replacement is not in the file. The file is"
                            + " broken.");
        }
        return value;
    }

    /** Whether a byte is the second or a later one of a character. */
    private static boolean inside(byte b) {
        return (b & 0xC0) == 0x80;
    }

    /** All replacements, each ended by a zero byte; not to be changed. */
    public byte[] replacements() {
        return replacements;
    }

    /** The end of the replacement that begins at {@code at}. */
    public int replacementEnd(int at) {
        int end = at;
        while (end < replacements.length && replacements[end] != 0) {
            end++;
        }
        return end;
    }
}
