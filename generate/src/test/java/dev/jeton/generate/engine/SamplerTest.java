package dev.jeton.generate.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jeton.generate.GenerateException;
import dev.jeton.generate.GenerateOptions;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class SamplerTest {
    private static final int DRAWS = 20_000;
    private static final int[] NO_IDS = {};

    @Test
    void greedyTakesTheLowestIdOnTies() {
        Sampler greedy = new Sampler(GenerateOptions.defaults());
        assertEquals(1, greedy.choose(new float[] {1, 3, 3, 2}, NO_IDS, 0));
        assertEquals(0, greedy.choose(new float[] {5, 5}, NO_IDS, 0));
        float[] infinite = {Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY};
        assertEquals(0, greedy.choose(infinite, NO_IDS, 0));
    }

    @Test
    void notANumberIsNeverChosenAndAloneIsAnError() {
        Sampler greedy = new Sampler(GenerateOptions.defaults());
        assertEquals(2, greedy.choose(new float[] {Float.NaN, 1, 2}, NO_IDS, 0));
        String expected =
                "the model's logits are not numbers: its weights are damaged, or the precision is"
                        + " too low for it.";
        float[] bad = {Float.NaN, Float.NaN};
        GenerateException e =
                assertThrows(GenerateException.class, () -> greedy.choose(bad, NO_IDS, 0));
        assertEquals(expected, e.getMessage());
        Sampler drawing = new Sampler(GenerateOptions.builder().temperature(1).build());
        e = assertThrows(GenerateException.class, () -> drawing.choose(bad, NO_IDS, 0));
        assertEquals(expected, e.getMessage());
    }

    @Test
    void drawsFollowTheProbabilities() {
        float[] logits = {0, (float) Math.log(2), (float) Math.log(5), -50};
        int[] counts = draw(logits, GenerateOptions.builder().temperature(1).seed(1).build());
        assertEquals(DRAWS / 8.0, counts[0], 4 * Math.sqrt(DRAWS / 8.0));
        assertEquals(DRAWS / 4.0, counts[1], 4 * Math.sqrt(DRAWS / 4.0));
        assertEquals(DRAWS * 5 / 8.0, counts[2], 4 * Math.sqrt(DRAWS * 5 / 8.0));
        assertEquals(0, counts[3]);
    }

    @Test
    void cutsAreObeyed() {
        float[] logits = {0, 1, 2, 3, 3};
        assertOnly(draw(logits, sampling().topK(1).build()), 3, 4);
        assertOnly(draw(logits, sampling().topK(3).build()), 2, 3, 4);
        assertOnly(draw(logits, sampling().topP(0).build()), 4);
        assertOnly(draw(logits, sampling().topP(0.5).build()), 3, 4);
        assertOnly(draw(logits, sampling().minP(0.2).build()), 2, 3, 4);
    }

    @Test
    void drawDependsOnSeedAndPositionOnly() {
        GenerateOptions options = GenerateOptions.builder().temperature(1).seed(42).build();
        int[] first = sequence(options);
        assertTrue(Arrays.equals(first, sequence(options)));
        assertTrue(!Arrays.equals(first, sequence(options.toBuilder().seed(43).build())));
        double sum = 0;
        for (int i = 0; i < DRAWS; i++) {
            double value = Sampler.uniform(i, 3);
            assertTrue(value >= 0 && value < 1);
            sum += value;
        }
        assertEquals(0.5, sum / DRAWS, 0.01);
    }

    @Test
    void repetitionPenaltyActsOnGreedyChoice() {
        Sampler sampler = new Sampler(GenerateOptions.builder().repetitionPenalty(2).build());
        assertEquals(1, sampler.choose(new float[] {3, 2}, new int[] {0, 0, 9}, 2));
        assertEquals(1, sampler.choose(new float[] {-1, -1.5f}, new int[] {0}, 1));
    }

    @Test
    void wrongOptionsAreNamed() {
        assertOption(
                "maxNewTokens is 0, expected 1 or more.",
                () -> GenerateOptions.builder().maxNewTokens(0));
        assertOption(
                "temperature is -1.0, expected 0 or more.",
                () -> GenerateOptions.builder().temperature(-1));
        assertOption(
                "temperature is NaN, expected 0 or more.",
                () -> GenerateOptions.builder().temperature(Double.NaN));
        assertOption(
                "topK is -1, expected 0 (off) or more.", () -> GenerateOptions.builder().topK(-1));
        assertOption("topP is 1.5, expected 0 to 1.", () -> GenerateOptions.builder().topP(1.5));
        assertOption("minP is -0.5, expected 0 to 1.", () -> GenerateOptions.builder().minP(-0.5));
        assertOption(
                "repetitionPenalty is 0.0, expected more than 0.",
                () -> GenerateOptions.builder().repetitionPenalty(0));
        assertOption(
                "stopTokenIds is -3, expected ids of 0 or more.",
                () -> GenerateOptions.builder().stopTokenIds(-3));
        assertOption(
                "stopStrings is \"\", expected texts that are not empty.",
                () -> GenerateOptions.builder().stopStrings(List.of("")));
    }

    private static void assertOption(String message, Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }

    private static GenerateOptions.Builder sampling() {
        return GenerateOptions.builder().temperature(1).seed(7);
    }

    private static int[] sequence(GenerateOptions options) {
        Sampler sampler = new Sampler(options);
        int[] ids = new int[50];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = sampler.choose(new float[100], NO_IDS, i);
        }
        return ids;
    }

    private static int[] draw(float[] logits, GenerateOptions options) {
        Sampler sampler = new Sampler(options);
        int[] counts = new int[logits.length];
        for (int i = 0; i < DRAWS; i++) {
            counts[sampler.choose(logits.clone(), NO_IDS, i)]++;
        }
        return counts;
    }

    private static void assertOnly(int[] counts, Integer... ids) {
        for (int i = 0; i < counts.length; i++) {
            assertEquals(Arrays.asList(ids).contains(i), counts[i] > 0, "token " + i);
        }
    }
}
