package dev.jeton.tokenize.model;

import java.util.Arrays;

/**
 * From an id to the entry of a vocabulary that has it: an array where the ids are dense, else a
 * sorted list, so that a file with one id of two billion does not cost gigabytes.
 */
final class IdIndex {
    private final int limit;
    private final int[] entries;

    /** Sorted ids, parallel to {@link #entries}; empty where that is an array over all ids. */
    private final int[] sortedIds;

    IdIndex(int[] ids) {
        int max = -1;
        for (int id : ids) {
            max = Math.max(max, id);
        }
        limit = max + 1;
        if (max < 0 || max / 8 <= ids.length + 1024) {
            sortedIds = new int[0];
            entries = new int[limit];
            Arrays.fill(entries, -1);
            for (int entry = 0; entry < ids.length; entry++) {
                entries[ids[entry]] = entry;
            }
        } else {
            long[] order = new long[ids.length];
            for (int entry = 0; entry < ids.length; entry++) {
                order[entry] = ((long) ids[entry] << 32) | entry;
            }
            Arrays.sort(order);
            int[] keys = new int[ids.length];
            entries = new int[ids.length];
            int n = 0;
            for (long o : order) {
                int id = (int) (o >>> 32);
                if (n > 0 && keys[n - 1] == id) {
                    n--;
                }
                keys[n] = id;
                entries[n++] = (int) o;
            }
            sortedIds = Arrays.copyOf(keys, n);
        }
    }

    int limit() {
        return limit;
    }

    int entryOf(int id) {
        if (sortedIds.length == 0) {
            return id >= 0 && id < entries.length ? entries[id] : -1;
        }
        int at = Arrays.binarySearch(sortedIds, id);
        return at < 0 ? -1 : entries[at];
    }
}
