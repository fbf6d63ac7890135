package dev.jeton.generate.weights;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A matrix of a weight file where it lies, or a vector as a matrix of one row. Rows are contiguous
 * and in the order of the file. Valid until the {@link ModelWeights} it came from are closed.
 *
 * @param name its name in the file
 * @param type its number format
 * @param rows number of rows: the outputs of a projection
 * @param columns elements a row: the inputs of a projection
 * @param data exactly its bytes; not necessarily aligned to more than the format's own alignment
 */
public record TensorView(String name, WeightType type, int rows, int columns, MemorySegment data) {
    /** Bytes a row. */
    public long rowBytes() {
        return type.bytes(columns);
    }

    /** Writes the values of one row to {@code target[from, from + columns)}. */
    public void readRow(int row, float[] target, int from) {
        int bytes = Math.toIntExact(rowBytes());
        byte[] raw = new byte[bytes];
        MemorySegment.copy(data, ValueLayout.JAVA_BYTE, row * (long) bytes, raw, 0, bytes);
        BlockDecoder.decode(type, raw, 0, target, from, columns);
    }

    /** All values of a vector. */
    public float[] values() {
        float[] values = new float[Math.multiplyExact(rows, columns)];
        for (int row = 0; row < rows; row++) {
            readRow(row, values, row * columns);
        }
        return values;
    }
}
