package dev.jeton.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.jeton.generate.backend.Backend;
import dev.jeton.generate.backend.BackendRegistry;
import dev.jeton.generate.backend.GoldenReplay;
import dev.jeton.generate.backend.Runner;
import dev.jeton.generate.backend.RunnerConfig;
import dev.jeton.generate.backend.StepBatch;
import dev.jeton.generate.weights.ModelWeights;
import dev.jeton.templates.ChatMessage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A real model, if its file is there: {@code -Djeton.smollm2=FILE}, or where {@code jeton models
 * fetch} puts it.
 */
@EnabledIf(value = "modelIsThere", disabledReason = "the model SmolLM2 was not fetched")
class SmolLm2Test {
    private static final String FILE = "SmolLM2-135M-Instruct.Q4_1.gguf";
    private static final double BOUND = 1e-3;

    static boolean modelIsThere() {
        return Files.isRegularFile(model());
    }

    private static Path model() {
        String given = System.getProperty("jeton.smollm2", "");
        if (!given.isEmpty()) {
            return Path.of(given);
        }
        Map<String, String> environment = System.getenv();
        Path cache = Path.of(System.getProperty("user.home"), ".cache", "jeton");
        if (environment.containsKey("XDG_CACHE_HOME")) {
            cache = Path.of(environment.get("XDG_CACHE_HOME"), "jeton");
        }
        if (environment.containsKey("JETON_CACHE")) {
            cache = Path.of(environment.get("JETON_CACHE"));
        }
        return cache.resolve("models").resolve("smollm2-135m-instruct").resolve(FILE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "reference"})
    void greedyTokensAndLogitsAreThoseOfTransformers(String device) throws IOException {
        Backend backend = BackendRegistry.services().choose(device).backend();
        try (ModelWeights weights = ModelWeights.open(model())) {
            for (JsonNode chat : chats()) {
                try (Runner runner =
                        backend.open(weights.spec(), weights.params(), RunnerConfig.of(256))) {
                    // The oracle is slow; `jeton parity decoder` replays all of its steps.
                    check(chat, runner, device.equals("cpu") ? 64 : 12);
                }
            }
        }
    }

    @Test
    void chatIsTemplatedAnsweredAndStopped() throws IOException {
        try (ChatModel model = ChatModel.builder(model()).contextLength(512).build()) {
            for (JsonNode chat : chats()) {
                int[] greedy = ints(chat.path("transformers").path("greedy"));
                int end = chat.path("transformers").path("ends_at").asInt(-1);
                GenerateOptions options =
                        GenerateOptions.builder().maxNewTokens(end < 0 ? 40 : 64).build();
                List<String> pieces = new ArrayList<>();
                GenerationResult result = model.chat(messages(chat), options, pieces::add);
                int count = end < 0 ? 40 : end + 1;
                assertEquals(ints(chat.path("ids")).length, result.stats().promptTokens());
                assertArrayEquals(Arrays.copyOf(greedy, count), result.ids());
                assertEquals(
                        end < 0 ? StopReason.MAX_NEW_TOKENS : StopReason.END_TOKEN,
                        result.stopReason());
                assertEquals(result.text(), String.join("", pieces));
                assertTrue(chat.path("text").asText().startsWith(result.text()));
            }
        }
    }

    @Test
    void secondTurnReadsOnlyWhatIsNew() {
        try (ChatModel model = ChatModel.builder(model()).contextLength(512).build()) {
            GenerateOptions options = GenerateOptions.builder().maxNewTokens(16).build();
            List<ChatMessage> messages = new ArrayList<>();
            messages.add(ChatMessage.user("What is the capital of France?"));
            GenerationResult first = model.chat(messages, options, GenerationListener.NONE);
            assertEquals("The capital of France is Paris.", first.text());
            messages.add(ChatMessage.assistant(first.text()));
            messages.add(ChatMessage.user("And of Italy?"));
            GenerationResult second = model.chat(messages, options, GenerationListener.NONE);
            int cached = first.stats().promptTokens() + first.ids().length - 1;
            assertEquals(cached, second.stats().reusedTokens());
            model.reset();
            GenerationResult fresh = model.chat(messages, options, GenerationListener.NONE);
            assertArrayEquals(fresh.ids(), second.ids());
        }
    }

    private static void check(JsonNode chat, Runner runner, int count) {
        String name = chat.path("name").asText();
        int[] ids = ints(chat.path("ids"));
        int[] greedy = ints(chat.path("transformers").path("greedy"));
        JsonNode steps = chat.path("transformers").path("steps");
        int[] table = GoldenReplay.allPages(runner);
        float[] logits =
                runner.step(StepBatch.of(ids, 0, table, false)).logits(ids.length - 1).clone();
        for (int j = 0; j < count; j++) {
            JsonNode best = steps.path(j).path("ids");
            JsonNode expected = steps.path(j).path("logits");
            for (int k = 0; k < best.size(); k++) {
                double value = logits[best.path(k).asInt()];
                assertEquals(expected.path(k).asDouble(), value, BOUND, name + " step " + j);
            }
            double margin = expected.path(0).asDouble() - expected.path(1).asDouble();
            if (margin >= 2 * BOUND) {
                assertEquals(greedy[j], GoldenReplay.argmax(logits), name + " step " + j);
            }
            StepBatch next = StepBatch.of(new int[] {greedy[j]}, ids.length + j, table, false);
            logits = runner.step(next).logits(0).clone();
        }
    }

    private static List<ChatMessage> messages(JsonNode chat) {
        List<ChatMessage> messages = new ArrayList<>();
        for (JsonNode message : chat.path("messages")) {
            String content = message.path("content").asText();
            messages.add(
                    switch (message.path("role").asText()) {
                        case "system" -> ChatMessage.system(content);
                        case "assistant" -> ChatMessage.assistant(content);
                        default -> ChatMessage.user(content);
                    });
        }
        return messages;
    }

    private static List<JsonNode> chats() throws IOException {
        List<JsonNode> chats = new ArrayList<>();
        for (String line : Files.readAllLines(Golden.decoders("smollm2/chats.jsonl"))) {
            chats.add(new ObjectMapper().readTree(line));
        }
        return chats;
    }

    private static int[] ints(JsonNode array) {
        return new ObjectMapper().convertValue(array, int[].class);
    }
}
