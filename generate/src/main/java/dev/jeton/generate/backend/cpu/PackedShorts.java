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
 * F16 and BF16: a group holds words of two columns, the first in the low half. Unpacking moves the
 * bits of a number to where a float has them: {@code (bits >> shift & mask)}; a float16 is then
 * 2^112 times too small, and its infinities and NaNs would turn into numbers, so they are refused.
 */
final class PackedShorts extends PackedMatrix {
    private static final long VECTOR = 4L * COUNT;
    private static final int HALF_BITS = 0x8FFF_E000;
    private static final int BRAIN_BITS = 0xFFFF_0000;
    private static final float HALF_SCALE = 0x1p112f;

    private final TensorView source;
    private final MemorySegment data;
    private final long groupBytes;
    private final boolean half;

    PackedShorts(TensorView source, Arena arena) {
        super(source, Activations.Order.PLAIN);
        this.source = source;
        half = source.type() == WeightType.F16;
        groupBytes = blocks * (long) BLOCK * GROUP * 2;
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
        private final short[] shorts = new short[blocks * BLOCK];

        Packer() {
            super(PackedShorts.this.source, false, blocks, BLOCK / 2);
        }

        @Override
        void read(int row, int[] target) {
            readShorts(row, shorts, columns);
            for (int i = 0; i < target.length; i++) {
                int low = shorts[2 * i];
                int high = shorts[2 * i + 1];
                if (half && ((low & 0x7C00) == 0x7C00 || (high & 0x7C00) == 0x7C00)) {
                    throw notFinite(row, 2 * i / BLOCK);
                }
                target[i] = (low & 0xFFFF) | (high << 16);
            }
        }
    }

    @Override
    void dot(int group, Activations x, Scratch scratch, float[] y, int at) {
        if (half) {
            dotHalf(data, group * groupBytes, x, y, at);
        } else {
            dotBrain(data, group * groupBytes, x, y, at);
        }
    }

    private static void dotBrain(MemorySegment data, long from, Activations x, float[] y, int at) {
        float[] values = x.values;
        int step = Lanes.one * 2;
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
                FloatVector next = FloatVector.broadcast(FLOATS, values[i + 1]);
                a0 = brains(load(data, p), in, next, a0);
                a1 = brains(load(data, p + VECTOR), in, next, a1);
                a2 = brains(load(data, p + 2 * VECTOR), in, next, a2);
                a3 = brains(load(data, p + 3 * VECTOR), in, next, a3);
                p += 4 * VECTOR;
            }
            add(a0, y, at);
            add(a1, y, at + COUNT);
            add(a2, y, at + 2 * COUNT);
            add(a3, y, at + 3 * COUNT);
        }
    }

    /** As {@code dotBrain}; two methods, so that each is small enough to be inlined whole. */
    private static void dotHalf(MemorySegment data, long from, Activations x, float[] y, int at) {
        float[] values = x.values;
        int step = Lanes.one * 2;
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
                FloatVector next = FloatVector.broadcast(FLOATS, values[i + 1]);
                a0 = halves(load(data, p), in, next, a0);
                a1 = halves(load(data, p + VECTOR), in, next, a1);
                a2 = halves(load(data, p + 2 * VECTOR), in, next, a2);
                a3 = halves(load(data, p + 3 * VECTOR), in, next, a3);
                p += 4 * VECTOR;
            }
            add(a0, y, at);
            add(a1, y, at + COUNT);
            add(a2, y, at + 2 * COUNT);
            add(a3, y, at + 3 * COUNT);
        }
    }

    private static IntVector load(MemorySegment data, long at) {
        return IntVector.fromMemorySegment(INTS, data, at, ORDER);
    }

    private static FloatVector brains(
            IntVector words, FloatVector in, FloatVector next, FloatVector sum) {
        return highBrain(words).fma(next, lowBrain(words).fma(in, sum));
    }

    private static FloatVector halves(
            IntVector words, FloatVector in, FloatVector next, FloatVector sum) {
        return highHalf(words).fma(next, lowHalf(words).fma(in, sum));
    }

    private static FloatVector lowBrain(IntVector words) {
        return words.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
    }

    private static FloatVector highBrain(IntVector words) {
        return words.and(BRAIN_BITS).reinterpretAsFloats();
    }

    private static FloatVector lowHalf(IntVector words) {
        return highHalf(words.lanewise(VectorOperators.LSHL, 16));
    }

    private static FloatVector highHalf(IntVector words) {
        return words.lanewise(VectorOperators.ASHR, 3)
                .and(HALF_BITS)
                .reinterpretAsFloats()
                .mul(HALF_SCALE);
    }

    @Override
    void unpack(int group, int panelHalf, int fromBlock, int toBlock, Scratch scratch) {
        long from = group * groupBytes + panelHalf * 2L * VECTOR;
        from += fromBlock * (long) BLOCK * GROUP * 2;
        int words = (toBlock - fromBlock) * BLOCK / 2;
        if (half) {
            unpackHalves(data, from, words, scratch.panel);
        } else {
            unpackBrains(data, from, words, scratch.panel);
        }
    }

    private static void unpackHalves(MemorySegment data, long from, int words, float[] panel) {
        for (int word = 0; word < words; word++) {
            for (int i = 0; i < PANEL_ROWS; i += COUNT) {
                IntVector both = load(data, from + word * (4L * GROUP) + i * 4L);
                lowHalf(both).intoArray(panel, word * 2 * PANEL_ROWS + i);
                highHalf(both).intoArray(panel, (word * 2 + 1) * PANEL_ROWS + i);
            }
        }
    }

    private static void unpackBrains(MemorySegment data, long from, int words, float[] panel) {
        for (int word = 0; word < words; word++) {
            for (int i = 0; i < PANEL_ROWS; i += COUNT) {
                IntVector both = load(data, from + word * (4L * GROUP) + i * 4L);
                lowBrain(both).intoArray(panel, word * 2 * PANEL_ROWS + i);
                highBrain(both).intoArray(panel, (word * 2 + 1) * PANEL_ROWS + i);
            }
        }
    }
}
