package dev.jeton.tokenize.model;

import java.util.Arrays;
import java.util.Objects;

/**
 * A growing array of ids that the caller owns and reuses: after the first calls it has the size
 * that the texts need, and nothing is allocated any more. Not thread-safe.
 */
public final class IdBuffer {
    /** The most ids in a packed number. */
    public static final int PACKED = 3;

    private static final int PACKED_BITS = 21;
    private static final int PACKED_MASK = (1 << PACKED_BITS) - 1;

    /** Larger arrays are refused by some virtual machines. */
    private static final int MAX_CAPACITY = Integer.MAX_VALUE - 8;

    private int[] ids;
    private int size;

    /** Creates an empty buffer with room for {@code capacity} ids. */
    public IdBuffer(int capacity) {
        ids = new int[capacity];
    }

    /** Appends one id. */
    public void add(int id) {
        if (size == ids.length) {
            ensureRoom(1);
        }
        ids[size++] = id;
    }

    /** Appends {@code source[from, to)}. */
    public void addAll(int[] source, int from, int to) {
        Objects.checkFromToIndex(from, to, source.length);
        ensureRoom(to - from);
        System.arraycopy(source, from, ids, size, to - from);
        size += to - from;
    }

    /**
     * Packs up to three ids into one number other than 0, for caches: each id plus one has 21 bits,
     * the first the lowest. Returns 0 where that is not enough.
     */
    public static long pack(int[] ids, int count) {
        if (count < 1 || count > PACKED) {
            return 0;
        }
        long packed = 0;
        for (int i = count - 1; i >= 0; i--) {
            if (ids[i] < 0 || ids[i] >= PACKED_MASK) {
                return 0;
            }
            packed = (packed << PACKED_BITS) | (ids[i] + 1);
        }
        return packed;
    }

    /** The number of ids of which {@link #pack} made {@code packed}. */
    public static int packedCount(long packed) {
        return (Long.SIZE + PACKED_BITS - 1 - Long.numberOfLeadingZeros(packed)) / PACKED_BITS;
    }

    /** Appends packed ids. Three are written and the right number is kept: no branch. */
    public void addPacked(long packed) {
        if (ids.length - size < PACKED) {
            ensureRoom(PACKED);
        }
        size = unpack(packed, ids, size);
    }

    /**
     * Writes packed ids to {@code ids[at]} and behind, where there must be room for three; returns
     * where they end.
     */
    public static int unpack(long packed, int[] ids, int at) {
        ids[at] = ((int) packed & PACKED_MASK) - 1;
        ids[at + 1] = ((int) (packed >>> PACKED_BITS) & PACKED_MASK) - 1;
        ids[at + 2] = (int) (packed >>> (2 * PACKED_BITS)) - 1;
        return at + packedCount(packed);
    }

    /** As {@link #unpack}, but writes nothing behind the ids. */
    public static int unpackExactly(long packed, int[] ids, int at) {
        int end = at;
        for (long rest = packed; rest != 0; rest >>>= PACKED_BITS) {
            ids[end++] = ((int) rest & PACKED_MASK) - 1;
        }
        return end;
    }

    /**
     * Says that the first {@code newSize} ids of {@link #array()} are the ids now, for code that
     * wrote them there.
     */
    public void resize(int newSize) {
        size = Objects.checkIndex(newSize, ids.length + 1);
    }

    /**
     * Makes sure that {@code extra} more ids fit without another allocation.
     *
     * @throws IllegalStateException if the buffer would exceed the largest array
     */
    public void ensureRoom(int extra) {
        if (extra > ids.length - size) {
            if (extra > MAX_CAPACITY - size) {
                throw new IllegalStateException(
                        "The text has more than " + MAX_CAPACITY + " ids. Encode it in parts.");
            }
            long grown = Math.max(16L, size + (size >> 1) + 1L);
            ids = Arrays.copyOf(ids, (int) Math.min(MAX_CAPACITY, Math.max(grown, size + extra)));
        }
    }

    /** The number of ids. */
    public int size() {
        return size;
    }

    /** Forgets the ids from {@code newSize} on; the memory is kept. */
    public void truncate(int newSize) {
        if (newSize < 0) {
            throw new IllegalArgumentException("newSize is " + newSize + ", expected 0 or more.");
        }
        size = Math.min(size, newSize);
    }

    /** Forgets all ids; the memory is kept. */
    public void clear() {
        size = 0;
    }

    /** The id at {@code index}. */
    public int get(int index) {
        return ids[Objects.checkIndex(index, size)];
    }

    /**
     * The array behind this buffer, valid up to {@link #size()} and until the next call that adds
     * ids. For code that copies or scans all ids at once.
     */
    public int[] array() {
        return ids;
    }

    /** A copy of the ids. */
    public int[] toArray() {
        return Arrays.copyOf(ids, size);
    }
}
