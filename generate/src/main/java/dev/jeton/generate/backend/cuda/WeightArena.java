package dev.jeton.generate.backend.cuda;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import dev.jeton.generate.backend.cuda.Projection.Source;
import dev.jeton.generate.weights.TensorView;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * All weights in one piece of device memory. First everything is laid out, which gives the bytes
 * and the offsets; then the memory is allocated by the caller, and {@link #upload} fills it.
 */
final class WeightArena {
    private final List<Item> items = new ArrayList<>();
    private long bytes;
    private long base;

    /** Something that has a place. */
    private sealed interface Item {}

    private record Matrix(long offset, List<TensorView> tensors) implements Item {}

    private static final class Floats implements Item {
        private final long offset;
        private final float[] values;

        Floats(long offset, float[] values) {
            this.offset = offset;
            this.values = values;
        }
    }

    /** Bytes laid out so far. */
    long bytes() {
        return bytes;
    }

    private long place(long size) {
        long at = bytes;
        bytes += DeviceMatrix.align(size);
        return at;
    }

    /** Lays out matrices of one type and width, stacked; returns their offset. */
    long matrix(List<TensorView> tensors) {
        long at = place(DeviceMatrix.bytes(tensors));
        items.add(new Matrix(at, tensors));
        return at;
    }

    /** Lays out numbers, padded with zeros to a multiple of 32; returns their offset. */
    long floats(float[] values) {
        long at = place(4L * WeightFormat.width(values.length));
        items.add(new Floats(at, values));
        return at;
    }

    /** Says where the arena lies; before that there are only offsets. */
    void base(long address) {
        base = address;
    }

    /** The address of an offset. */
    long address(long offset) {
        return base + offset;
    }

    /** Lays out the matrices of a projection; the second half needs {@link #base}. */
    Placed place(List<Source> sources) {
        List<PlacedStack> stacks = new ArrayList<>();
        for (List<Source> stack : Projection.stacks(sources)) {
            List<TensorView> matrices = stack.stream().map(Source::matrix).toList();
            long at = matrix(matrices);
            long bias = -1;
            if (stack.get(0).bias() != null) {
                bias = floats(biases(stack));
            }
            stacks.add(new PlacedStack(matrices, at, bias));
        }
        return new Placed(stacks);
    }

    private static float[] biases(List<Source> stack) {
        List<float[]> parts = new ArrayList<>();
        int count = 0;
        for (Source source : stack) {
            TensorView bias = source.bias();
            if (bias != null) {
                parts.add(bias.values());
                count += parts.getLast().length;
            }
        }
        float[] all = new float[count];
        int at = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    private record PlacedStack(List<TensorView> matrices, long offset, long bias) {}

    /** A projection that has offsets. */
    final class Placed {
        private final List<PlacedStack> stacks;

        private Placed(List<PlacedStack> stacks) {
            this.stacks = stacks;
        }

        /** Whether all matrices are in one stack. */
        boolean single() {
            return stacks.size() == 1;
        }

        /** The projection, when the arena has its address. */
        Projection projection() {
            List<Projection.Part> parts = new ArrayList<>();
            int outputs = 0;
            for (PlacedStack stack : stacks) {
                DeviceMatrix matrix = DeviceMatrix.at(address(stack.offset()), stack.matrices());
                long bias = stack.bias() < 0 ? 0 : address(stack.bias());
                parts.add(new Projection.Part(matrix, bias, outputs));
                outputs += matrix.rows();
            }
            return new Projection(parts);
        }
    }

    /** Bytes of the largest row of any matrix, scales included. */
    long largestRow() {
        long most = 4L * WeightFormat.BLOCK;
        for (Item item : items) {
            if (item instanceof Matrix m) {
                TensorView tensor = m.tensors().get(0);
                WeightFormat format = WeightFormat.of(tensor.type());
                long row =
                        format.quantRowBytes(tensor.columns())
                                + format.scaleRowBytes(tensor.columns());
                most = Math.max(most, row);
            }
        }
        return most;
    }

    /** Copies everything to the device. */
    void upload(UploadRing ring) {
        for (Item item : items) {
            switch (item) {
                case Matrix m -> upload(ring, DeviceMatrix.at(address(m.offset()), m.tensors()));
                case Floats f -> upload(ring, address(f.offset), f.values);
            }
        }
        ring.finish();
    }

    private static void upload(UploadRing ring, DeviceMatrix matrix) {
        long quantBytes = matrix.format().quantRowBytes(matrix.columns());
        long scaleBytes = matrix.format().scaleRowBytes(matrix.columns());
        int most = (int) Math.max(1, ring.bytes() / (quantBytes + scaleBytes));
        int done = 0;
        for (TensorView tensor : matrix.tensors()) {
            for (int row = 0; row < tensor.rows(); ) {
                int count = Math.min(most, tensor.rows() - row);
                MemorySegment buffer = ring.next();
                MemorySegment quants = buffer.asSlice(0, count * quantBytes);
                MemorySegment scales = buffer.asSlice(count * quantBytes, count * scaleBytes);
                for (int i = 0; i < count; i++) {
                    RowPacker.pack(
                            tensor,
                            row + i,
                            quants.asSlice(i * quantBytes, quantBytes),
                            scales.asSlice(i * scaleBytes, scaleBytes));
                }
                ring.copy(matrix.quants() + done * quantBytes, quants);
                if (scaleBytes > 0) {
                    ring.copy(matrix.scales() + done * scaleBytes, scales);
                }
                row += count;
                done += count;
            }
        }
    }

    private static void upload(UploadRing ring, long to, float[] values) {
        int most = (int) (ring.bytes() / 4);
        int width = WeightFormat.width(values.length);
        for (int from = 0; from < width; from += most) {
            int count = Math.min(most, width - from);
            int real = Math.clamp(values.length - from, 0, count);
            MemorySegment buffer = ring.next().asSlice(0, 4L * count).fill((byte) 0);
            MemorySegment.copy(
                    values, Math.min(from, values.length), buffer, JAVA_FLOAT_UNALIGNED, 0, real);
            ring.copy(to + 4L * from, buffer);
        }
    }
}
