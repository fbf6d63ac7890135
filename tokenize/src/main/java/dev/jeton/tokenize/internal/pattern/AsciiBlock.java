package dev.jeton.tokenize.internal.pattern;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds the beginnings of pieces in 64 bytes of ASCII at once: each class of characters becomes a
 * number with one bit a byte, and the rules of the pattern become a few operations on those
 * numbers, whatever the text is. Only beginnings that no later byte can change are reported; the
 * scanner of the pattern, one piece at a time, is the truth and does the rest. {@code
 * HandScannerTest} holds the two equal.
 *
 * <p>The idea of the masks is simdjson's ("Parsing Gigabytes of JSON per Second", 2019); here eight
 * bytes at a time in plain numbers, for the Vector API is not final yet. Stateless.
 */
final class AsciiBlock {
    /** The number of bytes that {@link #starts} reads. */
    static final int SIZE = 64;

    /** The families of patterns, by the rules for words, blanks and contractions. */
    enum Family {
        GPT2,
        CL100K,
        O200K
    }

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;
    private static final long GATHER = 0x0102040810204080L;

    /** With fewer bytes of ASCII before the first other one, the block is not worth its cost. */
    private static final int SMALLEST = 12;

    private final Family family;
    private final boolean contractions;
    private final int maxDigits;

    /**
     * Describes a pattern.
     *
     * @param maxDigits the most digits of a number: 1, 3, or 0 for any
     */
    AsciiBlock(Family family, boolean contractions, int maxDigits) {
        this.family = family;
        this.contractions = contractions;
        this.maxDigits = maxDigits;
    }

    /** Bit 7 of each byte that is at least {@code c}; the bytes are ASCII. */
    private static long atLeast(long bytes, int c) {
        return bytes + (0x80 - c) * ONES;
    }

    /** Bit 7 of each byte that is not {@code c}; the bytes are ASCII. */
    private static long differs(long bytes, int c) {
        return (bytes ^ c * ONES) + 0x7F * ONES;
    }

    /** Bits 7 of eight bytes as eight bits. */
    private static long gather(long bits) {
        return (((bits & HIGH) >>> 7) * GATHER) >>> 56;
    }

    /** The bits below {@code bit}. */
    private static long below(int bit) {
        return bit >= 64 ? -1L : (1L << bit) - 1;
    }

