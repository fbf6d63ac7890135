package dev.jeton.generate.backend.cpu;

import static dev.jeton.generate.backend.cpu.Activations.BLOCK;
import static dev.jeton.generate.backend.cpu.Lanes.COUNT;
import static dev.jeton.generate.backend.cpu.Lanes.FLOATS;
import static dev.jeton.generate.backend.cpu.Lanes.INTS;
import static dev.jeton.generate.backend.cpu.Lanes.ORDER;
import static dev.jeton.generate.backend.cpu.Scratch.PANEL_ROWS;

import dev.jeton.generate.weights.TensorView;
import dev.jeton.generate.weights.WeightType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Q4_1 and Q4_0: a weight is {@code scale x q + minimum} with q of four bits.
 *
 * <p>A group holds, for each block, the two float16 numbers of each row in one int (20 bytes for 32
 * weights, as in the file), and after them the words with eight numbers each. A number stays where
 * it lies in its word: {@code word & mask} converted to float is q times a power of 16, which the
 * input takes back ({@link Activations.Order#NIBBLES}); that saves a shift for each vector of
 * weights. Q4_0 is Q4_1 with the minimum {@code -8 scale}, which float16 holds exactly.
 */
final class PackedNibbles extends PackedMatrix {
    private static final int WORDS = BLOCK / 8;
    private static final long VECTOR = 4L * COUNT;

    /**
     * Bits of a float16, moved to where they lie in a float, which is then 2^112 times too small.
     */
    private static final int HALF_BITS = 0x8FFF_E000;

    private static final float HALF_SCALE = 0x1p112f;

    /** A vector for each of the eight places of a word. */
    private static final int[] MASKS = new int[8 * COUNT];

    static {
        for (int i = 0; i < MASKS.length; i++) {
            MASKS[i] = 0xF << (4 * (i / COUNT));
        }
    }

    private final TensorView source;
    private final MemorySegment data;
    private final long groupBytes;

    PackedNibbles(TensorView source, Arena arena) {
        super(source, Activations.Order.NIBBLES);
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
        return Gemm.Fold.SCALE_AND_MINIMUM;
    }

    @Override
    void pack(int from, int to) {
        packer().pack(from, to, data);
    }

    private BlockPacker packer() {
        return source.type() == WeightType.Q4_1
                ? new WithMinimum(source, blocks)
                : new WithoutMinimum(source, blocks);
    }

    /** Place 7 of a word holds its sign: what is stored is q - 8 there. */
    private static final int SIGN = 0x8000_0000;

    /** Whether both float16 numbers of an int are finite. */
    private static boolean isFinite(int scales) {
        return (scales & 0x7C00) != 0x7C00 && (scales & 0x7C00_0000) != 0x7C00_0000;
    }

    /** Q4_1: two float16 and 32 numbers of four bits, 20 bytes a block. */
    private static final class WithMinimum extends BlockPacker {
        WithMinimum(TensorView source, int blocks) {
            super(source, true, blocks, 1 + WORDS);
        }

        @Override
        void read(int row, int[] target) {
            readInts(row, target, target.length);
            for (int at = 0; at < target.length; at += 1 + WORDS) {
                if (!isFinite(target[at])) {
                    throw notFinite(row, at / (1 + WORDS));
                }
                for (int i = at + 1; i <= at + WORDS; i++) {
                    target[i] ^= SIGN;
                }
            }
        }
    }

    /** Q4_0: one float16 and 32 numbers of four bits, 18 bytes a block. */
    private static final class WithoutMinimum extends BlockPacker {
        private final short[] shorts;

        WithoutMinimum(TensorView source, int blocks) {
            super(source, true, blocks, 1 + WORDS);
            shorts = new short[blocks * (1 + 2 * WORDS)];
        }

        @Override
        void read(int row, int[] target) {
            readShorts(row, shorts, shorts.length);
            int from = 0;
            for (int at = 0; at < target.length; at += 1 + WORDS) {
                target[at] = withMinimum(shorts[from++]);
                if (!isFinite(target[at])) {
                    throw notFinite(row, at / (1 + WORDS));
                }
                for (int i = at + 1; i <= at + WORDS; i++) {
                    target[i] = SIGN ^ ((shorts[from] & 0xFFFF) | (shorts[from + 1] << 16));
                    from += 2;
                }
            }
        }

        private static int withMinimum(short scale) {
            int minimum = Float.floatToFloat16(-8 * Float.float16ToFloat(scale));
            return (scale & 0xFFFF) | (minimum << 16);
        }
    }

    @Override
    void dot(int group, Activations x, Scratch scratch, float[] y, int at) {
        long start = group * groupBytes;
        unpackScales(data, start, blocks, scratch.scales);
        dot(data, start + blocks * (long) GROUP * 4, x, scratch.scales, y, at);
    }

    private static void unpackScales(MemorySegment data, long from, int blocks, float[] out) {
        for (int i = 0; i < blocks * GROUP; i += COUNT) {
            IntVector both = IntVector.fromMemorySegment(INTS, data, from + i * 4L, ORDER);
            int to = i / GROUP * 2 * GROUP + i % GROUP;
            low(both).intoArray(out, to);
            high(both).intoArray(out, to + GROUP);
        }
    }

    private static FloatVector low(IntVector both) {
        IntVector bits = both.lanewise(VectorOperators.LSHL, 16);
        return bits.lanewise(VectorOperators.ASHR, 3)
                .and(HALF_BITS)
                .reinterpretAsFloats()
                .mul(HALF_SCALE);
    }

    private static FloatVector high(IntVector both) {
        return both.lanewise(VectorOperators.ASHR, 3)
                .and(HALF_BITS)
                .reinterpretAsFloats()
                .mul(HALF_SCALE);
    }

    /** The hot loop of decoding; measured by {@code DecodeKernelBenchmark}. */
    private static void dot(
            MemorySegment data, long from, Activations x, float[] scales, float[] y, int at) {
        float[] values = x.values;
        int one = Lanes.one;
        for (int i = 0; i < GROUP; i += COUNT) {
            FloatVector.zero(FLOATS).intoArray(y, at + i);
        }
        long p = from;
        for (int block = 0; block < x.blocks; block++) {
            FloatVector a0 = FloatVector.broadcast(FLOATS, x.starts[block]);
            FloatVector a1 = a0;
            FloatVector a2 = a0;
            FloatVector a3 = a0;
            for (int i = block * BLOCK; i < (block + 1) * BLOCK; i += 8) {
                IntVector v0 = IntVector.fromMemorySegment(INTS, data, p, ORDER);
                IntVector v1 = IntVector.fromMemorySegment(INTS, data, p + VECTOR, ORDER);
                IntVector v2 = IntVector.fromMemorySegment(INTS, data, p + 2 * VECTOR, ORDER);
                IntVector v3 = IntVector.fromMemorySegment(INTS, data, p + 3 * VECTOR, ORDER);
                for (int n = 0; n < 8; n += one) {
                    IntVector mask = IntVector.fromArray(INTS, MASKS, n * COUNT);
                    FloatVector in = FloatVector.broadcast(FLOATS, values[i + n]);
                    a0 = masked(v0, mask).fma(in, a0);
                    a1 = masked(v1, mask).fma(in, a1);
                    a2 = masked(v2, mask).fma(in, a2);
                    a3 = masked(v3, mask).fma(in, a3);
                }
                p += 4 * VECTOR;
            }
            FloatVector sum = FloatVector.broadcast(FLOATS, x.sums[block]);
            int s = block * 2 * GROUP;
            fold(scales, s, a0, sum, y, at);
            fold(scales, s + COUNT, a1, sum, y, at + COUNT);
            fold(scales, s + 2 * COUNT, a2, sum, y, at + 2 * COUNT);
            fold(scales, s + 3 * COUNT, a3, sum, y, at + 3 * COUNT);
        }
    }

    private static FloatVector masked(IntVector words, IntVector mask) {
        return (FloatVector) words.and(mask).convert(VectorOperators.I2F, 0);
    }

    private static void fold(
            float[] scales, int from, FloatVector products, FloatVector sum, float[] y, int at) {
        FloatVector total = FloatVector.fromArray(FLOATS, y, at);
        total = FloatVector.fromArray(FLOATS, scales, from).fma(products, total);
        FloatVector.fromArray(FLOATS, scales, from + GROUP).fma(sum, total).intoArray(y, at);
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
                IntVector both = IntVector.fromMemorySegment(INTS, data, scale + i * 4L, ORDER);
                low(both).intoArray(scratch.panelScale, to + i);
                high(both).intoArray(scratch.panelMinimum, to + i);
            }
        }
    }

    private static void unpackBlock(MemorySegment data, long from, float[] panel, int to) {
        int out = to;
        for (int word = 0; word < WORDS; word++) {
            long p = from + word * (4L * GROUP);
            IntVector v0 = IntVector.fromMemorySegment(INTS, data, p, ORDER);
            IntVector v1 = IntVector.fromMemorySegment(INTS, data, p + VECTOR, ORDER);
            for (int n = 0; n < 8; n++) {
                IntVector mask = IntVector.fromArray(INTS, MASKS, n * COUNT);
                masked(v0, mask).intoArray(panel, out);
                masked(v1, mask).intoArray(panel, out + COUNT);
                out += PANEL_ROWS;
            }
        }
    }
}
