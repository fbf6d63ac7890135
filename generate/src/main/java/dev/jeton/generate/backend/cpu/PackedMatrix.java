package dev.jeton.generate.backend.cpu;

import static dev.jeton.generate.backend.cpu.Activations.BLOCK;
import static dev.jeton.generate.backend.cpu.Lanes.FLOATS;
import static dev.jeton.generate.backend.cpu.Scratch.PANEL_BLOCKS;
import static dev.jeton.generate.backend.cpu.Scratch.PANEL_ROWS;

import dev.jeton.generate.weights.TensorView;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.Locale;
import jdk.incubator.vector.FloatVector;

/**
 * A matrix of weights, repacked: {@link #GROUP} rows side by side, one row a vector lane, columns
 * one after the other. The numbers are those of the file, bit for bit.
 *
 * <p>Every product is computed in one order, whatever the lane width and the number of tokens. For
 * a row, with blocks of 32 columns:
 *
 * <pre>
 * total = 0
 * for each block:
 *     sum = start of the block
 *     for each column of the block, in the order in which it is stored: sum = fma(weight, x, sum)
 *     total = fma(scale, sum, total)
 *     total = fma(minimum, sum of the x, total)        where the format has minima
 * </pre>
 *
 * so a token's result has the same bits alone, in a prompt, and with any neighbours. Short sums
 * also keep the rounding error below that of one long sum.
 *
 * <p>One token: weights are unpacked in registers ({@link #dot}). Several: a panel of 256 columns
 * by two vectors of rows is unpacked once ({@link #unpack}) and multiplied with tiles of up to six
 * tokens ({@link Gemm}).
 */
abstract sealed class PackedMatrix permits PackedNibbles, PackedBytes, PackedFloats, PackedShorts {
    /** Rows side by side: four vectors, whose sums are independent chains of additions. */
    static final int GROUP = 4 * Lanes.COUNT;

    final String name;
    final int rows;
    final int columns;
    final int blocks;
    final Activations.Order order;

    PackedMatrix(TensorView source, Activations.Order order) {
        name = source.name();
        rows = source.rows();
        columns = source.columns();
        blocks = (columns + BLOCK - 1) / BLOCK;
        this.order = order;
    }

    /** Makes room for a matrix; {@link #pack} fills it. */
    static PackedMatrix allocate(TensorView source, Arena arena) {
        return switch (source.type()) {
            case Q4_0, Q4_1 -> new PackedNibbles(source, arena);
            case Q8_0 -> new PackedBytes(source, arena);
            case F16, BF16 -> new PackedShorts(source, arena);
            // The rarer formats cost four bytes a weight here, but they work.
            default -> new PackedFloats(source, arena);
        };
    }

    /** The number of groups of rows. */
    final int groups() {
        return (rows + GROUP - 1) / GROUP;
    }

    /** Rows of room that an output needs. */
    final int paddedRows() {
        return groups() * GROUP;
    }

    /** Bytes that it takes. */
    abstract long bytes();

    /** Repacks groups {@code [from, to)}. Chunks may be packed by different threads. */
    abstract void pack(int from, int to);

    /** Writes the products of a group with token 0 to {@code y[at, at + GROUP)}. */
    abstract void dot(int group, Activations x, Scratch scratch, float[] y, int at);

    /**
     * Unpacks columns of the blocks {@code [fromBlock, toBlock)} into the panel, for the first or
     * the second half of a group, and scales and minima where the format has them.
     */
    abstract void unpack(int group, int half, int fromBlock, int toBlock, Scratch scratch);

    /** What a block's sum is multiplied with before it is added. */
    abstract Gemm.Fold fold();

    /**
     * Multiplies groups {@code [from, to)} with the first {@code tokens} tokens; row r of token t
     * goes to {@code y[t * stride + r]}.
     */
    final void multiply(
            int from, int to, Activations x, int tokens, float[] y, int stride, Scratch scratch) {
        for (int group = from; group < to; group++) {
            if (tokens == 1) {
                dot(group, x, scratch, y, group * GROUP);
            } else {
                for (int half = 0; half < 2; half++) {
                    multiplyPanel(group, half, x, tokens, scratch);
                    copyTotals(scratch, tokens, y, group * GROUP + half * PANEL_ROWS, stride);
                }
            }
        }
    }

    private void multiplyPanel(int group, int half, Activations x, int tokens, Scratch scratch) {
        Arrays.fill(scratch.totals, 0, tokens * PANEL_ROWS, 0f);
        for (int block = 0; block < blocks; block += PANEL_BLOCKS) {
            int end = Math.min(blocks, block + PANEL_BLOCKS);
            unpack(group, half, block, end, scratch);
            Gemm.multiply(fold(), x, tokens, block, end, scratch);
        }
    }

    private static void copyTotals(Scratch scratch, int tokens, float[] y, int row, int stride) {
        for (int t = 0; t < tokens; t++) {
            System.arraycopy(scratch.totals, t * PANEL_ROWS, y, t * stride + row, PANEL_ROWS);
        }
    }

    /** Adds a vector to {@code y} from {@code at} on. */
    static void add(FloatVector sum, float[] y, int at) {
        FloatVector.fromArray(FLOATS, y, at).add(sum).intoArray(y, at);
    }

    @Override
    public final String toString() {
        return String.format(Locale.ROOT, "%s (%d x %d)", name, rows, columns);
    }
}
