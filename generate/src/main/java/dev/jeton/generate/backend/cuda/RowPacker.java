package dev.jeton.generate.backend.cuda;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import dev.jeton.generate.GenerateException;
import dev.jeton.generate.weights.TensorView;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Turns rows of a file into those of a {@link WeightFormat}; no value changes. */
final class RowPacker {
    private static final ValueLayout.OfShort LITTLE =
            JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private RowPacker() {}

    /**
     * Packs one row.
     *
     * @param quants where its numbers go
     * @param scales where its scales go, empty for plain numbers
     */
    static void pack(TensorView tensor, int row, MemorySegment quants, MemorySegment scales) {
        WeightFormat format = WeightFormat.of(tensor.type());
        quants.fill((byte) 0);
        if (format.scaleBytes > 0) {
            packBlocks(format, tensor, row, quants, scales);
        } else if (format == WeightFormat.F32) {
            float[] values = new float[tensor.columns()];
            tensor.readRow(row, values, 0);
            MemorySegment.copy(values, 0, quants, JAVA_FLOAT_UNALIGNED, 0, values.length);
        } else {
            long bytes = tensor.rowBytes();
            MemorySegment.copy(tensor.data(), row * bytes, quants, 0, bytes);
        }
    }

    private static void packBlocks(
            WeightFormat format,
            TensorView tensor,
            int row,
            MemorySegment quants,
            MemorySegment scales) {
        int blockBytes = format.scaleBytes + format.quantBytes;
        MemorySegment data = tensor.data();
        long at = row * tensor.rowBytes();
        for (int block = 0; block < tensor.columns() / WeightFormat.BLOCK; block++) {
            for (int i = 0; i < format.scaleBytes; i += 2) {
                checkFinite(tensor, row, block, data.get(LITTLE, at + i));
            }
            MemorySegment.copy(
                    data, at, scales, (long) block * format.scaleBytes, format.scaleBytes);
            MemorySegment.copy(
                    data,
                    JAVA_BYTE,
                    at + format.scaleBytes,
                    quants,
                    JAVA_BYTE,
                    (long) block * format.quantBytes,
                    format.quantBytes);
            at += blockBytes;
        }
    }

    private static void checkFinite(TensorView tensor, int row, int block, short scale) {
        if ((scale & 0x7C00) == 0x7C00) {
            throw new GenerateException(
                    "tensor "
                            + tensor.name()
                            + ": the scale of row "
                            + row
                            + ", block "
                            + block
                            + " is not a finite number. The file is damaged.");
        }
    }
}
