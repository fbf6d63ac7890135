package dev.jeton.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jeton.generate.ChatModel;
import dev.jeton.generate.GenerateOptions;
import dev.jeton.generate.GenerationListener;
import dev.jeton.generate.GenerationResult;
import dev.jeton.generate.StopReason;
import dev.jeton.templates.ChatMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Whole chats with a real model: templated, answered, stopped; a growing chat reads only the new.
 */
class SmolLm2ChatTest {
    private static final Path CHATS = Path.of("../testdata/decoders/smollm2/chats.jsonl");
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void chatIsTemplatedAnsweredAndStopped() throws IOException {
        try (ChatModel model = ChatModel.builder(SmolLm2.file()).contextLength(512).build()) {
            for (String line : Files.readAllLines(CHATS)) {
                JsonNode chat = JSON.readTree(line);
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
        try (ChatModel model = ChatModel.builder(SmolLm2.file()).contextLength(512).build()) {
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

    private static int[] ints(JsonNode array) {
        return JSON.convertValue(array, int[].class);
    }
}
