package dev.jeton.generate.weights;

/**
 * Rounds floats to Q8_0, Q4_0 and Q4_1 by ggml's reference algorithm, so that a test or a user can
 * make a model of every format. Bytes are equal to those of gguf-py.
 */
public final class BlockEncoder {
    private BlockEncoder() {}

    /**
     * Encodes whole rows.
     *
     * @throws IllegalArgumentException if the number of values is no multiple of the block, or the
     *     format is not one that can be written
     */
    public static byte[] encode(WeightType type, float[] values) {
        if (values.length % type.blockElements() != 0) {
            throw new IllegalArgumentException(
                    values.length
                            + " values, expected a multiple of "
                            + type.blockElements()
                            + " for "
                            + type
                            + ".");
        }
        byte[] raw = new byte[Math.toIntExact(type.bytes(values.length))];
        int blocks = values.length / type.blockElements();
        for (int block = 0; block < blocks; block++) {
            int at = block * type.blockBytes();
            int from = block * type.blockElements();
            switch (type) {
                case F32 -> putInt(raw, at, Float.floatToRawIntBits(values[from]));
                case F16 -> putFloat16(raw, at, values[from]);
                case BF16 -> putShort(raw, at, toBf16(values[from]));
                case Q8_0 -> encodeQ8(values, from, raw, at);
                case Q4_0 -> encodeQ4(values, from, raw, at);
                case Q4_1 -> encodeQ4WithMinimum(values, from, raw, at);
                default ->
                        throw new IllegalArgumentException(
                                type + " cannot be written. Known: F32 F16 BF16 Q8_0 Q4_0 Q4_1.");
            }
        }
        return raw;
    }

    private static void encodeQ8(float[] values, int from, byte[] raw, int at) {
        float largest = 0;
        for (int i = 0; i < 32; i++) {
            largest = Math.max(largest, Math.abs(values[from + i]));
        }
        float d = largest / 127;
        float inverse = d == 0 ? 0 : 1 / d;
        putFloat16(raw, at, d);
        for (int i = 0; i < 32; i++) {
            raw[at + 2 + i] = (byte) roundAwayFromZero(values[from + i] * inverse);
        }
    }

    /** The value of the largest magnitude becomes -8 exactly. */
    private static void encodeQ4(float[] values, int from, byte[] raw, int at) {
        float extreme = 0;
        for (int i = 0; i < 32; i++) {
            if (Math.abs(values[from + i]) > Math.abs(extreme)) {
                extreme = values[from + i];
            }
        }
        float d = extreme / -8;
        float inverse = d == 0 ? 0 : 1 / d;
        putFloat16(raw, at, d);
        for (int i = 0; i < 16; i++) {
            int low = Math.min(15, (int) (values[from + i] * inverse + 8.5f));
            int high = Math.min(15, (int) (values[from + 16 + i] * inverse + 8.5f));
            raw[at + 2 + i] = (byte) (low | high << 4);
        }
    }

    private static void encodeQ4WithMinimum(float[] values, int from, byte[] raw, int at) {
        float lowest = values[from];
        float highest = values[from];
        for (int i = 1; i < 32; i++) {
            lowest = Math.min(lowest, values[from + i]);
            highest = Math.max(highest, values[from + i]);
        }
        float d = (highest - lowest) / 15;
        float inverse = d == 0 ? 0 : 1 / d;
        putFloat16(raw, at, d);
        putFloat16(raw, at + 2, lowest);
        for (int i = 0; i < 16; i++) {
            int low = Math.min(15, (int) ((values[from + i] - lowest) * inverse + 0.5f));
            int high = Math.min(15, (int) ((values[from + 16 + i] - lowest) * inverse + 0.5f));
            raw[at + 4 + i] = (byte) (low | high << 4);
        }
    }

    private static int roundAwayFromZero(float value) {
        int rounded = (int) Math.floor(Math.abs(value) + 0.5);
        return value < 0 ? -rounded : rounded;
    }

    /** Nearest, ties to even; not-a-number stays one. */
    private static short toBf16(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return (short) (bits >>> 16 | 64);
        }
        return (short) ((bits + 0x7fff + (bits >>> 16 & 1)) >>> 16);
    }

    private static void putFloat16(byte[] raw, int at, float value) {
        putShort(raw, at, Float.floatToFloat16(value));
    }

    private static void putShort(byte[] raw, int at, short value) {
        raw[at] = (byte) value;
        raw[at + 1] = (byte) (value >> 8);
    }

    private static void putInt(byte[] raw, int at, int value) {
        putShort(raw, at, (short) value);
        putShort(raw, at + 2, (short) (value >> 16));
    }
}
