package dev.jeton.tokenize.internal.words;

import dev.jeton.tokenize.model.IdBuffer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The ids of pieces of up to 15 bytes and up to three ids, nearly all: the bytes and the length in
 * two numbers, the ids in a third. Keys are compared as a whole, never by hash alone.
 *
 * <p>Four entries are a set. A new piece takes the last place of its set, and each time that a
 * piece is found it changes places with the one before it (the transposition rule of
 * self-organising lists: Rivest, "On self-organizing sequential search heuristics", 1976). So
 * pieces that come often stand in front, where they are found at once, and a stream of pieces that
 * come only once passes through the last places and drives out nothing else.
 */
final class ShortWords {
    /** The longest piece, in bytes. */
    static final int MAX_BYTES = 15;

    private static final int ENTRY = 3;
    private static final int SET = 4 * ENTRY;
    private static final int FIRST_SETS = 256;
    private static final int MISS = -1;
    private static final int NOWHERE = -1;

    /** Set in the length of what is remembered apart. */
    private static final long APART = 1L << 62;

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Which bits of the first and of the second eight bytes a piece of each length has. */
    private static final long[] LOW = new long[MAX_BYTES + 1];

    private static final long[] HIGH = new long[MAX_BYTES + 1];

    static {
        for (int length = 0; length <= MAX_BYTES; length++) {
            LOW[length] = length < 8 ? (1L << (8 * length)) - 1 : -1;
            HIGH[length] = length < 8 ? 0 : (1L << (8 * (length - 8))) - 1;
        }
    }

    /** Three numbers an entry: bytes 0-7; bytes 8-14 and the length; packed ids. */
    private long[] table;

    private int setMask;

    /** How far the table may grow. */
    private final int maxSets;

    /** Words since the table has this size. */
    private int added;

    /** The sets of prepared pieces, or {@link #NOWHERE} for one that is too long. */
    private int[] slots = new int[256];

    /** Keeps the reading ahead from being left out as useless. */
    @SuppressWarnings("UnusedVariable")
    private long touched;

    // The key of the last look-up.
    private long key0;
    private long key1;

    /**
     * As many sets as {@code bytes} bytes hold at most, a power of two, at least 8. The table
     * begins small: many a session sees a few short texts only.
     */
    ShortWords(int bytes) {
        maxSets = Integer.highestOneBit(Math.max(8, bytes / (8 * SET)));
        allocate(Math.min(maxSets, FIRST_SETS));
    }

    private void allocate(int sets) {
        table = new long[SET * sets];
        setMask = sets - 1;
    }

    /** Four times as many sets, with the words of the old ones. */
    private void grow() {
        long[] old = table;
        allocate(Math.min(maxSets, 4 * (setMask + 1)));
        added = 0;
        for (int at = 0; at < old.length; at += ENTRY) {
            if (old[at + 2] != 0) {
                insert(old[at], old[at + 1], old[at + 2]);
            }
        }
    }

    private int set(long a, long b) {
        long h = (a ^ (b * 0x9E3779B97F4A7C15L)) * 0xD6E8FEB86659FD93L;
        return SET * ((int) (h >>> 32) & setMask);
    }

    private void readKey(byte[] text, int from, int length) {
        if (from + 16 <= text.length) {
            key0 = (long) LONG.get(text, from) & LOW[length];
            key1 = (long) LONG.get(text, from + 8) & HIGH[length];
        } else {
            key0 = 0;
            key1 = 0;
            for (int i = 0; i < length; i++) {
                long b = (text[from + i] & 0xFFL) << (8 * (i & 7));
                if (i < 8) {
                    key0 |= b;
                } else {
                    key1 |= b;
                }
            }
        }
        key1 |= (long) length << 56;
    }

    /**
     * Where in the table the entry of a key is; behind the first one of its set it has changed
     * places.
     */
    private int find(long a, long b) {
        long[] entries = table;
        int first = set(a, b);
        if (entries[first] == a && entries[first + 1] == b) {
            return first;
        }
        return findBehind(first, a, b);
    }

