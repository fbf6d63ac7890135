package dev.jeton.generate.weights;

/** The number formats of weights that can be computed with. */
public enum WeightType {
    F32(1, 4),
    F16(1, 2),
    BF16(1, 2),
    Q8_0(32, 34),
    Q4_0(32, 18),
    Q4_1(32, 20);

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
}
