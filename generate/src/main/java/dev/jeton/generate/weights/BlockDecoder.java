package dev.jeton.generate.weights;

/**
 * Turns stored numbers into floats, bit for bit as ggml and gguf-py do: the reference of every
 * faster kernel. All numbers are little-endian.
 *
 * <p>The 32-element formats hold a scale d (float16), in the _1 forms a minimum m as well, and one
 * integer q an element: {@code d * q}, {@code d * (q - 8)}, {@code d * q + m}. Of two elements in a
 * byte the low one belongs to the first half of the block. The 5-bit forms keep the fifth bits of a
 * block in one 32-bit word. The 256-element formats are in {@link SuperBlocks}.
 */
final class BlockDecoder {
    private BlockDecoder() {}

    /** Decodes {@code count} elements, whole blocks, from {@code raw[at...]}. */
    static void decode(WeightType type, byte[] raw, int at, float[] target, int from, int count) {
        switch (type) {
            case F32 -> decodeF32(raw, at, target, from, count);
            case F16 -> decodeF16(raw, at, target, from, count);
            case BF16 -> decodeBf16(raw, at, target, from, count);
            default -> {
                int blockBytes = type.blockBytes();
                int blockElements = type.blockElements();
                for (int done = 0; done < count; done += blockElements) {
                    decodeBlock(type, raw, at, target, from + done);
                    at += blockBytes;
                }
            }
        }
    }

    private static void decodeBlock(WeightType type, byte[] raw, int at, float[] target, int to) {
        switch (type) {
            case Q8_0 -> decodeQ8(raw, at, target, to);
            case Q4_0 -> decodeQ4(raw, at, target, to);
            case Q4_1 -> decodeQ4WithMinimum(raw, at, target, to);
            case Q5_0 -> decodeQ5(raw, at, target, to);
            case Q5_1 -> decodeQ5WithMinimum(raw, at, target, to);
            case Q2_K -> SuperBlocks.decodeQ2(raw, at, target, to);
            case Q3_K -> SuperBlocks.decodeQ3(raw, at, target, to);
            case Q4_K -> SuperBlocks.decodeQ4(raw, at, target, to);
            case Q5_K -> SuperBlocks.decodeQ5(raw, at, target, to);
            case Q6_K -> SuperBlocks.decodeQ6(raw, at, target, to);
            default -> throw new AssertionError(type);
        }
    }

    private static void decodeF32(byte[] raw, int at, float[] target, int from, int count) {
        for (int i = 0; i < count; i++) {
            target[from + i] = Float.intBitsToFloat(int32(raw, at + 4 * i));
        }
    }

    private static void decodeF16(byte[] raw, int at, float[] target, int from, int count) {
        for (int i = 0; i < count; i++) {
            target[from + i] = float16(raw, at + 2 * i);
        }
    }

    private static void decodeBf16(byte[] raw, int at, float[] target, int from, int count) {
        for (int i = 0; i < count; i++) {
            int bits = (raw[at + 2 * i] & 0xff) << 16 | raw[at + 2 * i + 1] << 24;
            target[from + i] = Float.intBitsToFloat(bits);
        }
    }

    private static void decodeQ8(byte[] raw, int at, float[] target, int to) {
        float d = float16(raw, at);
        for (int i = 0; i < 32; i++) {
            target[to + i] = d * raw[at + 2 + i];
        }
    }

    private static void decodeQ4(byte[] raw, int at, float[] target, int to) {
        float d = float16(raw, at);
        for (int i = 0; i < 16; i++) {
            int pair = raw[at + 2 + i];
            target[to + i] = d * ((pair & 15) - 8);
            target[to + 16 + i] = d * ((pair >> 4 & 15) - 8);
        }
    }

    private static void decodeQ4WithMinimum(byte[] raw, int at, float[] target, int to) {
        float d = float16(raw, at);
        float m = float16(raw, at + 2);
        for (int i = 0; i < 16; i++) {
            int pair = raw[at + 4 + i];
            target[to + i] = d * (pair & 15) + m;
            target[to + 16 + i] = d * (pair >> 4 & 15) + m;
        }
    }

    private static void decodeQ5(byte[] raw, int at, float[] target, int to) {
        float d = float16(raw, at);
        int high = int32(raw, at + 2);
        for (int i = 0; i < 16; i++) {
            int pair = raw[at + 6 + i];
            target[to + i] = d * (((pair & 15) | (high >> i & 1) << 4) - 16);
            target[to + 16 + i] = d * (((pair >> 4 & 15) | (high >> (i + 16) & 1) << 4) - 16);
        }
    }

    private static void decodeQ5WithMinimum(byte[] raw, int at, float[] target, int to) {
        float d = float16(raw, at);
        float m = float16(raw, at + 2);
        int high = int32(raw, at + 4);
        for (int i = 0; i < 16; i++) {
            int pair = raw[at + 8 + i];
            target[to + i] = d * ((pair & 15) | (high >> i & 1) << 4) + m;
            target[to + 16 + i] = d * ((pair >> 4 & 15) | (high >> (i + 16) & 1) << 4) + m;
        }
    }

    static float float16(byte[] raw, int at) {
        return Float.float16ToFloat((short) ((raw[at] & 0xff) | raw[at + 1] << 8));
    }

    static int int32(byte[] raw, int at) {
        return (raw[at] & 0xff)
                | (raw[at + 1] & 0xff) << 8
                | (raw[at + 2] & 0xff) << 16
                | raw[at + 3] << 24;
    }
}