    private int findBehind(int first, long a, long b) {
        long[] entries = table;
        for (int at = first + ENTRY; at < first + SET; at += ENTRY) {
            if (entries[at] == a && entries[at + 1] == b) {
                return forward(at);
            }
        }
        return MISS;
    }

    private int forward(int at) {
        int before = at - ENTRY;
        for (int i = 0; i < ENTRY; i++) {
            long swapped = table[before + i];
            table[before + i] = table[at + i];
            table[at + i] = swapped;
        }
        return before;
    }

    /** The packed ids of up to 15 bytes, or 0 if they are not known. */
    long find(byte[] text, int from, int to, boolean apart) {
        readKey(text, from, to - from);
        int at = find(key0, apart ? key1 | APART : key1);
        return at < 0 ? 0 : table[at + 2];
    }

    /**
     * Looks up where the pieces would be that end at {@code ends}, for {@link #append}. All sets
     * are touched before any is needed, one look-up not waiting for another, so that those that are
     * not in the processor's cache come together.
     */
    void prepare(byte[] text, int from, int[] ends, int n) {
        if (n > slots.length) {
            slots = new int[n + (n >> 1)];
        }
        int[] at = slots;
        long[] entries = table;
        int last = text.length - 16;
        long seen = 0;
        int start = from;
        for (int i = 0; i < n; i++) {
            int end = ends[i];
            int length = end - start;
            int slot = NOWHERE;
            if (length <= MAX_BYTES && start <= last) {
                long a = (long) LONG.get(text, start) & LOW[length];
                long b = ((long) LONG.get(text, start + 8) & HIGH[length]) | ((long) length << 56);
                slot = set(a, b);
                seen ^= entries[slot];
            }
            at[i] = slot;
            start = end;
        }
        touched = seen;
    }

    /**
     * Appends the ids of the {@link #prepare prepared} pieces {@code first} to {@code n - 1}, as
     * long as they are short and known; returns the index of the first that is not, or {@code n}.
     */
    int append(byte[] text, int from, int[] ends, int first, int n, IdBuffer out) {
        out.ensureRoom(IdBuffer.PACKED * (n - first));
        int[] ids = out.array();
        long[] entries = table;
        int[] places = slots;
        int size = out.size();
        int at = from;
        int i = first;
        while (i < n) {
            int slot = places[i];
            if (slot == NOWHERE) {
                break;
            }
            int end = ends[i];
            int length = end - at;
            long a = (long) LONG.get(text, at) & LOW[length];
            long b = ((long) LONG.get(text, at + 8) & HIGH[length]) | ((long) length << 56);
            if (entries[slot] != a || entries[slot + 1] != b) {
                slot = findBehind(slot, a, b);
                if (slot < 0) {
                    break;
                }
            }
            size = IdBuffer.unpack(entries[slot + 2], ids, size);
            at = end;
            i++;
        }
        out.resize(size);
        return i;
    }

    /** Remembers the packed ids of what was just looked for in vain. */
    void put(byte[] text, int from, int to, boolean apart, long packed) {
        readKey(text, from, to - from);
        if (++added > 2 * setMask && setMask + 1 < maxSets) {
            grow();
        }
        insert(key0, apart ? key1 | APART : key1, packed);
    }

    private void insert(long a, long b, long packed) {
        int first = set(a, b);
        int at = first;
        while (at < first + SET - ENTRY && table[at + 2] != 0) {
            at += ENTRY;
        }
        table[at] = a;
        table[at + 1] = b;
        table[at + 2] = packed;
    }

    /** The memory of the table when it has grown. */
    long mostBytes() {
        return 8L * SET * maxSets;
    }

    long bytes() {
        return 8L * table.length;
    }

    void clear() {
        Arrays.fill(table, 0);
    }
}
