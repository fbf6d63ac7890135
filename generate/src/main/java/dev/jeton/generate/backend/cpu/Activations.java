package dev.jeton.generate.backend.cpu;

/**
 * The inputs of a product, in the order and scale in which a format of weights is unpacked.
 *
 * <p>Columns go in blocks of {@link #BLOCK}. For each block and token there are the values, their
 * sum (a format with minima multiplies it), and the number at which the sum of products starts.
 */
final class Activations {
    /** Columns a block: that of the quantised formats. */
    static final int BLOCK = 32;

    /** How weights leave their words. */
    enum Order {
        /** One after the other, as they are. */
        PLAIN,
        /** Four a word, the last column of a word first, 2^24 times too large. */
        BYTES,
        /**
         * Eight four-bit numbers a word, left where they are: number n is 16^n times too large, and
         * its column is {@code 4 word + n / 2 + 16 (n % 2)}. Number 7 holds the sign bit of the
         * word, so it is stored as q - 8; eight times its input is what the sum starts with.
         */
        NIBBLES
    }

    private static final float[] SHRINK = new float[8];
    private static final int[] NIBBLE_COLUMN = new int[BLOCK];

    static {
        for (int n = 0; n < 8; n++) {
            SHRINK[n] = Math.scalb(1f, -4 * n);
        }
        for (int i = 0; i < BLOCK; i++) {
            NIBBLE_COLUMN[i] = 4 * (i / 8) + i % 8 / 2 + 16 * (i % 2);
        }
    }

    final Order order;
    final int columns;
    final int blocks;

    /** Floats of a token in {@link #values}. */
    final int stride;

    final float[] values;
    final float[] sums;
    final float[] starts;

    /** Tokens side by side. */
    private int tile = 1;

    /**
     * Makes room.
     *
     * @param tokens the most tokens
     */
    Activations(Order order, int columns, int tokens) {
        this.order = order;
        this.columns = columns;
        blocks = (columns + BLOCK - 1) / BLOCK;
        stride = blocks * BLOCK;
        int room = Lanes.roundUp(tokens, Gemm.TILE);
        values = new float[Math.multiplyExact(room, stride)];
        sums = new float[room * blocks];
        starts = new float[room * blocks];
    }

    /**
     * Says how many tokens will be set. A single one lies in one piece; of several, four lie side
     * by side, as {@link Gemm} reads them.
     */
    void layout(int tokens) {
        tile = tokens == 1 ? 1 : Gemm.TILE;
    }

    /** Fills token {@code token} from {@code source[from, from + columns)}. */
    void set(int token, float[] source, int from) {
        int to = token / tile * (stride * tile) + token % tile;
        switch (order) {
            case PLAIN -> {
                for (int i = 0; i < columns; i++) {
                    values[to + i * tile] = source[from + i];
                }
            }
            case BYTES -> {
                for (int i = 0; i < columns; i++) {
                    values[to + (i ^ 3) * tile] = source[from + i] * 0x1p-24f;
                }
            }
            case NIBBLES -> {
                for (int b = 0; b < blocks; b++) {
                    setNibbles(to + b * BLOCK * tile, source, from + b * BLOCK);
                    sum(token * blocks + b, source, from + b * BLOCK);
                }
            }
        }
    }

    private void setNibbles(int to, float[] source, int from) {
        for (int i = 0; i < BLOCK; i++) {
            values[to + i * tile] = source[from + NIBBLE_COLUMN[i]] * SHRINK[i & 7];
        }
    }

    private void sum(int at, float[] source, int from) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        for (int i = from; i < from + BLOCK; i += 4) {
            a += source[i];
            b += source[i + 1];
            c += source[i + 2];
            d += source[i + 3];
        }
        sums[at] = (a + b) + (c + d);
        float last =
                (source[from + 19] + source[from + 23]) + (source[from + 27] + source[from + 31]);
        starts[at] = 8 * last;
    }
}
