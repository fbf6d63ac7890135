package dev.jeton.templates;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The real templates and chats of {@code testdata/chat-templates}. */
final class Corpus {
    static final Path FOLDER = Path.of("..", "testdata", "chat-templates");
    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-07-04T12:00:00Z"), ZoneOffset.UTC);

    private static final ObjectMapper JSON = new ObjectMapper();

    private Corpus() {}

    /**
     * A template.
     *
     * @param specialTokens the variables of its special tokens
     */
    record Entry(String name, ChatTemplate template, Map<String, String> specialTokens) {}

    /** A chat with its options; the generation prompt is left to the test. */
    record Chat(String id, List<ChatMessage> messages, ChatOptions options) {}

    /** All templates that can be parsed. */
    static List<Entry> templates() throws IOException {
        List<String> lines = Files.readAllLines(FOLDER.resolve("MANIFEST.tsv"));
        return lines.subList(1, lines.size()).parallelStream().flatMap(Corpus::template).toList();
    }

    private static Stream<Entry> template(String line) {
        String[] columns = line.split("\t", -1);
        try {
            String source = Files.readString(FOLDER.resolve("templates").resolve(columns[0]));
            Map<String, String> tokens =
                    JSON.readValue(columns[5], new TypeReference<Map<String, String>>() {});
            return Stream.of(new Entry(columns[0], ChatTemplate.parse(source), tokens));
        } catch (TemplateException e) {
            return Stream.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All chats with messages; those that continue their last message do so. */
    static Map<String, Chat> chats() throws IOException {
        Map<String, Chat> chats = new LinkedHashMap<>();
        for (String line : Files.readAllLines(FOLDER.resolve("inputs.jsonl"))) {
            JsonNode input = JSON.readTree(line);
            if (!input.get("messages").isEmpty()) {
                String id = input.get("id").asText();
                chats.put(id, new Chat(id, messages(input), options(input)));
            }
        }
        return chats;
    }

    private static List<ChatMessage> messages(JsonNode input) {
        return maps(input.get("messages")).stream().map(ChatMessage::of).toList();
    }

    private static ChatOptions options(JsonNode input) {
        ChatOptions.Builder options =
                ChatOptions.builder()
                        .clock(CLOCK)
                        .continueFinalMessage(input.get("continue_final_message").asBoolean());
        if (!input.get("tools").isNull()) {
            options.tools(maps(input.get("tools")).stream().map(ToolDefinition::of).toList());
        }
        if (!input.get("documents").isNull()) {
            options.documents(maps(input.get("documents")));
        }
        JSON.convertValue(input.get("kwargs"), new TypeReference<Map<String, Object>>() {})
                .forEach(options::variable);
        return options.build();
    }

    private static List<Map<String, Object>> maps(JsonNode list) {
        return JSON.convertValue(list, new TypeReference<List<Map<String, Object>>>() {});
    }
}
