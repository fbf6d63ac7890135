package dev.jeton.generate.backend.cuda;

import dev.jeton.generate.weights.TensorView;
import java.util.List;

/**
 * Matrices of one type and width, stacked, in device memory.
 *
 * @param tensors where the rows come from
 * @param format how they are stored
 * @param rows rows of all of them
 * @param columns inputs
 * @param quants address of the numbers
 * @param scales address of the scales
 */
record DeviceMatrix(
        List<TensorView> tensors,
        WeightFormat format,
        int rows,
        int columns,
        long quants,
        long scales) {
    static final int ALIGNMENT = 256;

    /** Bytes of matrices, each part aligned. */
    static long bytes(List<TensorView> tensors) {
        WeightFormat format = WeightFormat.of(tensors.get(0).type());
        int columns = tensors.get(0).columns();
        long rows = rows(tensors);
        return align(rows * format.quantRowBytes(columns))
                + align(rows * format.scaleRowBytes(columns));
    }

    /** The matrices at an address where {@link #bytes} are free. */
    static DeviceMatrix at(long address, List<TensorView> tensors) {
        WeightFormat format = WeightFormat.of(tensors.get(0).type());
        int columns = tensors.get(0).columns();
        int rows = rows(tensors);
        long scales = address + align(rows * format.quantRowBytes(columns));
        return new DeviceMatrix(tensors, format, rows, columns, address, scales);
    }

    private static int rows(List<TensorView> tensors) {
        return tensors.stream().mapToInt(TensorView::rows).reduce(0, Math::addExact);
    }

    static long align(long bytes) {
        return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    /** Columns with their padding. */
    int width() {
        return WeightFormat.width(columns);
    }
}
