package dev.jeton.generate.weights;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The number formats of weights that can be computed with. The names are those of GGUF. */
public enum WeightType {
    F32(1, 4),
    F16(1, 2),
    BF16(1, 2),
    Q8_0(32, 34),
    Q4_0(32, 18),
    Q4_1(32, 20),
    Q5_0(32, 22),
    Q5_1(32, 24),
    Q2_K(256, 84),
    Q3_K(256, 110),
    Q4_K(256, 144),
    Q5_K(256, 176),
    Q6_K(256, 210);

    private final int blockElements;
    private final int blockBytes;

    WeightType(int blockElements, int blockBytes) {
        this.blockElements = blockElements;
        this.blockBytes = blockBytes;
    }

    /** Elements a block; a row is a whole number of blocks. */
    public int blockElements() {
        return blockElements;
    }

    /** Bytes a block. */
    public int blockBytes() {
        return blockBytes;
    }

    /** Bytes of {@code elements}, a multiple of the block. */
    public long bytes(long elements) {
        return elements / blockElements * blockBytes;
    }

    /** The values of {@code raw}, whole blocks: bit for bit those of ggml. */
    public float[] decode(byte[] raw) {
        if (raw.length % blockBytes != 0) {
            throw new IllegalArgumentException(
                    raw.length + " bytes, expected whole blocks of " + blockBytes + ".");
        }
        float[] values = new float[raw.length / blockBytes * blockElements];
        BlockDecoder.decode(this, raw, 0, values, 0, values.length);
        return values;
    }

    /** The type of this name, or null where it is not one of these. */
    public static @Nullable WeightType named(String name) {
        for (WeightType type : values()) {
            if (type.name().equals(name)) {
                return type;
            }
        }
        return null;
    }

    /** All names, for messages. */
    static String known() {
        return Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(" "));
    }
}
