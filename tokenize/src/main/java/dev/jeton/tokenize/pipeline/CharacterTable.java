package dev.jeton.tokenize.pipeline;

import dev.jeton.tokenize.internal.utf8.Utf8;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a normalizer makes of each character, for texts of which only the characters matter. The
 * normalizer itself fills it, 256 characters at a time when the first of them is met; so it is only
 * for characters whose result does not depend on their neighbours. Safe to share.
 */
final class CharacterTable {
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;

    private static final int PAGE = 256;

    /** The longest result in bytes. */
    private static final int LONGEST = 15;

    /** In the place of the length, where the neighbours count. */
    private static final int DEPENDS = 255;

    /** By character of ASCII: the character it becomes, or -1 for none. */
    private final byte[] ascii = new byte[128];

    /** Two numbers a character: eight bytes; seven bytes and the length. */
    private final AtomicReferenceArray<long @Nullable []> pages =
            new AtomicReferenceArray<>(0x110000 / PAGE);

    /** Whether ASCII from space to tilde stays, but for capitals if {@link #lower}. */
    private final boolean eight;

    private final boolean lower;
    private final IntFunction<byte @Nullable []> of;

    /**
     * A table of {@code of}, which gives the result for a character in UTF-8, or null where it
     * depends on the neighbours; at most one character of ASCII for one of ASCII.
     */
    CharacterTable(IntFunction<byte @Nullable []> of) {
        this.of = of;
        for (int c = 0; c < ascii.length; c++) {
            byte[] result = of.apply(c);
            if (result == null || result.length > 1 || (result.length == 1 && result[0] < 0)) {
                throw new IllegalArgumentException("ASCII " + c + " becomes something else.");
            }
            ascii[c] = result.length == 0 ? -1 : result[0];
        }
        lower = ascii['A'] == 'a';
        boolean simple = true;
        for (int c = ' '; c < 0x7F; c++) {
            simple &= ascii[c] == (lower && c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : c);
        }
        eight = simple;
    }

    /**
     * Normalizes the whole text if no character depends on its neighbours; else changes nothing.
     */
    boolean apply(NormalizedString text) {
        byte[] utf8 = text.bytes();
        int to = text.to();
        byte[] out = new byte[text.length() + (text.length() >> 2) + 2 * LONGEST];
        int n = 0;
        int end;
        for (int at = text.from(); at < to; at = end) {
            byte b = utf8[at];
            if (n + LONGEST > out.length) {
                out = Arrays.copyOf(out, out.length + (out.length >> 1) + LONGEST);
            }
            if (b >= 0) {
                if (eight && at + 8 <= to) {
                    long w = (long) LONG.get(utf8, at);
                    if (isPrintable(w)) {
                        LONG.set(out, n, lower ? toLower(w) : w);
                        n += 8;
                        end = at + 8;
                        continue;
                    }
                }
                byte becomes = ascii[b];
                out[n] = becomes;
                n += becomes >= 0 ? 1 : 0;
                end = at + 1;
                continue;
            }
            int c = Utf8.codePointAt(utf8, at);
            end = at + Utf8.length(c);
            long[] page = pages.get(c / PAGE);
            if (page == null) {
                page = fill(c / PAGE);
            }
            long first = page[2 * (c % PAGE)];
            long rest = page[2 * (c % PAGE) + 1];
            int length = (int) (rest >>> 56);
            if (length == DEPENDS) {
                return false;
            }
            for (int i = 0; i < length; i++) {
                out[n++] = (byte) (i < 8 ? first >>> (8 * i) : rest >>> (8 * (i - 8)));
            }
        }
        text.replaceText(out, n);
        return true;
    }

    /** Whether eight bytes are all ASCII from space to tilde. */
    private static boolean isPrintable(long w) {
        long tooSmall = ~((w | HIGH) - ' ' * ONES);
        long del = (w & ~HIGH) + ONES;
        return ((w | tooSmall | del) & HIGH) == 0;
    }

    /** Eight bytes of ASCII with small letters for capitals. */
    private static long toLower(long w) {
        long fromA = w + (0x80 - 'A') * ONES;
        long behindZ = w + (0x80 - 'Z' - 1) * ONES;
        return w | ((fromA & ~behindZ & HIGH) >>> 2);
    }

    private long[] fill(int index) {
        long[] page = new long[2 * PAGE];
        for (int i = 0; i < PAGE; i++) {
            int c = index * PAGE + i;
            byte[] result = c >= 0xD800 && c < 0xE000 ? new byte[0] : of.apply(c);
            if (result == null || result.length > LONGEST) {
                page[2 * i + 1] = (long) DEPENDS << 56;
                continue;
            }
            for (int j = 0; j < result.length; j++) {
                page[2 * i + j / 8] |= (result[j] & 0xFFL) << (8 * (j % 8));
            }
            page[2 * i + 1] |= (long) result.length << 56;
        }
        pages.set(index, page);
        return page;
    }
}
