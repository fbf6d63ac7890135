package dev.jeton.generate.backend.cpu;

import static dev.jeton.generate.backend.cpu.Activations.BLOCK;
import static dev.jeton.generate.backend.cpu.Lanes.COUNT;
import static dev.jeton.generate.backend.cpu.Lanes.FLOATS;
import static dev.jeton.generate.backend.cpu.Lanes.INTS;
import static dev.jeton.generate.backend.cpu.Lanes.ORDER;
import static dev.jeton.generate.backend.cpu.Scratch.PANEL_ROWS;

import dev.jeton.generate.weights.TensorView;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Q8_0: a weight is {@code scale x q} with q of eight bits, signed.
 *
 * <p>A group holds the scales of each block as floats (36 bytes for 32 weights; 34 in the file),
 * and after them words of four numbers. The highest byte of a word, converted with the bytes below
 * it cleared, is q times 2^24; a shift brings up the next ({@link Activations.Order#BYTES}).
 */
final class PackedBytes extends PackedMatrix {
    private static final int WORDS = BLOCK / 4;
    private static final long VECTOR = 4L * COUNT;
    private static final int TOP = 0xFF00_0000;

    private final TensorView source;
    private final MemorySegment data;
    private final long groupBytes;

    PackedBytes(TensorView source, Arena arena) {
        super(source, Activations.Order.BYTES);
        this.source = source;
        groupBytes = blocks * (long) GROUP * 4 * (1 + WORDS);
        data = arena.allocate(groups() * groupBytes, 64);
    }

    @Override
    long bytes() {
        return data.byteSize();
    }

    @Override
    Gemm.Fold fold() {
        return Gemm.Fold.SCALE;
    }

    @Override
    void pack(int from, int to) {
        new Packer(source, blocks).pack(from, to, data);
    }

    /** One float16 and 32 bytes, 34 bytes a block. */
    private static final class Packer extends BlockPacker {
        private final short[] shorts;

        Packer(TensorView source, int blocks) {
            super(source, true, blocks, 1 + WORDS);
            shorts = new short[blocks * (1 + 2 * WORDS)];
        }

        @Override
        void read(int row, int[] target) {
            readShorts(row, shorts, shorts.length);
            int from = 0;
            for (int at = 0; at < target.length; at += 1 + WORDS) {
                float scale = Float.float16ToFloat(shorts[from++]);
                if (!Float.isFinite(scale)) {
                    throw notFinite(row, at / (1 + WORDS));
                }
                target[at] = Float.floatToRawIntBits(scale);
                for (int i = at + 1; i <= at + WORDS; i++) {
                    target[i] = (shorts[from] & 0xFFFF) | (shorts[from + 1] << 16);
                    from += 2;
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
        int one = Lanes.one;
        for (int i = 0; i < GROUP; i += COUNT) {
            FloatVector.zero(FLOATS).intoArray(y, at + i);
        }
        long scale = from;
        long p = from + x.blocks * (long) GROUP * 4;
        for (int block = 0; block < x.blocks; block++) {
            FloatVector a0 = FloatVector.zero(FLOATS);
            FloatVector a1 = a0;
            FloatVector a2 = a0;
            FloatVector a3 = a0;
            for (int i = block * BLOCK; i < (block + 1) * BLOCK; i += 4) {
                IntVector v0 = IntVector.fromMemorySegment(INTS, data, p, ORDER);
                IntVector v1 = IntVector.fromMemorySegment(INTS, data, p + VECTOR, ORDER);
                IntVector v2 = IntVector.fromMemorySegment(INTS, data, p + 2 * VECTOR, ORDER);
                IntVector v3 = IntVector.fromMemorySegment(INTS, data, p + 3 * VECTOR, ORDER);
                for (int n = 0; n < 4; n += one) {
                    FloatVector in = FloatVector.broadcast(FLOATS, values[i + n]);
                    a0 = top(v0).fma(in, a0);
                    a1 = top(v1).fma(in, a1);
                    a2 = top(v2).fma(in, a2);
                    a3 = top(v3).fma(in, a3);
                    v0 = v0.lanewise(VectorOperators.LSHL, 8);
                    v1 = v1.lanewise(VectorOperators.LSHL, 8);
                    v2 = v2.lanewise(VectorOperators.LSHL, 8);
                    v3 = v3.lanewise(VectorOperators.LSHL, 8);
                }
                p += 4 * VECTOR;
            }
            fold(data, scale, a0, y, at);
            fold(data, scale + VECTOR, a1, y, at + COUNT);
            fold(data, scale + 2 * VECTOR, a2, y, at + 2 * COUNT);
            fold(data, scale + 3 * VECTOR, a3, y, at + 3 * COUNT);
            scale += GROUP * 4L;
        }
    }

    private static FloatVector top(IntVector words) {
        return (FloatVector) words.and(TOP).convert(VectorOperators.I2F, 0);
    }

    private static void fold(
            MemorySegment data, long scale, FloatVector products, float[] y, int at) {
        FloatVector total = FloatVector.fromArray(FLOATS, y, at);
        FloatVector.fromMemorySegment(FLOATS, data, scale, ORDER)
                .fma(products, total)
                .intoArray(y, at);
    }

    @Override
    void unpack(int group, int half, int fromBlock, int toBlock, Scratch scratch) {
        long start = group * groupBytes + half * 2L * VECTOR;
        long words = start + blocks * (long) GROUP * 4;
        for (int block = fromBlock; block < toBlock; block++) {
            unpackBlock(
                    data,
                    words + block * (long) GROUP * 4 * WORDS,
                    scratch.panel,
                    (block - fromBlock) * BLOCK * PANEL_ROWS);
            long scale = start + block * (long) GROUP * 4;
            int to = (block - fromBlock) * PANEL_ROWS;
            for (int i = 0; i < PANEL_ROWS; i += COUNT) {
                FloatVector.fromMemorySegment(FLOATS, data, scale + i * 4L, ORDER)
                        .intoArray(scratch.panelScale, to + i);
            }
        }
    }

    private static void unpackBlock(MemorySegment data, long from, float[] panel, int to) {
        int out = to;
        for (int word = 0; word < WORDS; word++) {
            long p = from + word * (4L * GROUP);
            IntVector v0 = IntVector.fromMemorySegment(INTS, data, p, ORDER);
            IntVector v1 = IntVector.fromMemorySegment(INTS, data, p + VECTOR, ORDER);
            for (int n = 0; n < 4; n++) {
                top(v0).intoArray(panel, out);
                top(v1).intoArray(panel, out + COUNT);
                v0 = v0.lanewise(VectorOperators.LSHL, 8);
                v1 = v1.lanewise(VectorOperators.LSHL, 8);
                out += PANEL_ROWS;
            }
        }
    }
}
