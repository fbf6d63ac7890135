package dev.jeton.tokenize.model;

import java.util.Arrays;

/** A growing array of ids. Not thread-safe. */
public final class IdBuffer {
    private int[] ids;
    private int size;

    /** Creates an empty buffer with room for {@code capacity} ids. */
    public IdBuffer(int capacity) {
        ids = new int[capacity];
    }

    /** Appends one id. */
    public void add(int id) {
        if (size == ids.length) {
            ids = Arrays.copyOf(ids, Math.max(16, size + (size >> 1) + 1));
        }
        ids[size++] = id;
    }

    /** The number of ids. */
    public int size() {
        return size;
    }

    /** Forgets the ids from {@code newSize} on; the memory is kept. */
    public void truncate(int newSize) {
        size = Math.min(size, newSize);
    }

    /** The id at {@code index}. */
    public int get(int index) {
        return ids[index];
    }

    /** A copy of the ids. */
    public int[] toArray() {
        return Arrays.copyOf(ids, size);
    }
}
