package dev.jeton.bpe;

import dev.jeton.tokenize.model.IdBuffer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The ids of pieces that were seen before. Bounded: a new piece takes the place of an older one.
 * Keys are compared byte for byte, never by hash alone.
 *
 * <p>Pieces of up to 15 bytes and up to 4 ids, nearly all, have 32 bytes each in one table: the
 * bytes and the length in two numbers, the ids in two more, their count in the two bits that ids
 * leave free. Two neighbours are one line of the processor's cache and take a piece in turn. Longer
 * ones lie one behind the other in a ring that is overwritten from its start again when it is full;
 * a second table points into it.
 */
final class WordCache {
    /** The longest piece that is kept. */
    static final int MAX_BYTES = 255;

    private static final int LARGEST_ENTRY = 2 + (MAX_BYTES + 3) / 4 + MAX_BYTES;
    private static final int SHORT_BYTES = 15;
    private static final int SHORT_IDS = 4;
    private static final int MISS = -1;
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Which bits of the first and of the second eight bytes a piece of each length has. */
    private static final long[] LOW = new long[SHORT_BYTES + 1];

    private static final long[] HIGH = new long[SHORT_BYTES + 1];

    static {
        for (int length = 0; length <= SHORT_BYTES; length++) {
            LOW[length] = length < 8 ? (1L << (8 * length)) - 1 : -1;
            HIGH[length] = length < 8 ? 0 : (1L << (8 * (length - 8))) - 1;
        }
    }

    /** Four numbers an entry: bytes 0-7; bytes 8-14 and the length; ids 0 and 1; ids 2 and 3. */
    private final long[] table;

    private final int pairMask;

    /** Number of bytes, number of ids, bytes by four, ids; entry after entry. */
    private final int[] ring;

    /** Where in the ring's endless past an entry lies, plus one; 0: nowhere. */
    private final long[] places;

    private long ringEnd = 1;

    // What the last look-up read.
    private long key0;
    private long key1;

    /** A cache of at most {@code bytes} bytes, at least 4 KiB. */
    WordCache(int bytes) {
        int entries = Integer.highestOneBit(Math.max(64, bytes / 2 / 32));
        table = new long[4 * entries];
        pairMask = entries / 2 - 1;
        int slots = Integer.highestOneBit(Math.max(32, bytes / 8 / 8));
        places = new long[slots];
        ring = new int[Math.max(LARGEST_ENTRY, (bytes - 32 * entries - 8 * slots) / 4)];
    }

    private static int hash(long a, long b) {
        long h = (a ^ (b * 0x9E3779B97F4A7C15L)) * 0xD6E8FEB86659FD93L;
        return (int) (h >>> 32);
    }

    private void readKey(byte[] text, int from, int length) {
        long a;
        long b;
        if (from + 16 <= text.length) {
            a = (long) LONG.get(text, from);
            b = (long) LONG.get(text, from + 8);
        } else {
            a = slowRead(text, from, Math.min(8, length));
            b = slowRead(text, from + 8, length - 8);
        }
        if (length < 8) {
            a &= (1L << (8 * length)) - 1;
            b = 0;
        } else {
            b &= (1L << (8 * (length - 8))) - 1;
        }
        key0 = a;
        key1 = b | ((long) length << 56);
    }

    private static long slowRead(byte[] text, int from, int length) {
        long value = 0;
        for (int i = 0; i < length; i++) {
            value |= (text[from + i] & 0xFFL) << (8 * i);
        }
        return value;
    }

    /** The entry of the short piece of the last look-up, or {@link #MISS}. */
    private int findShort() {
        int at = (hash(key0, key1) & pairMask) << 3;
        if (table[at] == key0 && table[at + 1] == key1) {
            return at;
        }
        return table[at + 4] == key0 && table[at + 5] == key1 ? at + 4 : MISS;
    }

    /** Appends the ids of the piece {@code text[from, to)} if it is known. */
    boolean append(byte[] text, int from, int to, IdBuffer out) {
        int length = to - from;
        if (length <= SHORT_BYTES) {
            readKey(text, from, length);
            int at = findShort();
            if (at >= 0) {
                out.addPacked(table[at + 2], table[at + 3]);
                return true;
            }
            // A short piece with many ids lies in the ring.
        }
        if (length > MAX_BYTES) {
            return false;
        }
        int at = findLong(text, from, length);
        if (at < 0) {
            return false;
        }
        int ids = idsAt(at);
        out.addAll(ring, ids, ids + ring[at + 1]);
        return true;
    }

