package dev.jeton.generate.backend.cuda;

import dev.jeton.generate.weights.WeightType;

/**
 * How a matrix lies in device memory: the numbers of all rows, then, of quantised types, the scales
 * of all rows, so that a lane reads its numbers 16 bytes at once. A row is padded with zeros to a
 * multiple of 32 columns. Types without a kernel are stored as the floats that they stand for.
 */
enum WeightFormat {
    F32("f32", 128, 0),
    F16("f16", 64, 0),
    BF16("bf16", 64, 0),
    Q8_0("q8_0", 32, 2),
    Q4_0("q4_0", 16, 2),
    Q4_1("q4_1", 16, 4);

    /** Columns a block. */
    static final int BLOCK = 32;

    /** What the kernels' names have for it. */
    final String kernel;

    /** Bytes of the numbers of 32 columns. */
    final int quantBytes;

    /** Bytes of the scales of 32 columns. */
    final int scaleBytes;

    WeightFormat(String kernel, int quantBytes, int scaleBytes) {
        this.kernel = kernel;
        this.quantBytes = quantBytes;
        this.scaleBytes = scaleBytes;
    }

    static WeightFormat of(WeightType type) {
        return switch (type) {
            case F16 -> F16;
            case BF16 -> BF16;
            case Q8_0 -> Q8_0;
            case Q4_0 -> Q4_0;
            case Q4_1 -> Q4_1;
            default -> F32;
        };
    }

    /** Columns with their padding. */
    static int width(int columns) {
        return (columns + BLOCK - 1) / BLOCK * BLOCK;
    }

    long quantRowBytes(int columns) {
        return (long) width(columns) / BLOCK * quantBytes;
    }

    long scaleRowBytes(int columns) {
        return (long) width(columns) / BLOCK * scaleBytes;
    }
}
