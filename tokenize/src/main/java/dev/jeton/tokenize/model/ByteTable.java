package dev.jeton.tokenize.model;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A set of byte strings numbered from 0 in the order they came, found by open addressing.
 *
 * <p>All strings lie one after another in one array; a slot holds the number of a string plus one
 * and the upper bits of its hash, so that a probe touches the strings only when the hash agrees.
 * The hash has a seed of its own in every process: a file cannot be made to collide.
 */
final class ByteTable {
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long SEED = new SplittableRandom().nextLong() | 1;
    private static final long MIX = 0x9E3779B97F4A7C15L;

    /** The strings of all entries; entry {@code e} is {@code bytes[starts[e], starts[e + 1])}. */
    byte[] bytes;

    int[] starts;
    int count;

    /** High half: the hash; low half: the entry plus one; zero: free. */
    private long[] slots;

    ByteTable(int expectedEntries, int expectedBytes) {
        bytes = new byte[expectedBytes];
        starts = new int[expectedEntries + 1];
        slots = new long[tableSize(expectedEntries)];
    }

    private static int tableSize(int entries) {
        return Integer.highestOneBit(Math.max(8, Math.multiplyExact(entries, 2) - 1)) << 1;
    }

    /**
     * The room left behind the last string; the next string is written there before {@link
     * #addTail}.
     */
    int tail() {
        return starts[count];
    }

    /** Makes room for {@code length} bytes behind the last string. */
    void ensureTail(int length) {
        long needed = (long) tail() + length;
        if (needed > bytes.length) {
            if (needed > Integer.MAX_VALUE - 8) {
                throw new OutOfMemoryError("more than 2 GiB of token strings");
            }
            long grown = Math.max(needed, bytes.length + (bytes.length >> 1) + 64L);
            bytes = Arrays.copyOf(bytes, (int) Math.min(grown, Integer.MAX_VALUE - 8));
        }
    }

    /**
     * Adds the string {@code bytes[tail(), end)}. Returns its entry; where the string was there
     * before, returns {@code -1 - entry} of the earlier one and adds nothing.
     */
    int addTail(int end) {
        int from = tail();
        long hash = hash(bytes, from, end);
        int slot = slotOf(hash);
        for (long s; (s = slots[slot]) != 0; slot = (slot + 1) & (slots.length - 1)) {
            if ((int) (s >>> 32) == (int) (hash >>> 32)
                    && equalsEntry((int) s - 1, bytes, from, end)) {
                return -(int) s;
            }
        }
        appendUnindexed(end);
        if (2 * count > slots.length) {
            growSlots();
        } else {
            slots[slot] = (hash & 0xFFFFFFFF00000000L) | count;
        }
        return count - 1;
    }

    /**
     * Adds the string {@code bytes[tail(), end)}, which must be there already; from now on it is
     * found under the new number. Returns that.
     */
    int repeatTail(int end) {
        int earlier = find(bytes, tail(), end);
        int entry = appendUnindexed(end);
        int slot = slotOf(hash(bytes, starts[entry], end));
        while ((int) slots[slot] != earlier + 1) {
            slot = (slot + 1) & (slots.length - 1);
        }
        slots[slot] = (slots[slot] & 0xFFFFFFFF00000000L) | (entry + 1);
        return entry;
    }

    /** Adds the string {@code bytes[tail(), end)} so that it has a number but is never found. */
    int appendUnindexed(int end) {
        count++;
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, count + (count >> 1) + 16);
        }
        starts[count] = end;
        return count - 1;
    }

    private void growSlots() {
        long[] old = slots;
        boolean[] indexed = new boolean[count];
        for (long s : old) {
            if (s != 0) {
                indexed[(int) s - 1] = true;
            }
        }
        indexed[count - 1] = true;
        slots = new long[old.length * 2];
        for (int entry = 0; entry < count; entry++) {
            if (indexed[entry]) {
                long hash = hash(bytes, starts[entry], starts[entry + 1]);
                int slot = slotOf(hash);
                while (slots[slot] != 0) {
                    slot = (slot + 1) & (slots.length - 1);
                }
                slots[slot] = (hash & 0xFFFFFFFF00000000L) | (entry + 1);
            }
        }
    }

    /** The entry of {@code text[from, to)}, or -1. */
    int find(byte[] text, int from, int to) {
        long hash = hash(text, from, to);
        int slot = slotOf(hash);
        for (long s; (s = slots[slot]) != 0; slot = (slot + 1) & (slots.length - 1)) {
            if ((int) (s >>> 32) == (int) (hash >>> 32)
                    && equalsEntry((int) s - 1, text, from, to)) {
                return (int) s - 1;
            }
        }
        return -1;
    }

    private boolean equalsEntry(int entry, byte[] text, int from, int to) {
        return Arrays.equals(bytes, starts[entry], starts[entry + 1], text, from, to);
    }

    int length(int entry) {
        return starts[entry + 1] - starts[entry];
    }

    /** Gives back the memory that was kept for growth. */
    void trim() {
        bytes = Arrays.copyOf(bytes, tail());
        starts = Arrays.copyOf(starts, count + 1);
    }

    private int slotOf(long hash) {
        return (int) hash & (slots.length - 1);
    }

    private static long hash(byte[] text, int from, int to) {
        long h = SEED ^ (to - from);
        int i = from;
        for (; i + 8 <= to; i += 8) {
            h = mix(h ^ (long) LONG.get(text, i));
        }
        if (i + 4 <= to) {
            h = mix(h ^ (int) INT.get(text, i));
            i += 4;
        }
        for (; i < to; i++) {
            h = (h ^ text[i]) * MIX;
        }
        return mix(h);
    }

    private static long mix(long h) {
        h *= MIX;
        return h ^ (h >>> 29) ^ (h >>> 47);
    }
}
