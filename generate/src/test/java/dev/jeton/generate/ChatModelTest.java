package dev.jeton.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jeton.templates.ChatMessage;
import dev.jeton.templates.ChatTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ChatModelTest {
    private static final GenerateOptions SHORT =
            GenerateOptions.builder().maxNewTokens(8).obeyEndTokens(false).build();

    @Test
    void chatIsTemplatedAndStreamed() {
        try (ChatModel model = tiny().build()) {
            List<ChatMessage> messages = List.of(ChatMessage.user("Hello"));
            List<String> pieces = new ArrayList<>();
            GenerationResult result = model.chat(messages, SHORT, pieces::add);
            assertEquals(8, result.ids().length);
            assertEquals(result.text(), String.join("", pieces));
            assertFalse(pieces.contains(""));
            assertArrayEquals(
                    model.chat(messages, SHORT, GenerationListener.NONE).ids(), result.ids());
            assertTrue(result.stats().promptTokens() > 1);
        }
    }

    @Test
    void infoTellsWhatWasLoaded() {
        try (ChatModel model = tiny().contextLength(100).device("reference").build()) {
            ModelInfo info = model.info();
            assertEquals("llama", info.name());
            assertEquals("llama", info.architecture());
            assertEquals(86_352, info.parameters());
            assertEquals(100, info.contextLength());
            assertEquals("reference: plain Java in double precision, slow", info.device());
            assertTrue(info.endTokenIds().containsAll(Set.of(1)));
            assertTrue(model.report().complete());
        }
    }

    @Test
    void stopStringsEndWhereTransformersEnds() throws IOException {
        int checked = 0;
        for (String line : Files.readAllLines(Golden.decoders("generation/stops.jsonl"))) {
            if (line.isBlank()) {
                continue;
            }
            JsonNode row = new ObjectMapper().readTree(line);
            if (row.path("kind").asText().equals("generate")
                    && row.path("model").asText().equals("llama")) {
                List<String> stops = new ArrayList<>();
                row.path("stop_strings").forEach(stop -> stops.add(stop.asText()));
                GenerateOptions options =
                        GenerateOptions.builder()
                                .maxNewTokens(row.path("max_new_tokens").asInt())
                                .obeyEndTokens(false)
                                .stopStrings(stops)
                                .build();
                try (ChatModel model = tiny().device("reference").build()) {
                    int[] ids = model.generate(ints(row.path("prompt")), options, text -> {}).ids();
                    assertArrayEquals(ints(row.path("expected")), ids, line);
                }
                checked++;
            }
        }
        assertEquals(4, checked);
    }

    @Test
    void threadsWaitForOneAnother() {
        try (ChatModel model = tiny().build()) {
            int[] prompt = {5, 6, 7, 8};
            int[] alone = model.generate(prompt, SHORT, GenerationListener.NONE).ids();
            List<CompletableFuture<int[]>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                all.add(
                        CompletableFuture.supplyAsync(
                                () ->
                                        model.generate(prompt, SHORT, GenerationListener.NONE)
                                                .ids()));
            }
            all.forEach(one -> assertArrayEquals(alone, one.join()));
        }
    }

    @Test
    void closedModelSaysSo() {
        ChatModel model = tiny().build();
        model.close();
        model.close();
        IllegalStateException e =
                assertThrows(
                        IllegalStateException.class,
                        () -> model.generate(new int[] {1}, SHORT, GenerationListener.NONE));
        assertEquals("the model is closed.", e.getMessage());
    }

    @Test
    void wrongOptionsAreNamed() {
        GenerateException e =
                assertThrows(GenerateException.class, () -> tiny().contextLength(1000).build());
        assertEquals(
                "contextLength is 1000, the model was made for at most 256 tokens.",
                e.getMessage());
        assertEquals(
                "threads is 0, expected 1 or more.",
                assertThrows(IllegalArgumentException.class, () -> tiny().threads(0)).getMessage());
    }

    private static ChatModel.Builder tiny() {
        return ChatModel.builder(Golden.decoders("llama"))
                .threads(2)
                .chatTokenizer(ChatTokenizer.load(Golden.decoders("tokenizer")));
    }

    private static int[] ints(JsonNode array) {
        return new ObjectMapper().convertValue(array, int[].class);
    }
}
