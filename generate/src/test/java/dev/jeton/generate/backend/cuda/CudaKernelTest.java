package dev.jeton.generate.backend.cuda;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jeton.generate.GenerateException;
import dev.jeton.generate.backend.cpu.TestWeights;
import dev.jeton.generate.backend.cuda.Kernels.Mode;
import dev.jeton.generate.ffi.CudaDriver;
import dev.jeton.generate.ffi.EmulatedDriver;
import dev.jeton.generate.weights.TensorView;
import dev.jeton.generate.weights.WeightType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Kernels alone against loops in double, over shapes that are multiples of nothing. */
class CudaKernelTest {
    private final long seed = Long.getLong("tests.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Arena arena = Arena.ofShared();
    private CudaDriver driver;
    private DeviceMemory memory;
    private long stream;
    private Kernels kernels;

    @BeforeEach
    void open() {
        EmulatedDriver.reset();
        EmulatedDriver.setOrder(EmulatedDriver.Order.RANDOM, seed);
        driver = EmulatedDriver.library().driver();
        memory = new DeviceMemory(driver);
        memory.context(1);
        stream = memory.stream();
        kernels = new Kernels(driver, memory, stream, arena);
    }

    @AfterEach
    void nothingIsLeft() {
        memory.close();
        arena.close();
        assertEquals(0, EmulatedDriver.live());
    }

    @ParameterizedTest
    @EnumSource(
            value = WeightType.class,
            names = {"F32", "F16", "BF16", "Q8_0", "Q4_0", "Q4_1"})
    void productsEqualADoubleLoop(WeightType type) {
        for (int tokens : new int[] {1, 2, 7, 8, 9, 17}) {
            int rows = 1 + random.nextInt(40);
            int columns = columns(type);
            TensorView tensor = TestWeights.random(type, rows, columns, random);
            float[] bias = numbers(rows);
            float[] x = numbers(tokens * columns);
            float[] y = multiply(tensor, bias, x, tokens, Mode.STORE);
            for (int t = 0; t < tokens; t++) {
                for (int row = 0; row < rows; row++) {
                    double sum = bias[row];
                    double magnitude = Math.abs(sum);
                    for (int i = 0; i < columns; i++) {
                        double product = TestWeights.value(tensor, row, i) * x[t * columns + i];
                        sum += product;
                        magnitude += Math.abs(product);
                    }
                    double error = Math.abs(sum - y[t * rows + row]);
                    assertTrue(
                            error <= 2e-6 * magnitude + 1e-30,
                            () -> type + " " + columns + " columns, " + error + ", seed " + seed);
                }
            }
        }
    }

    @Test
    void theResidualIsAddedAndGatesAreApplied() {
        TensorView tensor = TestWeights.random(WeightType.F32, 14, 37, random);
        float[] x = numbers(3 * 37);
        float[] bias = numbers(14);
        float[] plain = multiply(tensor, bias, x, 3, Mode.STORE);
        float[] added = multiply(tensor, bias, x, 3, Mode.ADD);
        float[] gated = multiply(tensor, bias, x, 3, Mode.GATE);
        for (int t = 0; t < 3; t++) {
            for (int row = 0; row < 14; row++) {
                assertEquals(plain[t * 14 + row] + 1, added[t * 14 + row], 1e-6);
            }
            for (int row = 0; row < 7; row++) {
                double gate = plain[t * 14 + row];
                double expected = gate / (1 + Math.exp(-gate)) * plain[t * 14 + 7 + row];
                assertEquals(expected, gated[t * 14 + row], 1e-6);
            }
        }
    }

    @Test
    void normsEqualADoubleLoop() {
        int columns = 1 + random.nextInt(700);
        int width = WeightFormat.width(columns);
        float[] x = new float[3 * width];
        for (int i = 0; i < 3 * columns; i++) {
            x[i / columns * width + i % columns] = (float) random.nextGaussian();
        }
        float[] weight = numbers(columns);
        long out = memory.allocate(4L * x.length);
        kernels.norm(upload(x), 0, upload(weight), out, new Kernels.Sizes(3, columns, 1e-5f));
        float[] y = download(out, x.length);
        for (int t = 0; t < 3; t++) {
            double squares = 0;
            for (int i = 0; i < columns; i++) {
                squares += (double) x[t * width + i] * x[t * width + i];
            }
            for (int i = 0; i < columns; i++) {
                double expected =
                        x[t * width + i] / Math.sqrt(squares / columns + 1e-5) * weight[i];
                assertEquals(expected, y[t * width + i], 1e-6 * Math.abs(expected));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = WeightType.class,
            names = {"F32", "F16", "BF16", "Q8_0", "Q4_0", "Q4_1", "Q5_0", "Q6_K"})
    void packedRowsHaveTheValuesOfTheFileBitForBit(WeightType type) {
        int columns = type.blockElements() == 256 ? 512 : columns(type);
        TensorView tensor = anyBits(type, 5, columns);
        DeviceMatrix matrix = load(tensor);
        long ids = memory.allocate(8);
        driver.copyToDevice(ids, arena.allocateFrom(ValueLayout.JAVA_INT, 4, 1), stream);
        long out = memory.allocate(8L * matrix.width());
        kernels.embed(matrix, ids, out, 2);
        float[] rows = download(out, 2 * matrix.width());
        float[] expected = new float[columns];
        for (int i = 0; i < 2; i++) {
            tensor.readRow(i == 0 ? 4 : 1, expected, 0);
            for (int c = 0; c < columns; c++) {
                assertEquals(expected[c], rows[i * matrix.width() + c], type + ", seed " + seed);
            }
        }
    }

    @Test
    void aScaleThatIsNotFiniteIsRefused() {
        TensorView tensor = TestWeights.random(WeightType.Q4_1, 3, 64, random);
        long at = 2 * tensor.rowBytes() + WeightType.Q4_1.blockBytes();
        tensor.data().set(ValueLayout.JAVA_SHORT_UNALIGNED, at, (short) 0x7C00);
        GenerateException e = assertThrows(GenerateException.class, () -> load(tensor));
        assertEquals(
                "tensor test.Q4_1: the scale of row 2, block 1 is not a finite number. The file is"
                        + " damaged.",
                e.getMessage());
    }

    private TensorView anyBits(WeightType type, int rows, int columns) {
        if (type.blockElements() <= 32 && type != WeightType.Q5_0) {
            return TestWeights.random(type, rows, columns, random);
        }
        MemorySegment data = arena.allocate(rows * type.bytes(columns));
        return new TensorView("test", type, rows, columns, data.fill((byte) 0x2A));
    }

    private int columns(WeightType type) {
        return type.blockElements() == 1 ? 1 + random.nextInt(300) : 32 * (1 + random.nextInt(9));
    }

    private DeviceMatrix load(TensorView tensor) {
        WeightArena weights = new WeightArena();
        long at = weights.matrix(List.of(tensor));
        weights.base(memory.allocate(weights.bytes()));
        // Buffers of a few rows, so that a matrix needs several of them.
        try (UploadRing ring =
                new UploadRing(driver, stream, weights.bytes() / 3, weights.largestRow())) {
            weights.upload(ring);
        }
        return DeviceMatrix.at(weights.address(at), List.of(tensor));
    }

    /** The outputs; those of a sum begin at 1. */
    private float[] multiply(TensorView tensor, float[] bias, float[] x, int tokens, Mode mode) {
        DeviceMatrix matrix = load(tensor);
        int columns = tensor.columns();
        float[] padded = new float[tokens * matrix.width()];
        for (int i = 0; i < x.length; i++) {
            padded[i / columns * matrix.width() + i % columns] = x[i];
        }
        float[] ones = new float[tokens * tensor.rows()];
        Arrays.fill(ones, 1);
        long out = upload(ones);
        Projection.Part part = new Projection.Part(matrix, upload(bias), 0);
        kernels.multiply(part, upload(padded), out, tensor.rows(), tokens, mode);
        return download(out, ones.length);
    }

    private float[] numbers(int count) {
        float[] x = new float[count];
        for (int i = 0; i < count; i++) {
            x[i] = (float) random.nextGaussian();
        }
        return x;
    }

    private long upload(float[] values) {
        long address = memory.allocate(4L * values.length);
        driver.copyToDevice(address, arena.allocateFrom(JAVA_FLOAT, values), stream);
        return address;
    }

    private float[] download(long address, int count) {
        MemorySegment out = arena.allocate(JAVA_FLOAT, count);
        driver.copyToHost(out, address, stream);
        driver.synchronize(stream);
        return out.toArray(JAVA_FLOAT);
    }
}
