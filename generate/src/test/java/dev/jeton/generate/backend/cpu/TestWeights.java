package dev.jeton.generate.backend.cpu;

import dev.jeton.generate.weights.TensorView;
import dev.jeton.generate.weights.WeightType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Random;

/** Random tensors in every format, and what their numbers are by the plainest code there is. */
public final class TestWeights {
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

    private TestWeights() {}

    /** A tensor of random numbers. */
    public static TensorView random(WeightType type, int rows, int columns, Random random) {
        MemorySegment data = Arena.ofAuto().allocate(rows * type.bytes(columns) + 1, 1);
        // An odd address: files promise no alignment within a tensor's own format.
        MemorySegment bytes = data.asSlice(1);
        int block = type.blockElements();
        for (long i = 0; i < rows * (long) columns / block; i++) {
            fill(type, bytes, i * type.blockBytes(), random);
        }
        return new TensorView("test." + type, type, rows, columns, bytes);
    }

    private static void fill(WeightType type, MemorySegment bytes, long at, Random random) {
        float value = (float) (random.nextGaussian() * 0.05);
        switch (type) {
            case F32 -> bytes.set(FLOAT, at, value);
            case F16 -> bytes.set(SHORT, at, Float.floatToFloat16(value));
            case BF16 -> bytes.set(SHORT, at, (short) (Float.floatToRawIntBits(value) >>> 16));
            case Q8_0, Q4_0, Q4_1 -> {
                // Scales of either sign, some of them subnormal in float16.
                float scale = random.nextInt(20) == 0 ? value * 1e-4f : value * 0.1f;
                for (int i = 0; i < type.blockBytes(); i++) {
                    bytes.set(BYTE, at + i, (byte) random.nextInt());
                }
                bytes.set(SHORT, at, Float.floatToFloat16(scale));
                if (type == WeightType.Q4_1) {
                    bytes.set(SHORT, at + 2, Float.floatToFloat16(-8 * scale + value * 0.01f));
                }
            }
            default -> throw new IllegalArgumentException("no random " + type);
        }
    }

    /** One number of a tensor. */
    public static double value(TensorView tensor, int row, int column) {
        MemorySegment data = tensor.data();
        WeightType type = tensor.type();
        int block = type.blockElements();
        long at = row * tensor.rowBytes() + (long) (column / block) * type.blockBytes();
        int i = column % block;
        return switch (type) {
            case F32 -> data.get(FLOAT, at);
            case F16 -> half(data, at);
            case BF16 -> Float.intBitsToFloat(data.get(SHORT, at) << 16);
            case Q8_0 -> half(data, at) * data.get(BYTE, at + 2 + i);
            case Q4_0 -> half(data, at) * (nibble(data, at + 2, i) - 8);
            case Q4_1 -> half(data, at) * nibble(data, at + 4, i) + half(data, at + 2);
            default -> throw new IllegalArgumentException("no plain code for " + type);
        };
    }

    private static double half(MemorySegment data, long at) {
        return Float.float16ToFloat(data.get(SHORT, at));
    }

    private static int nibble(MemorySegment data, long at, int i) {
        int both = data.get(BYTE, at + i % 16);
        return i < 16 ? both & 15 : both >> 4 & 15;
    }
}
