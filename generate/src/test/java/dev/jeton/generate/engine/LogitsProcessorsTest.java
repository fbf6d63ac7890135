package dev.jeton.generate.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jeton.generate.GenerateException;
import dev.jeton.generate.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class LogitsProcessorsTest {
    private static final Set<String> SUPPORTED =
            Set.of("temperature", "top_k", "top_p", "min_p", "repetition_penalty");
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void processorsGiveTheScoresOfTransformers() throws IOException {
        int checked = 0;
        for (String line : Files.readAllLines(Golden.decoders("generation/processors.jsonl"))) {
            JsonNode row = JSON.readTree(line);
            String option = row.path("option").asText();
            if (SUPPORTED.contains(option)) {
                float[] scores = floats(row.get("scores"));
                int[] ids = JSON.convertValue(row.get("input_ids"), int[].class);
                LogitsProcessors.create(option, numbers(row.get("args")))
                        .apply(scores, ids, ids.length);
                float[] expected = floats(row.get("expected"));
                if (option.equals("top_p") && cutsAmongEqualScores(row)) {
                    // The sort of torch is not stable: which of equal scores stay is its affair.
                    Arrays.sort(expected);
                    Arrays.sort(scores);
                }
                assertScores(expected, scores, option + " " + row.get("id"));
                checked++;
            }
        }
        assertEquals(90, checked);
    }

    @Test
    void chainsGiveTheScoresOfTransformers() throws IOException {
        int checked = 0;
        for (String line : Files.readAllLines(Golden.decoders("generation/chains.jsonl"))) {
            JsonNode row = JSON.readTree(line);
            Map<String, Number> options = numbers(row.get("options"));
            int beams = options.containsKey("num_beams") ? 2 : 1;
            options.remove("num_beams");
            if (SUPPORTED.containsAll(options.keySet()) && row.path("options").size() > 1) {
                float[] scores = floats(row.get("scores"));
                int[] ids = JSON.convertValue(row.get("input_ids"), int[].class);
                boolean sample = row.path("options").path("do_sample").asBoolean();
                int keep = beams == 1 ? 1 : 1 + Math.max(1, row.path("eos_token_id").size());
                for (LogitsProcessor one : LogitsProcessors.chain(options, sample, keep)) {
                    one.apply(scores, ids, ids.length);
                }
                assertScores(floats(row.get("expected")), scores, row.get("options").toString());
                double[] probabilities = LogitsProcessors.probabilities(scores);
                float[] expected = floats(row.get("probabilities"));
                for (int i = 0; i < expected.length; i++) {
                    assertEquals(expected[i], probabilities[i], 1e-6);
                }
                checked++;
            }
        }
        assertEquals(10, checked);
    }

    @Test
    void othersAreRefusedByName() {
        assertMessage(
                "generation option typical_p is not supported yet. Supported: repetition_penalty,"
                        + " temperature, top_k, top_p, min_p.",
                () -> LogitsProcessors.create("typical_p", Map.of("mass", 0.5)));
        assertMessage(
                "generation option num_beams is not supported yet. Supported: repetition_penalty,"
                        + " temperature, top_k, top_p, min_p.",
                () -> LogitsProcessors.chain(Map.of("num_beams", 3), true, 1));
        assertMessage(
                "generation option top_k: argument filter_value is not supported yet.",
                () -> LogitsProcessors.create("top_k", Map.of("filter_value", 1)));
    }

    @Test
    void topPOverALargeVocabularyEqualsASortOfAll() {
        Random random = new Random(5);
        float[] scores = new float[20_000];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = (float) (4 * random.nextGaussian());
        }
        double[] probabilities = LogitsProcessors.probabilities(scores);
        List<Integer> ascending =
                IntStream.range(0, scores.length)
                        .boxed()
                        .sorted((a, b) -> Double.compare(probabilities[a], probabilities[b]))
                        .toList();
        float[] filtered = scores.clone();
        LogitsProcessors.create("top_p", Map.of("top_p", 0.9)).apply(filtered, new int[0], 0);
        double sum = 0;
        for (int i = 0; i < ascending.size(); i++) {
            int id = ascending.get(i);
            sum += probabilities[id];
            boolean kept = filtered[id] != Float.NEGATIVE_INFINITY;
            assertEquals(sum > (float) 0.1 || i == ascending.size() - 1, kept);
        }
    }

    private static boolean cutsAmongEqualScores(JsonNode row) {
        Set<Float> kept = new HashSet<>();
        Set<Float> removed = new HashSet<>();
        float[] scores = floats(row.get("scores"));
        float[] expected = floats(row.get("expected"));
        for (int i = 0; i < scores.length; i++) {
            (Float.isInfinite(expected[i]) ? removed : kept).add(scores[i]);
        }
        return !Collections.disjoint(kept, removed);
    }

    private static void assertMessage(String message, Executable call) {
        assertEquals(message, assertThrows(GenerateException.class, call).getMessage());
    }

    private static Map<String, Number> numbers(JsonNode object) {
        Map<String, Number> numbers = new HashMap<>();
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            if (entry.getValue().isNumber()) {
                numbers.put(entry.getKey(), entry.getValue().numberValue());
            } else if (!entry.getKey().equals("do_sample")) {
                numbers.put("not a number: " + entry.getKey(), 0);
            }
        }
        return numbers;
    }

    private static float[] floats(JsonNode array) {
        float[] values = new float[array.size()];
        for (int i = 0; i < values.length; i++) {
            JsonNode value = array.get(i);
            values[i] =
                    value.isNumber()
                            ? value.floatValue()
                            : Float.parseFloat(
                                    value.asText()
                                            .replace("inf", "Infinity")
                                            .replace("nan", "NaN"));
        }
        return values;
    }

    private static void assertScores(float[] expected, float[] actual, String what) {
        assertEquals(expected.length, actual.length, what);
        for (int i = 0; i < actual.length; i++) {
            if (Float.isFinite(expected[i])) {
                double bound = 1e-5 * Math.max(1e-30, Math.abs(expected[i]));
                assertTrue(Math.abs(expected[i] - actual[i]) <= bound, what + " element " + i);
            } else {
                assertEquals(expected[i], actual[i], what + " element " + i);
            }
        }
    }
}
