package dev.jeton.generate.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jeton.generate.GenerateException;
import dev.jeton.generate.weights.TensorView;
import dev.jeton.generate.weights.WeightType;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PackedMatrixTest {
    private final long seed = Long.getLong("tests.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Arena arena = Arena.ofConfined();

    @AfterEach
    void close() {
        arena.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F16", "BF16", "Q8_0", "Q4_0", "Q4_1"})
    void oneTokenEqualsADoubleLoop(WeightType type) {
        for (int rows : new int[] {1, 7, 32, 33, 100}) {
            check(type, rows, 1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F16", "BF16", "Q8_0", "Q4_0", "Q4_1"})
    void severalTokensEqualADoubleLoop(WeightType type) {
        for (int tokens = 2; tokens <= 14; tokens++) {
            check(type, 45, tokens);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F16", "BF16", "Q8_0", "Q4_0", "Q4_1"})
    void aTokenHasTheSameBitsAloneAndInCompany(WeightType type) {
        int columns = 352;
        TensorView tensor = TestWeights.random(type, 70, columns, random);
        PackedMatrix matrix = pack(tensor);
        float[] x = inputs(13 * columns);
        float[] together = multiply(matrix, x, 13);
        for (int t = 0; t < 13; t++) {
            float[] own = new float[columns];
            System.arraycopy(x, t * columns, own, 0, columns);
            float[] alone = multiply(matrix, own, 1);
            for (int row = 0; row < 70; row++) {
                int at = t * matrix.paddedRows() + row;
                assertEquals(alone[row], together[at], () -> type + ", seed " + seed);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F16", "BF16", "Q8_0", "Q4_0", "Q4_1"})
    void packingInPartsAndInOneGoIsTheSame(WeightType type) {
        TensorView tensor = TestWeights.random(type, 150, 64, random);
        PackedMatrix parts = PackedMatrix.allocate(tensor, arena);
        for (int group = parts.groups() - 1; group >= 0; group--) {
            parts.pack(group, group + 1);
        }
        float[] x = inputs(64);
        assertArrayEquals(multiply(pack(tensor), x, 1), multiply(parts, x, 1));
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F16", "BF16", "Q8_0", "Q4_0", "Q4_1"})
    void unpackingGivesTheNumbersOfTheFileBack(WeightType type) {
        int columns = 64;
        TensorView tensor = TestWeights.random(type, 40, columns, random);
        PackedMatrix matrix = pack(tensor);
        // A unit vector picks one column, so nothing is rounded but scale x q + minimum.
        for (int column = 0; column < columns; column++) {
            float[] x = new float[columns];
            x[column] = 1;
            float[] y = multiply(matrix, x, 1);
            for (int row = 0; row < 40; row++) {
                float expected = (float) TestWeights.value(tensor, row, column);
                assertEquals(expected, y[row], Math.ulp(expected) * 8, () -> type + " " + seed);
            }
        }
    }

    @Test
    void aScaleThatIsNotFiniteIsRefused() {
        for (WeightType type : new WeightType[] {WeightType.Q8_0, WeightType.Q4_1}) {
            TensorView tensor = TestWeights.random(type, 3, 64, random);
            long at = 2 * tensor.rowBytes() + type.blockBytes();
            tensor.data().set(ValueLayout.JAVA_SHORT_UNALIGNED, at, (short) 0x7C00);
            GenerateException e = assertThrows(GenerateException.class, () -> pack(tensor));
            assertEquals(
                    "tensor test."
                            + type
                            + ": the scale of row 2, block 1 is not a finite number. The file is"
                            + " damaged.",
                    e.getMessage());
        }
    }

    private void check(WeightType type, int rows, int tokens) {
        int columns =
                type.blockElements() == 1 ? 1 + random.nextInt(600) : 32 * (1 + random.nextInt(20));
        TensorView tensor = TestWeights.random(type, rows, columns, random);
        PackedMatrix matrix = pack(tensor);
        float[] x = inputs(tokens * columns);
        float[] y = multiply(matrix, x, tokens);
        for (int t = 0; t < tokens; t++) {
            for (int row = 0; row < rows; row++) {
                double sum = 0;
                double magnitude = 0;
                for (int i = 0; i < columns; i++) {
                    double product = TestWeights.value(tensor, row, i) * x[t * columns + i];
                    sum += product;
                    magnitude += Math.abs(product);
                }
                double error = Math.abs(sum - y[t * matrix.paddedRows() + row]);
                assertTrue(
                        error <= 2e-6 * magnitude + 1e-30,
                        () -> type + " " + columns + " columns, error " + error + ", seed " + seed);
            }
        }
    }

    private PackedMatrix pack(TensorView tensor) {
        PackedMatrix matrix = PackedMatrix.allocate(tensor, arena);
        matrix.pack(0, matrix.groups());
        return matrix;
    }

    private float[] inputs(int count) {
        float[] x = new float[count];
        for (int i = 0; i < count; i++) {
            x[i] = (float) random.nextGaussian();
        }
        return x;
    }

    private static float[] multiply(PackedMatrix matrix, float[] x, int tokens) {
        Activations activations = new Activations(matrix.order, matrix.columns, tokens);
        activations.layout(tokens);
        for (int t = 0; t < tokens; t++) {
            activations.set(t, x, t * matrix.columns);
        }
        float[] y = new float[tokens * matrix.paddedRows()];
        Scratch scratch = new Scratch(matrix.columns, tokens, 1, 1);
        matrix.multiply(0, matrix.groups(), activations, tokens, y, matrix.paddedRows(), scratch);
        return y;
    }
}
