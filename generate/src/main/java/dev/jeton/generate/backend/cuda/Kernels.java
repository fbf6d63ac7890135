package dev.jeton.generate.backend.cuda;

import dev.jeton.generate.GenerateException;
import dev.jeton.generate.ffi.CudaDriver;
import dev.jeton.generate.ffi.CudaDriver.Grid;
import dev.jeton.generate.ffi.CudaException;
import dev.jeton.generate.ffi.KernelArguments;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.util.HashMap;
import java.util.Map;

/** The kernels of a device, loaded from the jar, and how they are started. */
final class Kernels {
    /** The image of {@code scripts/build-kernels}; every device from compute capability 8.0 on. */
    static final String IMAGE = "kernels/compute_80.ptx";

    /** The lowest compute capability of the image. */
    static final int LOWEST = 80;

    private static final int THREADS = 256;
    private static final int WARPS = 4;
    private static final int ATTENTION_THREADS = 128;

    /** Query heads that a block of attention takes together. */
    static final int HEADS = 8;

    /** Positions a tile of attention. */
    static final int TILE = 64;

    private final CudaDriver driver;
    private final long stream;
    private final long module;
    private final KernelArguments arguments;
    private final Map<String, Long> functions = new HashMap<>();

    Kernels(CudaDriver driver, DeviceMemory memory, long stream, Arena arena) {
        this.driver = driver;
        this.stream = stream;
        this.module = memory.module(image());
        this.arguments = new KernelArguments(arena);
    }

