package dev.jeton.generate.backend.cpu;

import static dev.jeton.generate.backend.cpu.PackedMatrix.GROUP;

import dev.jeton.generate.GenerateException;
import dev.jeton.generate.weights.TensorView;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Lays {@link PackedMatrix#GROUP} rows side by side, int by int: first the heads, which is the
 * first int of each block where the format has scales, then all the others. Works in arrays: their
 * loops are fast from the first tier of the JIT compiler on and take it a tenth of the time of
 * loops over memory segments, and every weight of a model passes here before its first token. For
 * one thread.
 */
abstract class BlockPacker {
    private static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    final TensorView source;
    private final boolean hasHeads;
    private final int blocks;
    private final int blockInts;
    private final int[] row;
    private final int[] group;

    /**
     * @param blocks blocks a row
     * @param blockInts ints a block once packed, its head included
     */
    BlockPacker(TensorView source, boolean hasHeads, int blocks, int blockInts) {
        this.source = source;
        this.hasHeads = hasHeads;
        this.blocks = blocks;
        this.blockInts = blockInts;
        row = new int[Math.multiplyExact(blocks, blockInts)];
        group = new int[Math.multiplyExact(row.length, GROUP)];
    }

    /**
     * Reads a row of the source as {@code blocks x blockInts} ints; those past its end are zero
     * already.
     */
    abstract void read(int row, int[] target);

    /** Writes groups {@code [from, to)} to where they belong in {@code data}. */
    final void pack(int from, int to, MemorySegment data) {
        for (int i = from; i < to; i++) {
            int lanes = Math.min(GROUP, source.rows() - i * GROUP);
            for (int lane = 0; lane < lanes; lane++) {
                read(i * GROUP + lane, row);
                interleave(lane);
            }
            for (int lane = lanes; lane < GROUP; lane++) { // of the group before
                Arrays.fill(row, 0);
                interleave(lane);
            }
            MemorySegment.copy(group, 0, data, INT, i * 4L * group.length, group.length);
        }
    }

    private void interleave(int lane) {
        int[] in = row;
        int[] out = group;
        int first = lane;
        int rest = hasHeads ? lane + blocks * GROUP : lane;
        int at = 0;
        for (int block = 0; block < blocks; block++) {
            int end = at + blockInts;
            if (hasHeads) {
                out[first] = in[at++];
                first += GROUP;
            }
            while (at < end) {
                out[rest] = in[at++];
                rest += GROUP;
            }
        }
    }

    /** Copies the ints of a row of the source. */
    final void readInts(int row, int[] target, int count) {
        MemorySegment.copy(source.data(), INT, row * source.rowBytes(), target, 0, count);
    }

    /** Copies the shorts of a row of the source. */
    final void readShorts(int row, short[] target, int count) {
        MemorySegment.copy(source.data(), SHORT, row * source.rowBytes(), target, 0, count);
    }

    final GenerateException notFinite(int row, int block) {
        return new GenerateException(
                "tensor "
                        + source.name()
                        + ": the scale of row "
                        + row
                        + ", block "
                        + block
                        + " is not a finite number. The file is damaged.");
    }
}
