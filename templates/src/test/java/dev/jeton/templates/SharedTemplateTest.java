package dev.jeton.templates;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One compiled template, rendered by 64 threads at once with different chats. */
class SharedTemplateTest {
    private static final Path TEMPLATES = Path.of("..", "testdata", "chat-templates", "templates");
    private static final int THREADS = 64;
    private static final int ROUNDS = 20;

    private static final Map<String, String> TOKENS =
            Map.of("bos_token", "<s>", "eos_token", "</s>");

    private static List<ChatMessage> chat(int number) {
        List<ChatMessage> messages = new ArrayList<>();
        for (int i = 0; i <= number % 9; i++) {
            messages.add(ChatMessage.user("question " + number + "." + i + " \"<|é😀\n"));
            messages.add(ChatMessage.assistant("answer " + i + " of " + number));
        }
        messages.add(ChatMessage.user("and " + number + "?"));
        return messages;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "chatml.axolotl.jinja",
                "meta-llama-Llama-3.1-8B-Instruct.jinja",
                "gemma4.jinja",
                "Qwen-Qwen3-8B.jinja",
                "Qwen3-Coder.jinja",
                "mistral_v7_tekken.jinja"
            })
    void threadsDoNotDisturbEachOther(String name) throws Exception {
        ChatTemplate template = ChatTemplate.parse(Files.readString(TEMPLATES.resolve(name)));
        ChatOptions options = options();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            expected.add(template.apply(chat(i), options, TOKENS).text());
        }
        CyclicBarrier start = new CyclicBarrier(THREADS);
        List<Callable<Boolean>> tasks = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int number = i;
            tasks.add(
                    () -> {
                        start.await();
                        for (int round = 0; round < ROUNDS; round++) {
                            int at = (number + round) % THREADS;
                            boolean track = round % 2 == 0;
                            Rendering rendering =
                                    ChatRendering.of(template, chat(at), options, TOKENS, track);
                            assertEquals(expected.get(at), rendering.text());
                        }
                        return true;
                    });
        }
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        try {
            for (Future<Boolean> result : pool.invokeAll(tasks, 60, TimeUnit.SECONDS)) {
                assertEquals(true, result.get());
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static ChatOptions options() throws IOException {
        return ChatOptions.builder()
                .addGenerationPrompt(true)
                .clock(
                        java.time.Clock.fixed(
                                java.time.Instant.parse("2026-07-04T12:00:00Z"),
                                java.time.ZoneOffset.UTC))
                .build();
    }
}