    static byte[] image() {
        try (InputStream in = Kernels.class.getResourceAsStream(IMAGE)) {
            if (in == null) {
                throw new GenerateException(
                        IMAGE + " is not in the jar. Run scripts/build-kernels.");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void launch(String kernel, Grid grid) {
        try {
            Long function = functions.get(kernel);
            if (function == null) {
                function = driver.function(module, kernel);
                functions.put(kernel, function);
            }
            driver.launch(function, grid, arguments, stream);
        } catch (CudaException e) {
            throw e.during("kernel " + kernel);
        }
    }

    /** The rows of some ids. */
    void embed(DeviceMatrix matrix, long ids, long out, int tokens) {
        arguments
                .reset()
                .address(matrix.quants())
                .address(matrix.scales())
                .address(ids)
                .address(out)
                .integer(matrix.width());
        launch("embed_" + matrix.format().kernel, Grid.of(tokens, ATTENTION_THREADS));
    }

    /** Norms of rows; {@code index} is the address of their numbers, or 0 for the first ones. */
    void norm(long x, long index, long weight, long out, Sizes sizes) {
        arguments
                .reset()
                .address(x)
                .address(index)
                .address(weight)
                .address(out)
                .integer(sizes.columns())
                .integer(WeightFormat.width(sizes.columns()))
                .number(sizes.epsilon());
        launch("rms_norm", Grid.of(sizes.rows(), THREADS));
    }

    /**
     * Rows to norm.
     *
     * @param rows how many
     * @param columns numbers a row
     * @param epsilon added to the mean square
     */
    record Sizes(int rows, int columns, float epsilon) {}

    /** What becomes of a product. */
    enum Mode {
        /** It is the result. */
        STORE(0),
        /** It is added to what is there. */
        ADD(1),
        /** The first half of the rows are gates of the second. */
        GATE(2);

        private final int code;

        Mode(int code) {
            this.code = code;
        }
    }

    /** Products of a stack of matrices with {@code tokens} inputs. */
    void multiply(Projection.Part part, long x, long out, int stride, int tokens, Mode mode) {
        DeviceMatrix matrix = part.matrix();
        int rows = mode == Mode.GATE ? matrix.rows() / 2 : matrix.rows();
        arguments
                .reset()
                .address(matrix.quants())
                .address(matrix.scales())
                .address(part.bias())
                .address(x)
                .address(mode == Mode.GATE ? out : out + 4L * part.offset())
                .integer(tokens)
                .integer(rows)
                .integer(matrix.width())
                .integer(stride)
                .integer(mode.code);
        int side = tokens == 1 ? 1 : 8;
        launch(
                "gemv_" + matrix.format().kernel + "_" + side,
                new Grid(divideUp(rows, WARPS), divideUp(tokens, side), 1, 32 * WARPS, 0));
    }

    /** Gates where gate and up are not one matrix. */
    void gate(long both, long out, int width, int tokens) {
        int count = width * tokens;
        arguments
                .reset()
                .address(both)
                .address(out)
                .integer(width)
                .integer(WeightFormat.width(width))
                .integer(count);
        launch("silu_times", Grid.of(divideUp(count, THREADS), THREADS));
    }

    /** Rotates queries and keys and writes keys and values to their pages. */
    void rotateAndStore(
            AttentionSizes sizes, StepState state, long qkv, long pages, Angles angles) {
        arguments
                .reset()
                .address(qkv)
                .address(angles.cosines())
                .address(angles.sines())
                .address(state.positions())
                .address(state.rows())
                .address(state.tables())
                .address(pages)
                .integer(sizes.heads())
                .integer(sizes.kvHeads())
                .integer(sizes.headDim())
                .integer(angles.pairs())
                .integer(angles.interleaved() ? 1 : 0)
                .integer(state.tableStride())
                .integer(sizes.pageTokens());
        launch("rotate_store", Grid.of(state.tokens(), THREADS));
    }

    /**
     * Cosines and sines of all positions, in device memory.
     *
     * @param cosines address of {@code [position][pair]}
     * @param sines address of the same
     * @param pairs pairs a head
     * @param interleaved whether the two of a pair are neighbours
     */
    record Angles(long cosines, long sines, int pairs, boolean interleaved) {}

    /**
     * The shape of attention.
     *
     * @param heads query heads
     * @param kvHeads key and value heads
     * @param headDim numbers a head
     * @param scale factor of the scores
     * @param pageTokens tokens a page
     * @param stride numbers between two tokens of the output
     */
    record AttentionSizes(
            int heads, int kvHeads, int headDim, float scale, int pageTokens, int stride) {
        int blocks() {
            return kvHeads * divideUp(heads / kvHeads, HEADS);
        }

        /** Dynamic shared memory of the larger kernel. */
        int sharedBytes() {
            return (2 * headDim + TILE) * HEADS * 4;
        }
    }

    /** Attention of each token by as many blocks as there are groups of heads. */
    void attention(AttentionSizes sizes, StepState state, long qkv, long pages, long out) {
        attentionInputs(sizes, state, qkv, pages, out)
                .integer(state.tableStride())
                .integer(sizes.pageTokens())
                .integer(sizes.stride());
        launch(
                "attention",
                new Grid(
                        sizes.blocks(), state.tokens(), 1, ATTENTION_THREADS, sizes.sharedBytes()));
    }

    private KernelArguments attentionInputs(
            AttentionSizes sizes, StepState state, long qkv, long pages, long out) {
        return arguments
                .reset()
                .address(qkv)
                .address(state.positions())
                .address(state.rows())
                .address(state.tables())
                .address(pages)
                .address(out)
                .integer(sizes.heads())
                .integer(sizes.kvHeads())
                .integer(sizes.headDim())
                .number(sizes.scale());
    }

    /** The tiles of each token's attention, shared by {@code split.blocks()} blocks each. */
    void attentionTiles(AttentionSizes sizes, StepState state, long qkv, long pages, Split split) {
        attentionInputs(sizes, state, qkv, pages, split.partial())
                .integer(state.tableStride())
                .integer(sizes.pageTokens())
                .integer(split.tiles());
        launch(
                "attention_tiles",
                new Grid(
                        sizes.blocks(),
                        state.tokens(),
                        split.blocks(),
                        ATTENTION_THREADS,
                        (sizes.headDim() + TILE) * HEADS * 4));
    }

    /** Joins what {@link #attentionTiles} left. */
    void attentionJoin(AttentionSizes sizes, StepState state, Split split, long out) {
        arguments
                .reset()
                .address(split.partial())
                .address(state.positions())
                .address(out)
                .integer(sizes.heads())
                .integer(sizes.headDim())
                .integer(split.tiles())
                .integer(sizes.stride());
        launch("attention_join", new Grid(sizes.heads(), state.tokens(), 1, ATTENTION_THREADS, 0));
    }

    /**
     * How the tiles of a token are shared.
     *
     * @param partial address of the tiles' results
     * @param tiles tiles that there is room for
     * @param blocks blocks that share them
     */
    record Split(long partial, int tiles, int blocks) {}

    static int divideUp(int value, int by) {
        return (value + by - 1) / by;
    }
}
