package dev.jeton.sentencepiece;

import java.util.Arrays;

/** A normalized text and for each byte, and for its end, the place in the input it comes from. */
final class AlignedBytes {
    private byte[] bytes;
    private int[] origins;
    private int size;

    AlignedBytes(int capacity) {
        bytes = new byte[capacity];
        origins = new int[capacity + 1];
    }

    void add(byte b, int origin) {
        if (size == bytes.length) {
            int grown = (int) Math.min(Integer.MAX_VALUE - 16, size + (size >> 1) + 16L);
            bytes = Arrays.copyOf(bytes, grown);
            origins = Arrays.copyOf(origins, grown + 1);
        }
        bytes[size] = b;
        origins[size++] = origin;
    }

    void truncate(int newSize) {
        size = newSize;
    }

    /** Says where the end of the text comes from. */
    void end(int origin) {
        origins[size] = origin;
    }

    boolean endsWith(byte[] suffix) {
        return size >= suffix.length
                && Utf8Text.startsWith(bytes, size - suffix.length, size, suffix);
    }

    /** The array that holds the text; not to be changed. */
    byte[] bytes() {
        return bytes;
    }

    int size() {
        return size;
    }

    /** Where each byte and the end come from; longer than needed, and not to be changed. */
    int[] origins() {
        return origins;
    }

    /** Where byte {@code i}, or the end for {@code size()}, comes from. */
    int origin(int i) {
        return origins[i];
    }
}
