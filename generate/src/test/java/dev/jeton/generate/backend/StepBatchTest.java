package dev.jeton.generate.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jeton.generate.Golden;
import dev.jeton.generate.backend.reference.ReferenceBackend;
import dev.jeton.generate.weights.ModelWeights;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every runner must do with batches; run on the oracle. */
class StepBatchTest {
    @Test
    void sequencesInOneStepDoNotTouchEachOther() {
        try (ModelWeights weights = ModelWeights.open(Golden.decoders("llama"));
                Runner runner = open(weights)) {
            int[] first = {5, 6, 7, 8, 9};
            int[] second = {100, 200, 300};
            int[] firstPages = {3};
            int[] secondPages = {0};
            float[] alone = runner.step(StepBatch.of(first, 0, firstPages, false)).logits(4);
            float[] other = runner.step(StepBatch.of(second, 0, secondPages, false)).logits(2);

            // Both prompts at once, on other pages, in a mixed order of pages.
            BitSet want = new BitSet();
            want.set(4);
            want.set(7);
            StepResult both =
                    runner.step(
                            new StepBatch(
                                    new int[] {5, 6, 7, 8, 9, 100, 200, 300},
                                    new int[] {0, 1, 2, 3, 4, 0, 1, 2},
                                    new int[] {0, 5, 8},
                                    new int[][] {{2}, {1}},
                                    new int[] {5, 3},
                                    want,
                                    List.of()));
            assertArrayEquals(alone, both.logits(4));
            assertArrayEquals(other, both.logits(7));
            assertThrows(IllegalArgumentException.class, () -> both.logits(0));
        }
    }

    @Test
    void copiedPagesContinueASequence() {
        try (ModelWeights weights = ModelWeights.open(Golden.decoders("llama"));
                Runner runner = open(weights)) {
            runner.step(StepBatch.of(new int[] {5, 6, 7}, 0, new int[] {0}, false));
            runner.copyPages(new int[] {0}, new int[] {2});
            int[] next = {8};
            float[] original = runner.step(StepBatch.of(next, 3, new int[] {0}, false)).logits(0);
            float[] copy = runner.step(StepBatch.of(next, 3, new int[] {2}, false)).logits(0);
            assertArrayEquals(original, copy);
        }
    }

    @Test
    void sizesThatDoNotFitAreRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        new StepBatch(
                                new int[] {1, 2},
                                new int[] {0},
                                new int[] {0, 2},
                                new int[][] {{0}},
                                new int[] {2},
                                new BitSet(),
                                List.of()));
    }

    private static Runner open(ModelWeights weights) {
        RunnerConfig config = RunnerConfig.of(64).withThreads(2);
        return new ReferenceBackend().open(weights.spec(), weights.params(), config);
    }
}
