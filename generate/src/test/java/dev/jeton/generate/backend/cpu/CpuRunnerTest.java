package dev.jeton.generate.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jeton.generate.Golden;
import dev.jeton.generate.backend.GoldenReplay;
import dev.jeton.generate.backend.Runner;
import dev.jeton.generate.backend.RunnerConfig;
import dev.jeton.generate.backend.StepBatch;
import dev.jeton.generate.weights.ModelWeights;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bits that must not depend on how the work is cut up. */
class CpuRunnerTest {
    private static final int LENGTH = 41;

    private final ModelWeights weights = ModelWeights.open(Golden.decoders("llama"));
    private final int[] prompt = new int[LENGTH];

    CpuRunnerTest() {
        Arrays.setAll(prompt, i -> (i * 7 + 3) % weights.spec().vocabulary());
    }

    @AfterEach
    void close() {
        weights.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5})
    void theNumberOfThreadsChangesNoBit(int threads) {
        try (Runner one = open(1);
                Runner several = open(threads)) {
            assertArrayEquals(
                    lastLogits(one, LENGTH, GoldenReplay.allPages(one)),
                    lastLogits(several, LENGTH, GoldenReplay.allPages(several)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 16, 40})
    void aPromptInChunksHasTheBitsOfAWholeOne(int chunk) {
        try (Runner whole = open(2);
                Runner parts = open(2)) {
            assertArrayEquals(
                    lastLogits(whole, LENGTH, GoldenReplay.allPages(whole)),
                    lastLogits(parts, chunk, GoldenReplay.allPages(parts)));
        }
    }

    @Test
    void aSequenceHasTheSameBitsAloneAndInCompany() {
        try (Runner alone = open(2);
                Runner together = open(2)) {
            float[] expected = lastLogits(alone, LENGTH, new int[] {0, 1, 2});
            int[] tokens = Arrays.copyOf(prompt, LENGTH + 3);
            int[] positions = new int[LENGTH + 3];
            for (int i = 0; i < tokens.length; i++) {
                positions[i] = i < LENGTH ? i : i - LENGTH;
            }
            BitSet want = new BitSet();
            want.set(LENGTH - 1);
            StepBatch batch =
                    new StepBatch(
                            tokens,
                            positions,
                            new int[] {0, LENGTH, LENGTH + 3},
                            new int[][] {{9, 4, 7}, {2}},
                            new int[] {LENGTH, 3},
                            want,
                            List.of());
            assertArrayEquals(expected, together.step(batch).logits(LENGTH - 1));
        }
    }

    @Test
    void copiedPagesContinueAsTheOriginalOnes() {
        try (Runner runner = open(2)) {
            lastLogits(runner, LENGTH, new int[] {0, 1, 2});
            runner.copyPages(new int[] {0, 1, 2}, new int[] {5, 4, 3});
            StepBatch original = StepBatch.of(new int[] {1}, LENGTH, new int[] {0, 1, 2}, false);
            StepBatch copy = StepBatch.of(new int[] {1}, LENGTH, new int[] {5, 4, 3}, false);
            float[] expected = runner.step(original).logits(0).clone();
            assertArrayEquals(expected, runner.step(copy).logits(0));
        }
    }

    @Test
    void aTokenThatIsNotThereIsRefused() {
        try (Runner runner = open(1)) {
            int[] pages = GoldenReplay.allPages(runner);
            IllegalArgumentException e =
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> runner.step(StepBatch.of(new int[] {-5}, 0, pages, false)));
            assertEquals(
                    "token -5 is not in the vocabulary of " + weights.spec().vocabulary() + ".",
                    e.getMessage());
        }
    }

    @Test
    void aStepThatIsTooLargeIsRefused() {
        RunnerConfig config = RunnerConfig.of(64).withThreads(1).withMaxBatchTokens(8);
        try (Runner runner = new CpuBackend().open(weights.spec(), weights.params(), config)) {
            int[] pages = GoldenReplay.allPages(runner);
            IllegalArgumentException e =
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> runner.step(StepBatch.of(prompt, 0, pages, false)));
            assertEquals("41 tokens in a step. Expected at most 8.", e.getMessage());
        }
    }

    @Test
    void aClosedRunnerSaysSo() {
        Runner runner = open(2);
        int[] pages = GoldenReplay.allPages(runner);
        runner.close();
        runner.close();
        assertThrows(
                IllegalStateException.class,
                () -> runner.step(StepBatch.of(prompt, 0, pages, false)));
    }

    @Test
    void descriptionNamesThreadsAndWidth() {
        try (Runner runner = open(2)) {
            String text = runner.description();
            assertTrue(text.contains("2 threads") && text.contains("bits"), text);
        }
    }

    private Runner open(int threads) {
        RunnerConfig config = RunnerConfig.of(256).withThreads(threads);
        return new CpuBackend().open(weights.spec(), weights.params(), config);
    }

    private float[] lastLogits(Runner runner, int chunk, int[] pages) {
        float[] logits = new float[0];
        for (int at = 0; at < LENGTH; at += chunk) {
            int[] part = Arrays.copyOfRange(prompt, at, Math.min(LENGTH, at + chunk));
            logits = runner.step(StepBatch.of(part, at, pages, false)).logits(part.length - 1);
        }
        return logits.clone();
    }
}
