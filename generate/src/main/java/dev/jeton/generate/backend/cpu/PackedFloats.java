package dev.jeton.generate.backend.cpu;

import static dev.jeton.generate.backend.cpu.Activations.BLOCK;
import static dev.jeton.generate.backend.cpu.Lanes.COUNT;
import static dev.jeton.generate.backend.cpu.Lanes.FLOATS;
import static dev.jeton.generate.backend.cpu.Lanes.ORDER;
import static dev.jeton.generate.backend.cpu.Scratch.PANEL_ROWS;

import dev.jeton.generate.weights.TensorView;
import dev.jeton.generate.weights.WeightType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;

/**
 * F32, and formats that have no kernel of their own, as F32: a group holds column after column.
 * Columns that fill up the last block are zero.
 */
final class PackedFloats extends PackedMatrix {
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ORDER);
    private static final long VECTOR = 4L * COUNT;

    private final TensorView source;
    private final MemorySegment data;
    private final long groupBytes;

    PackedFloats(TensorView source, Arena arena) {
        super(source, Activations.Order.PLAIN);
        this.source = source;
        groupBytes = blocks * (long) BLOCK * GROUP * 4;
        data = arena.allocate(groups() * groupBytes, 64);
    }

    @Override
    long bytes() {
        return data.byteSize();
    }

    @Override
    Gemm.Fold fold() {
        return Gemm.Fold.ADD;
    }

    @Override
    void pack(int from, int to) {
        new Packer().pack(from, to, data);
    }

    private final class Packer extends BlockPacker {
        private final float[] floats = new float[columns];

        Packer() {
            super(PackedFloats.this.source, false, blocks, BLOCK);
        }

        @Override
        void read(int row, int[] target) {
            if (source.type() == WeightType.F32) {
                readInts(row, target, columns);
            } else {
                source.readRow(row, floats, 0);
                for (int i = 0; i < columns; i++) {
                    target[i] = Float.floatToRawIntBits(floats[i]);
                }
            }
        }
    }

    @Override
    void dot(int group, Activations x, Scratch scratch, float[] y, int at) {
        dot(data, group * groupBytes, x, y, at);
    }

    private static void dot(MemorySegment data, long from, Activations x, float[] y, int at) {
        float[] values = x.values;
        int step = Lanes.one;
        for (int i = 0; i < GROUP; i += COUNT) {
            FloatVector.zero(FLOATS).intoArray(y, at + i);
        }
        long p = from;
        for (int block = 0; block < x.blocks; block++) {
            FloatVector a0 = FloatVector.zero(FLOATS);
            FloatVector a1 = a0;
            FloatVector a2 = a0;
            FloatVector a3 = a0;
            for (int i = block * BLOCK; i < (block + 1) * BLOCK; i += step) {
                FloatVector in = FloatVector.broadcast(FLOATS, values[i]);
                a0 = load(data, p).fma(in, a0);
                a1 = load(data, p + VECTOR).fma(in, a1);
                a2 = load(data, p + 2 * VECTOR).fma(in, a2);
                a3 = load(data, p + 3 * VECTOR).fma(in, a3);
                p += 4 * VECTOR;
            }
            add(a0, y, at);
            add(a1, y, at + COUNT);
            add(a2, y, at + 2 * COUNT);
            add(a3, y, at + 3 * COUNT);
        }
    }

    private static FloatVector load(MemorySegment data, long at) {
        return FloatVector.fromMemorySegment(FLOATS, data, at, ORDER);
    }

    @Override
    void unpack(int group, int half, int fromBlock, int toBlock, Scratch scratch) {
        long from = group * groupBytes + half * 2L * VECTOR + fromBlock * (long) BLOCK * GROUP * 4;
        int columnCount = (toBlock - fromBlock) * BLOCK;
        for (int i = 0; i < columnCount; i++) {
            MemorySegment.copy(data, FLOAT, from, scratch.panel, i * PANEL_ROWS, PANEL_ROWS);
            from += GROUP * 4L;
        }
    }
}
