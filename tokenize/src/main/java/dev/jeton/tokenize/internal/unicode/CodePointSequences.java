package dev.jeton.tokenize.internal.unicode;

import java.util.Arrays;

/** A mapping of single code points to one or more code points. */
final class CodePointSequences {
    private final int[] keys;
    private final int[] starts;
    private final int[] codePoints;

    /**
     * {@code keys} ascend; the value of {@code keys[i]} is {@code codePoints[starts[i],
     * starts[i+1])}.
     */
    CodePointSequences(int[] keys, int[] starts, int[] codePoints) {
        this.keys = keys;
        this.starts = starts;
        this.codePoints = codePoints;
    }

    int size() {
        return keys.length;
    }

    int key(int index) {
        return keys[index];
    }

    /** The place of a key, or negative. */
    int indexOf(int codePoint) {
        return Arrays.binarySearch(keys, codePoint);
    }

    int length(int index) {
        return starts[index + 1] - starts[index];
    }

    int codePoint(int index, int at) {
        return codePoints[starts[index] + at];
    }
}
