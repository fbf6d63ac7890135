package dev.jeton.generate.weights;

import static dev.jeton.generate.weights.BlockDecoder.float16;

/**
 * The K formats of ggml: blocks of 256 elements in groups of 16 or 32. A group has a small integer
 * scale, in some formats a small integer minimum; the block has their common float16 factors. The
 * order of float operations is ggml's, so the values are equal bit for bit.
 */
final class SuperBlocks {
    private SuperBlocks() {}

    /** 16 bytes of scale (low 4 bits) and minimum (high), 64 bytes of 2-bit values, d, dmin. */
    static void decodeQ2(byte[] raw, int at, float[] target, int to) {
        float d = float16(raw, at + 80);
        float dmin = float16(raw, at + 82);
        for (int group = 0; group < 16; group++) {
            int packed = raw[at + group];
            float scale = d * (packed & 15);
            float minimum = dmin * (packed >> 4 & 15);
            // Groups of one half (128 elements) share 32 bytes: four shifts, two runs of 16.
            int bytes = at + 16 + (group / 8) * 32 + (group % 2) * 16;
            int shift = group / 2 % 4 * 2;
            for (int i = 0; i < 16; i++) {
                target[to + group * 16 + i] = scale * (raw[bytes + i] >> shift & 3) - minimum;
            }
        }
    }

    /** 32 bytes of third bits, 64 bytes of 2-bit values, 12 bytes of 6-bit scales, d. */
    static void decodeQ3(byte[] raw, int at, float[] target, int to) {
        float d = float16(raw, at + 108);
        for (int group = 0; group < 16; group++) {
            float scale = d * (q3Scale(raw, at + 96, group) - 32);
            int run = group % 2 * 16;
            int bytes = at + 32 + group / 8 * 32 + run;
            int shift = group / 2 % 4 * 2;
            int highBit = group / 2;
            for (int i = 0; i < 16; i++) {
                int low = raw[bytes + i] >> shift & 3;
                int high = (raw[at + run + i] >> highBit & 1) << 2;
                target[to + group * 16 + i] = scale * ((low | high) - 4);
            }
        }
    }

    /** Low 4 bits of the 16 scales in 8 bytes, high 2 bits in the 4 bytes after them. */
    private static int q3Scale(byte[] raw, int scales, int group) {
        int low = raw[scales + group % 8] >> (group / 8 * 4) & 15;
        int high = raw[scales + 8 + group % 4] >> (group / 4 * 2) & 3;
        return low | high << 4;
    }

    /** d, dmin, 12 bytes of eight 6-bit scales and minimums, 128 bytes of 4-bit values. */
    static void decodeQ4(byte[] raw, int at, float[] target, int to) {
        float d = float16(raw, at);
        float dmin = float16(raw, at + 2);
        for (int group = 0; group < 8; group++) {
            float scale = d * scaleOf(raw, at + 4, group);
            float minimum = dmin * minimumOf(raw, at + 4, group);
            int bytes = at + 16 + group / 2 * 32;
            int shift = group % 2 * 4;
            for (int i = 0; i < 32; i++) {
                target[to + group * 32 + i] = scale * (raw[bytes + i] >> shift & 15) - minimum;
            }
        }
    }

    /** As {@link #decodeQ4} with 32 bytes of fifth bits before the values. */
    static void decodeQ5(byte[] raw, int at, float[] target, int to) {
        float d = float16(raw, at);
        float dmin = float16(raw, at + 2);
        for (int group = 0; group < 8; group++) {
            float scale = d * scaleOf(raw, at + 4, group);
            float minimum = dmin * minimumOf(raw, at + 4, group);
            int bytes = at + 48 + group / 2 * 32;
            int shift = group % 2 * 4;
            for (int i = 0; i < 32; i++) {
                int low = raw[bytes + i] >> shift & 15;
                int high = (raw[at + 16 + i] >> group & 1) << 4;
                target[to + group * 32 + i] = scale * (low | high) - minimum;
            }
        }
    }

    /** 128 bytes of low 4 bits, 64 bytes of high 2 bits, 16 signed scales, d. */
    static void decodeQ6(byte[] raw, int at, float[] target, int to) {
        float d = float16(raw, at + 208);
        for (int group = 0; group < 16; group++) {
            float scale = d * raw[at + 192 + group];
            int half = group / 8;
            int quarter = group / 2 % 4;
            int run = group % 2 * 16;
            int low = at + half * 64 + quarter % 2 * 32 + run;
            int high = at + 128 + half * 32 + run;
            for (int i = 0; i < 16; i++) {
                int lowBits = raw[low + i] >> (quarter / 2 * 4) & 15;
                int highBits = (raw[high + i] >> (quarter * 2) & 3) << 4;
                target[to + group * 16 + i] = scale * ((lowBits | highBits) - 32);
            }
        }
    }

    /** The 6-bit scales 0-3 are whole in bytes 0-3; 4-7 are put together from two places. */
    private static int scaleOf(byte[] raw, int packed, int group) {
        if (group < 4) {
            return raw[packed + group] & 63;
        }
        return (raw[packed + group + 4] & 15) | (raw[packed + group - 4] >> 6 & 3) << 4;
    }

    private static int minimumOf(byte[] raw, int packed, int group) {
        if (group < 4) {
            return raw[packed + group + 4] & 63;
        }
        return (raw[packed + group + 4] >> 4 & 15) | (raw[packed + group] >> 6 & 3) << 4;
    }
}
