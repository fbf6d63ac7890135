package dev.jeton.generate.backend.cpu;

import dev.jeton.generate.weights.TensorView;
import dev.jeton.generate.weights.WeightType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How fast are products of a matrix with one token (decoding) and with many (a prompt)? The
 * matrices are those of SmolLM2's gate, as many different ones as fill 64 MB, so that weights come
 * from memory as they do in a model. {@code bytes} is weights read a second, {@code products}
 * multiplications a second.
 *
 * <p>It lies in the backend's package because kernels are not public.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class DecodeKernelBenchmark {
    private static final int ROWS = 1536;
    private static final int COLUMNS = 576;
    private static final long TOTAL_BYTES = 64 << 20;

    /** The format of the weights. */
    @Param({"Q4_1", "Q4_0", "Q8_0", "F16", "BF16", "F32"})
    WeightType type = WeightType.Q4_1;

    /** Tokens that are multiplied at a time. */
    @Param({"1", "4", "64"})
    int tokens = 1;

    private final List<PackedMatrix> matrices = new ArrayList<>();
    private Arena arena = Arena.ofAuto();
    private TensorView tensor = randomTensor(WeightType.F32, new Random(1), Arena.ofAuto());
    private Activations inputs = new Activations(Activations.Order.PLAIN, 1, 1);
    private Scratch scratch = new Scratch(COLUMNS, 1, 1, 1);
    private float[] source = {};
    private float[] output = {};
    private int next;

    /** What one call has done. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Work {
        /** Bytes of weights. */
        public long bytes;

        /** Products of a weight and an input. */
        public long products;
    }

    /** Makes weights and inputs from a fixed seed. */
    @Setup
    public void open() {
        Random random = new Random(42);
        arena = Arena.ofShared();
        tensor = randomTensor(type, random, arena);
        long bytes = 0;
        while (bytes < TOTAL_BYTES) {
            PackedMatrix matrix = PackedMatrix.allocate(tensor, arena);
            matrix.pack(0, matrix.groups());
            matrices.add(matrix);
            bytes += matrix.bytes();
        }
        inputs = new Activations(matrices.getFirst().order, COLUMNS, tokens);
        inputs.layout(tokens);
        source = new float[tokens * COLUMNS];
        for (int i = 0; i < source.length; i++) {
            source[i] = (float) random.nextGaussian();
        }
        for (int t = 0; t < tokens; t++) {
            inputs.set(t, source, t * COLUMNS);
        }
        scratch = new Scratch(COLUMNS, tokens, 1, 1);
        output = new float[tokens * matrices.getFirst().paddedRows()];
    }

    /** Frees the weights. */
    @TearDown
    public void close() {
        arena.close();
    }

    /** One matrix, in the chunks in which a decoder computes it. */
    @Benchmark
    public float[] multiply(Work work) {
        PackedMatrix matrix = matrices.get(next++ % matrices.size());
        for (int group = 0; group < matrix.groups(); group++) {
            matrix.multiply(group, group + 1, inputs, tokens, output, matrix.paddedRows(), scratch);
        }
        work.bytes += matrix.bytes();
        work.products += (long) ROWS * COLUMNS * tokens;
        return output;
    }

    /** What {@link #multiply} must give for a row and a token, and its rounding error's bound. */
    double[] expected(int row, int token) {
        float[] weights = new float[COLUMNS];
        tensor.readRow(row, weights, 0);
        double sum = 0;
        double magnitude = 0;
        for (int i = 0; i < COLUMNS; i++) {
            double product = (double) weights[i] * source[token * COLUMNS + i];
            sum += product;
            magnitude += Math.abs(product);
        }
        return new double[] {sum, 2e-6 * magnitude};
    }

    private static TensorView randomTensor(WeightType type, Random random, Arena arena) {
        MemorySegment data = arena.allocate(ROWS * type.bytes(COLUMNS));
        for (long at = 0; at < data.byteSize(); at += type.blockBytes()) {
            float value = (float) random.nextGaussian() * 0.05f;
            switch (type) {
                case F32 -> data.set(ValueLayout.JAVA_FLOAT_UNALIGNED, at, value);
                case BF16 -> setShort(data, at, Float.floatToRawIntBits(value) >>> 16);
                case F16 -> setShort(data, at, Float.floatToFloat16(value));
                default -> {
                    for (int i = 0; i < type.blockBytes(); i++) {
                        data.set(ValueLayout.JAVA_BYTE, at + i, (byte) random.nextInt());
                    }
                    setShort(data, at, Float.floatToFloat16(value));
                    if (type == WeightType.Q4_1) {
                        setShort(data, at + 2, Float.floatToFloat16(-8 * value));
                    }
                }
            }
        }
        return new TensorView("random", type, ROWS, COLUMNS, data);
    }

    private static void setShort(MemorySegment data, long at, int bits) {
        data.set(ValueLayout.JAVA_SHORT_UNALIGNED, at, (short) bits);
    }
}