    /**
     * The places in {@code text[p, p + 64)} where a piece begins for certain, bit i for p + i;
     * there is a beginning at {@code p}, which has no bit. Between two bits there is no other
     * beginning.
     */
    long starts(byte[] text, int p) {
        if ((((long) LONG.get(text, p) | ((long) LONG.get(text, p + 4))) & HIGH) != 0) {
            return 0; // fewer than SMALLEST
        }
        long letters = 0;
        long upper = 0;
        long digits = 0;
        long spaces = 0;
        long tabs = 0; // blanks that are neither spaces nor ends of lines
        long lineEnds = 0;
        long quotes = 0;
        long high = 0;
        for (int shift = 0; shift < 64; shift += 8) {
            long raw = (long) LONG.get(text, p + (shift >> 3) * 8);
            long w = raw & ~HIGH;
            long small = w | 0x20 * ONES;
            long letter = atLeast(small, 'a') & ~atLeast(small, 'z' + 1);
            long blank = atLeast(w, '\t') & ~atLeast(w, '\r' + 1);
            long lineEnd = ~(differs(w, '\n') & differs(w, '\r'));
            letters |= gather(letter) << shift;
            upper |= gather(letter & ~(w << 2)) << shift;
            digits |= gather(atLeast(w, '0') & ~atLeast(w, '9' + 1)) << shift;
            spaces |= gather(~differs(w, ' ')) << shift;
            tabs |= gather(blank & ~lineEnd) << shift;
            lineEnds |= gather(lineEnd) << shift;
            quotes |= gather(~differs(w, '\'')) << shift;
            high |= gather(raw) << shift;
        }
        int size = Long.numberOfTrailingZeros(high); // 64 where all is ASCII
        if (size < SMALLEST) {
            return 0;
        }
        long valid = below(size);
        letters &= valid;
        digits &= valid;
        spaces &= valid;
        tabs &= valid;
        lineEnds &= valid;
        long blanks = spaces | tabs | lineEnds;
        long signs = valid & ~(letters | digits | blanks);

        // Places from which on later bytes could change the result.
        int limit = size;
        if ((blanks >>> (size - 1)) != 0) {
            limit = runStart(blanks, size) + 1;
        }

        long inside = 0; // of contractions
        long behind = 0;
        if (contractions && (quotes & valid) != 0) {
            long candidates = quotes & valid;
            candidates &= family == Family.O200K ? (letters << 1) : ~((signs << 1) | (spaces << 1));
            while (candidates != 0) {
                int quote = Long.numberOfTrailingZeros(candidates);
                candidates &= candidates - 1;
                if (quote + 2 >= size || ((behind >>> quote) & 1) != 0) {
                    limit = Math.min(limit, family == Family.O200K ? quote : quote + 1);
                    break;
                }
                int end = contraction(text, p + quote, p + size) - p;
                if (end > quote) {
                    inside |= below(end) & ~below(quote + 1);
                    behind |= end < 64 ? 1L << end : 0;
                    if (family == Family.O200K) {
                        signs &= ~(1L << quote); // a part of the word
                        letters |= 1L << quote;
                    }
                }
            }
        }

        long starts = signs & ~(signs << 1) & ~(spaces << 1);
        if (family == Family.GPT2) {
            starts |= letters & ~(letters << 1) & ~(spaces << 1);
            starts |= digits & ~(digits << 1) & ~(spaces << 1);
            starts |= blanks & ~((blanks << 1) & (blanks >>> 1));
        } else {
            long inLine = spaces | tabs;
            // A sign or blank that begins a piece takes the word behind it.
            starts |= letters & ~(letters << 1) & ~(inLine << 1) & ~(starts << 1);
            if (family == Family.O200K) {
                starts |= upper & letters & ((letters & ~upper) << 1);
            }
            starts |= numbers(digits);
            // Ends of lines behind signs belong to them.
            long ended = lineEnds + (lineEnds & (signs << 1));
            long taken = lineEnds & ~ended;
            long slash = family == Family.O200K ? ended & ~lineEnds & signs : 0;
            if (slash != 0) { // may go on with a slash
                limit = Math.min(limit, Long.numberOfTrailingZeros(slash));
            }
            long indents = inLine & (lineEnds << 1);
            long ragged = (indents + inLine) & ~inLine & lineEnds; // a line of blanks only
            if (ragged != 0) {
                limit = Math.min(limit, runStart(inLine, Long.numberOfTrailingZeros(ragged)));
            }
            starts |= blanks & ~(blanks << 1) & ~taken;
            starts |= indents | (inLine & ~(blanks >>> 1));
        }
        return (starts | (behind & letters)) & ~inside & below(limit) & ~1L;
    }

    /** Where the run of ones that ends before {@code end} begins. */
    private static int runStart(long ones, int end) {
        return 64 - Long.numberOfLeadingZeros(~ones & below(end));
    }

    private long numbers(long digits) {
        if (maxDigits == 1) {
            return digits;
        }
        long starts = digits & ~(digits << 1);
        long fourth = digits & (digits << 1) & (digits << 2) & (digits << 3);
        for (long next = (starts << 3) & fourth; next != 0; next = (next << 3) & fourth) {
            starts |= next;
        }
        return starts;
    }

    private int contraction(byte[] text, int quote, int to) {
        return family == Family.GPT2
                ? Gpt2Scanner.lowerCaseContraction(text, quote, to)
                : HandScanner.contraction(text, quote, to);
    }
}
