package dev.jeton.tokenize.internal.added;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds the next byte of a set, from right to left. Where the set has few bytes, eight places are
 * looked at together: a byte of a number is zero where the text has the byte that the number was
 * compared with (Mycroft, 1987). Immutable.
 */
final class ByteFinder {
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;

    /** With more bytes than this a table is faster. */
    private static final int FEW = 3;

    private final boolean[] wanted = new boolean[256];

    /** Each byte of a small set eight times; repeated to fill up. Empty for a large set. */
    private final long[] eight;

    /** Takes the bytes whose entry is not 0. */
    ByteFinder(int[] of256) {
        long[] found = new long[FEW];
        int n = 0;
        for (int b = 0; b < 256; b++) {
            wanted[b] = of256[b] != 0;
            if (wanted[b]) {
                if (n < FEW) {
                    found[n] = b * ONES;
                }
                n++;
            }
        }
        for (int i = n; i < FEW && n > 0; i++) {
            found[i] = found[0];
        }
        eight = n > 0 && n <= FEW ? found : new long[0];
    }

    /** The last place in {@code text[from, at]} that has a byte of the set, or {@code from - 1}. */
    int before(byte[] text, int from, int at) {
        int i = at;
        if (eight.length > 0) {
            long a = eight[0];
            long b = eight[1];
            long c = eight[2];
            while (i - 7 >= from) {
                long w = (long) LONG.get(text, i - 7);
                if (((zero(w ^ a) | zero(w ^ b) | zero(w ^ c)) & HIGH) != 0) {
                    break;
                }
                i -= 8;
            }
        }
        while (i >= from && !wanted[text[i] & 0xFF]) {
            i--;
        }
        return i;
    }

    /** Has bit 7 of a byte set if some byte is zero, and no bit 7 if none is. */
    private static long zero(long w) {
        return (w - ONES) & ~w;
    }
}
