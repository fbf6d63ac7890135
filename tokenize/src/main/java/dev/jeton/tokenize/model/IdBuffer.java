package dev.jeton.tokenize.model;

import java.util.Arrays;
import java.util.Objects;

/**
 * A growing array of ids that the caller owns and reuses: after the first calls it has the size
 * that the texts need, and nothing is allocated any more. Not thread-safe.
 */
public final class IdBuffer {
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
     * Packs the ids {@code index} and {@code index + 1} of the first {@code count} (1 to 4) of
     * {@code ids} into one number, for caches: {@link #addPacked} takes the number of index 0 and
     * that of index 2. An id needs 31 bits; the two free bits of the first number hold the count
     * less one.
     */
    public static long pack(int[] ids, int index, int count) {
        long low = index < count ? ids[index] : 0;
        long high = index + 1 < count ? ids[index + 1] : 0;
        long packed = low | (high << 32);
        return index == 0 ? packed | ((count - 1L & 1) << 31) | ((count - 1L & 2) << 62) : packed;
    }

    /** The number of ids of which {@link #pack} made {@code first}. */
    public static int packedCount(long first) {
        return 1 + ((int) (first >>> 31) & 1) + ((int) (first >>> 62) & 2);
    }

    /**
     * Appends up to four packed ids. All four are written and the right number is kept: no branch.
     */
    public void addPacked(long first, long second) {
        if (ids.length - size < 4) {
            ensureRoom(4);
        }
        size = unpack(first, second, ids, size);
    }

    /**
     * Writes up to four packed ids to {@code ids[at]} and behind, where there is room for four:
     * returns where they end.
     */
    public static int unpack(long first, long second, int[] ids, int at) {
        ids[at] = (int) first & 0x7FFFFFFF;
        ids[at + 1] = (int) (first >>> 32) & 0x7FFFFFFF;
        ids[at + 2] = (int) second;
        ids[at + 3] = (int) (second >>> 32);
        return at + packedCount(first);
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
