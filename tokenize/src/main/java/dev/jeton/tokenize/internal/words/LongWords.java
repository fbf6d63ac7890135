package dev.jeton.tokenize.internal.words;

import dev.jeton.tokenize.model.IdBuffer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The ids of pieces that {@link ShortWords} has no room for: one behind the other in a ring that is
 * overwritten from its start again when it is full; a table points into it.
 */
final class LongWords {
    /** The longest piece that is kept, in bytes and in ids. */
    static final int MAX = 255;

    private static final int LARGEST_ENTRY = 2 + (MAX + 3) / 4 + MAX;
    private static final int FIRST_BYTES = 1 << 14;
    private static final int MISS = -1;

    /** Enough for a petabyte of words. */
    private static final int PLACE_BITS = 48;

    private static final long PLACE = (1L << PLACE_BITS) - 1;
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Number of bytes, number of ids, bytes by four, ids; entry after entry. */
    private int[] ring;

    /**
     * Where in the ring's endless past an entry lies, plus one, below some bits of its hash, which
     * keep most look-ups of what is not there away from the ring; 0: nowhere.
     */
    private long[] places;

    /** The most memory of both. */
    private final int maxBytes;

    private long ringEnd;

    /**
     * At most {@code bytes} bytes of memory, or what the largest entry needs; less at the
     * beginning.
     */
    LongWords(int bytes) {
        maxBytes = bytes;
        allocate(Math.min(bytes, FIRST_BYTES));
    }

    private void allocate(int bytes) {
        places = new long[Integer.highestOneBit(Math.max(32, bytes / 6 / 8))];
        ring = new int[Math.max(LARGEST_ENTRY, (bytes - 8 * places.length) / 4)];
        ringEnd = 1;
    }

    boolean append(byte[] text, int from, int to, IdBuffer out) {
        int at = find(text, from, to - from);
        if (at < 0) {
            return false;
        }
        int ids = idsAt(at);
        out.addAll(ring, ids, ids + ring[at + 1]);
        return true;
    }

    /** The number of ids of the piece, or -1 if it is not known. */
    int count(byte[] text, int from, int to) {
        int at = find(text, from, to - from);
        return at < 0 ? MISS : ring[at + 1];
    }

    private static long hash(byte[] text, int from, int length) {
        long h = length;
        int i = 0;
        for (; i + 8 <= length; i += 8) {
            h = (h ^ (long) LONG.get(text, from + i)) * 0x9E3779B97F4A7C15L;
            h ^= h >>> 32;
        }
        h = (h ^ slowRead(text, from + i, length - i)) * 0xD6E8FEB86659FD93L;
        return h ^ (h >>> 32);
    }

    private int find(byte[] text, int from, int length) {
        long hash = hash(text, from, length);
        long entry = places[(int) hash & (places.length - 1)];
        if (entry == 0 || ((entry ^ hash) >>> PLACE_BITS) != 0) {
            return MISS;
        }
        long place = entry & PLACE;
        if (place + ring.length <= ringEnd) {
            return MISS; // overwritten since
        }
        int at = (int) ((place - 1) % ring.length);
        if (ring[at] != length) {
            return MISS;
        }
        for (int i = 0; i < length; i += 4) {
            if (ring[at + 2 + (i >> 2)] != read4(text, from + i, length - i)) {
                return MISS;
            }
        }
        return at;
    }

    private static long slowRead(byte[] text, int from, int length) {
        long value = 0;
        for (int i = 0; i < length; i++) {
            value |= (text[from + i] & 0xFFL) << (8 * i);
        }
        return value;
    }

    private static int read4(byte[] text, int from, int left) {
        if (left >= 4) {
            return (int) INT.get(text, from);
        }
        int value = 0;
        for (int i = 0; i < left; i++) {
            value |= (text[from + i] & 0xFF) << (8 * i);
        }
        return value;
    }

    private int idsAt(int at) {
        return at + 2 + ((ring[at] + 3) >> 2);
    }

    /** Remembers a piece of up to {@link #MAX} bytes and ids. */
    void put(byte[] text, int from, int length, int[] ids, int count) {
        int size = 2 + ((length + 3) >> 2) + count;
        int at = (int) ((ringEnd - 1) % ring.length);
        if (at + size > ring.length && 4L * ring.length < maxBytes / 2) {
            // The ring is full and may grow: begin anew.
            allocate((int) Math.min(maxBytes, 16L * ring.length));
            at = 0;
        } else if (at + size > ring.length) {
            ringEnd += ring.length - at; // an entry never goes around the end
            at = 0;
        }
        ring[at] = length;
        ring[at + 1] = count;
        for (int i = 0; i < length; i += 4) {
            ring[at + 2 + (i >> 2)] = read4(text, from + i, length - i);
        }
        System.arraycopy(ids, 0, ring, idsAt(at), count);
        long hash = hash(text, from, length);
        places[(int) hash & (places.length - 1)] = (hash & ~PLACE) | ringEnd;
        ringEnd += size;
    }

    long bytes() {
        return 8L * places.length + 4L * ring.length;
    }

    void clear() {
        Arrays.fill(places, 0);
    }
}
