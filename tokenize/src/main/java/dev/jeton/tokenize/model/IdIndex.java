package dev.jeton.tokenize.model;

import java.util.Arrays;

/**
 * From an id to the entry of a vocabulary that has it: an array where the ids are dense, else a
 * sorted list, so that a file with one id of two billion does not cost gigabytes.
 */
final class IdIndex {
    private final int limit;
    private final int[] entries;
    private final boolean shared;

    /**
     * Sorted ids, parallel to {@link #entries}; empty where that is an array over all ids. The top
     * bit is turned over, so that unsigned ids are in order.
     */
    private final int[] sortedIds;

    IdIndex(int[] ids) {
        long max = -1;
        for (int id : ids) {
            max = Math.max(max, Integer.toUnsignedLong(id));
        }
        limit = (int) Math.min(Integer.MAX_VALUE, max + 1);
        if (max < 0 || max / 8 <= ids.length + 1024) {
            sortedIds = new int[0];
            entries = new int[limit];
            Arrays.fill(entries, -1);
            boolean repeated = false;
            for (int entry = 0; entry < ids.length; entry++) {
                repeated |= entries[ids[entry]] >= 0;
                entries[ids[entry]] = entry;
            }
            shared = repeated;
        } else {
            long[] order = new long[ids.length];
            for (int entry = 0; entry < ids.length; entry++) {
                order[entry] = ((long) (ids[entry] ^ Integer.MIN_VALUE) << 32) | entry;
            }
            Arrays.sort(order);
            int[] keys = new int[ids.length];
            entries = new int[ids.length];
            int n = 0;
            for (long o : order) {
                int key = (int) (o >> 32);
                if (n > 0 && keys[n - 1] == key) {
                    n--;
                }
                keys[n] = key;
                entries[n++] = (int) o;
            }
            sortedIds = Arrays.copyOf(keys, n);
            shared = n < ids.length;
        }
    }

    int limit() {
        return limit;
    }

    /** Whether two entries have one id. */
    boolean shared() {
        return shared;
    }

    int entryOf(int id) {
        if (sortedIds.length == 0) {
            return id >= 0 && id < entries.length ? entries[id] : -1;
        }
        int at = Arrays.binarySearch(sortedIds, id ^ Integer.MIN_VALUE);
        return at < 0 ? -1 : entries[at];
    }
}
