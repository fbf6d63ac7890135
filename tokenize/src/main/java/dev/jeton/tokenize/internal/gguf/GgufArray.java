package dev.jeton.tokenize.internal.gguf;

import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;

/**
 * An array of the metadata. Numbers are kept in one array of their kind, strings in one array of
 * bytes: a vocabulary of 150,000 tokens costs about two megabytes.
 */
public final class GgufArray {
    private final GgufValueType elementType;
    private final int size;
    private final Object content;

    private GgufArray(GgufValueType elementType, int size, Object content) {
        this.elementType = elementType;
        this.size = size;
        this.content = content;
    }

    static GgufArray ofIntegers(GgufValueType type, long[] values) {
        return new GgufArray(type, values.length, values);
    }

    static GgufArray ofInts(GgufValueType type, int[] values) {
        return new GgufArray(type, values.length, values);
    }

    static GgufArray ofFloats(float[] values) {
        return new GgufArray(GgufValueType.FLOAT32, values.length, values);
    }

    static GgufArray ofDoubles(double[] values) {
        return new GgufArray(GgufValueType.FLOAT64, values.length, values);
    }

    static GgufArray ofBooleans(boolean[] values) {
        return new GgufArray(GgufValueType.BOOL, values.length, values);
    }

    static GgufArray ofStrings(byte[] bytes, int[] ends) {
        return new GgufArray(GgufValueType.STRING, ends.length, new Strings(bytes, ends));
    }

    static GgufArray ofArrays(List<GgufArray> arrays) {
        return new GgufArray(GgufValueType.ARRAY, arrays.size(), List.copyOf(arrays));
    }

    /** The type of the elements as stored. */
    public GgufValueType elementType() {
        return elementType;
    }

    /** The number of elements. */
    public int size() {
        return size;
    }

    /** The element as a {@link Long}, {@link Double}, {@link Boolean}, String or array. */
    public Object get(int index) {
        if (content instanceof long[] longs) {
            return longs[index];
        } else if (content instanceof int[] ints) {
            return (long) ints[index];
        } else if (content instanceof float[] floats) {
            return (double) floats[index];
        } else if (content instanceof double[] doubles) {
            return doubles[index];
        } else if (content instanceof boolean[] booleans) {
            return booleans[index];
        } else {
            return ((List<?>) content).get(index);
        }
    }

    /** The bytes of a string element, a copy; tokens need not be whole characters. */
    public byte[] bytes(int index) {
        return ((Strings) content).bytes(index);
    }

    /** The elements as strings, decoded when asked for; broken UTF-8 becomes U+FFFD. */
    List<String> strings() {
        return (Strings) content;
    }

    private static final class Strings extends AbstractList<String> implements RandomAccess {
        private final byte[] bytes;
        private final int[] ends;

        Strings(byte[] bytes, int[] ends) {
            this.bytes = bytes;
            this.ends = ends;
        }

        private int start(int index) {
            return index == 0 ? 0 : ends[index - 1];
        }

        byte[] bytes(int index) {
            return Arrays.copyOfRange(bytes, start(index), ends[index]);
        }

        @Override
        public String get(int index) {
            int from = start(index);
            return new String(bytes, from, ends[index] - from, StandardCharsets.UTF_8);
        }

        @Override
        public int size() {
            return ends.length;
        }
    }
}