    /**
     * Appends the ids of the pieces {@code first} to {@code n - 1} that end at {@code ends}, as
     * long as they are short and known; returns the index of the first that is not, or {@code n}.
     */
    int appendShort(byte[] text, int from, int[] ends, int first, int n, IdBuffer out) {
        out.ensureRoom(4 * (n - first));
        int[] ids = out.array();
        long[] entries = table;
        int last = text.length - 16;
        int size = out.size();
        int at = from;
        int i = first;
        while (i < n) {
            int end = ends[i];
            int length = end - at;
            if (length > SHORT_BYTES || at > last) {
                break;
            }
            long a = (long) LONG.get(text, at) & LOW[length];
            long b = ((long) LONG.get(text, at + 8) & HIGH[length]) | ((long) length << 56);
            int slot = (hash(a, b) & pairMask) << 3;
            if (entries[slot] != a || entries[slot + 1] != b) {
                slot += 4;
                if (entries[slot] != a || entries[slot + 1] != b) {
                    break;
                }
            }
            size = IdBuffer.unpack(entries[slot + 2], entries[slot + 3], ids, size);
            at = end;
            i++;
        }
        out.resize(size);
        return i;
    }

    /** The number of ids of the piece {@code text[from, to)}, or -1 if it is not known. */
    int count(byte[] text, int from, int to) {
        int length = to - from;
        if (length <= SHORT_BYTES) {
            readKey(text, from, length);
            int at = findShort();
            if (at >= 0) {
                return IdBuffer.packedCount(table[at + 2]);
            }
        }
        if (length > MAX_BYTES) {
            return MISS;
        }
        int at = findLong(text, from, length);
        return at < 0 ? MISS : ring[at + 1];
    }

    /** Remembers the ids of the piece {@code text[from, to)}, which was just looked for in vain. */
    void put(byte[] text, int from, int to, int[] ids, int count) {
        int length = to - from;
        if (length > MAX_BYTES || count == 0 || count > MAX_BYTES) {
            return;
        }
        if (length <= SHORT_BYTES && count <= SHORT_IDS) {
            readKey(text, from, length);
            int at = (hash(key0, key1) & pairMask) << 3;
            // The newcomer goes first; the second of the two is the one that is lost.
            System.arraycopy(table, at, table, at + 4, 4);
            table[at] = key0;
            table[at + 1] = key1;
            table[at + 2] = IdBuffer.pack(ids, 0, count);
            table[at + 3] = IdBuffer.pack(ids, 2, count);
        } else {
            putLong(text, from, length, ids, count);
        }
    }

    private static int longHash(byte[] text, int from, int length) {
        long h = length;
        int i = 0;
        for (; i + 8 <= length; i += 8) {
            h = (h ^ (long) LONG.get(text, from + i)) * 0x9E3779B97F4A7C15L;
            h ^= h >>> 32;
        }
        h = (h ^ slowRead(text, from + i, length - i)) * 0xD6E8FEB86659FD93L;
        return (int) (h >>> 32);
    }

    private int findLong(byte[] text, int from, int length) {
        long place = places[longHash(text, from, length) & (places.length - 1)];
        if (place == 0 || place + ring.length <= ringEnd) {
            return MISS; // never written, or overwritten since
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

    private static int read4(byte[] text, int from, int left) {
        int value = 0;
        for (int i = 0; i < Math.min(4, left); i++) {
            value |= (text[from + i] & 0xFF) << (8 * i);
        }
        return value;
    }

    private int idsAt(int at) {
        return at + 2 + ((ring[at] + 3) >> 2);
    }

    private void putLong(byte[] text, int from, int length, int[] ids, int count) {
        int size = 2 + ((length + 3) >> 2) + count;
        int at = (int) ((ringEnd - 1) % ring.length);
        if (at + size > ring.length) {
            ringEnd += ring.length - at; // an entry never goes around the end
            at = 0;
        }
        ring[at] = length;
        ring[at + 1] = count;
        for (int i = 0; i < length; i += 4) {
            ring[at + 2 + (i >> 2)] = read4(text, from + i, length - i);
        }
        System.arraycopy(ids, 0, ring, idsAt(at), count);
        places[longHash(text, from, length) & (places.length - 1)] = ringEnd;
        ringEnd += size;
    }

    /** The memory of the tables. */
    long bytes() {
        return 8L * table.length + 8L * places.length + 4L * ring.length;
    }

    /** Forgets everything. */
    void clear() {
        Arrays.fill(table, 0);
        Arrays.fill(places, 0);
    }
}
