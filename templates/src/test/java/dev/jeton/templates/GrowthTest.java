package dev.jeton.templates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A chat of twice as many messages takes twice as many steps: the work that is charged for {@link
 * TemplateLimits#maxSteps()}, which says more than a clock.
 */
class GrowthTest {
    private static final Path TEMPLATES = Path.of("..", "testdata", "chat-templates", "templates");

    private static final Map<String, String> TOKENS =
            Map.of("bos_token", "<s>", "eos_token", "</s>", "unk_token", "<unk>");

    /**
     * These look through the whole chat at each message; Jinja2 takes 3 to 4.5 times as long for
     * twice as many messages.
     */
    private static final Set<String> QUADRATIC =
            Set.of(
                    "Vedika-4.1-flash.jinja",
                    "diffusion_gemma.jinja",
                    "diffusion_gemma_training.jinja",
                    "gemma-4-edge.jinja",
                    "gemma4-google-chat_template.jinja",
                    "gemma4-lmstudio-zed-chat_template.jinja",
                    "gemma4.jinja",
                    "gemma4_jinja.jinja",
                    "google-gemma-4-31B-it.jinja");

    private static List<ChatMessage> chat(int messages) {
        List<ChatMessage> chat = new ArrayList<>();
        for (int i = 0; i < messages; i += 2) {
            chat.add(ChatMessage.user("What is the question?"));
            chat.add(ChatMessage.assistant("It is <b>this</b>."));
        }
        return chat;
    }

    @Test
    void stepsGrowAsMessagesDo() throws IOException {
        Set<String> steeper = new TreeSet<>();
        int measured = 0;
        try (Stream<Path> files = Files.list(TEMPLATES)) {
            for (Path file : files.sorted().toList()) {
                double growth = growth(Files.readString(file));
                measured += growth > 0 ? 1 : 0;
                if (growth > 2.01) {
                    steeper.add(file.getFileName().toString());
                }
            }
        }
        steeper.removeAll(QUADRATIC);
        assertEquals(Set.of(), steeper);
        assertTrue(measured > 120, "templates that render a long chat: " + measured);
    }

    /** Steps for 2,000 messages by those for 1,000; 0 if the template refuses the chat. */
    private static double growth(String source) {
        try {
            ChatTemplate template = ChatTemplate.parse(source);
            return (double) steps(template, 2000) / steps(template, 1000);
        } catch (TemplateException e) {
            return 0;
        }
    }

    private static long steps(ChatTemplate template, int messages) {
        return ChatRendering.of(template, chat(messages), ChatOptions.defaults(), TOKENS, true)
                .steps();
    }
}
