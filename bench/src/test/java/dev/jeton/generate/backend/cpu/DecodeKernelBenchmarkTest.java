package dev.jeton.generate.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jeton.generate.weights.WeightType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecodeKernelBenchmarkTest {
    @ParameterizedTest
    @CsvSource({"Q4_1,1", "Q4_1,5", "Q4_0,1", "Q8_0,1", "Q8_0,64", "F16,4", "BF16,1", "F32,4"})
    void computesWhatItMeasures(WeightType type, int tokens) {
        DecodeKernelBenchmark benchmark = new DecodeKernelBenchmark();
        benchmark.type = type;
        benchmark.tokens = tokens;
        benchmark.open();
        DecodeKernelBenchmark.Work work = new DecodeKernelBenchmark.Work();
        float[] output = benchmark.multiply(work);
        assertEquals(1536L * 576 * tokens, work.products);
        for (int row = 0; row < 1536; row += 77) {
            for (int token = 0; token < tokens; token++) {
                double[] expected = benchmark.expected(row, token);
                float actual = output[output.length / tokens * token + row];
                assertEquals(expected[0], actual, expected[1], type + " row " + row);
            }
        }
        benchmark.close();
    }
}
