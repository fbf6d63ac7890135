package dev.jeton.bpe;

import java.util.Arrays;

/**
 * The symbols of one piece: ids and how many bytes each covers. Scratch memory of a session,
 * reused.
 */
final class Symbols {
    int[] ids = new int[64];
    int[] lengths = new int[64];
    int count;

    void ensure(int capacity) {
        if (capacity > ids.length) {
            int grown = Math.max(capacity, ids.length + (ids.length >> 1));
            ids = Arrays.copyOf(ids, grown);
            lengths = Arrays.copyOf(lengths, grown);
        }
    }

    void add(int id, int length) {
        ensure(count + 1);
        ids[count] = id;
        lengths[count++] = length;
    }
}
