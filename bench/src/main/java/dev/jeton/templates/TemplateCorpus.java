package dev.jeton.templates;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jeton.cli.parity.JsonLines;
import dev.jeton.cli.parity.PlainJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The templates of {@code testdata/chat-templates} and those of their cases that give a text. */
final class TemplateCorpus {
    /** The clock with which the expected texts were made. */
    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-07-04T12:00:00Z"), ZoneOffset.UTC);

    /**
     * One rendering.
     *
     * @param specialTokens what the template may write
     * @param expected Jinja2's text
     */
    record Case(
            List<ChatMessage> messages,
            ChatOptions options,
            Map<String, String> specialTokens,
            String expected) {
        /** The text alone. */
        String render(ChatTemplate template) {
            return template.apply(messages, options, specialTokens).text();
        }

        /** The text with the origin of its characters, as it is rendered to be tokenised. */
        String renderTracked(ChatTemplate template) {
            return ChatRendering.of(template, messages, options, specialTokens, true).text();
        }
    }

    private final Path folder;
    private final Map<String, List<Case>> cases = new TreeMap<>();

    private TemplateCorpus(Path folder) {
        this.folder = folder;
    }

    /** Reads a corpus. */
    static TemplateCorpus read(Path folder) throws IOException {
        TemplateCorpus corpus = new TemplateCorpus(folder);
        Map<String, Map<String, String>> tokens = corpus.specialTokens();
        Map<String, ObjectNode> inputs = new HashMap<>();
        try (JsonLines lines = open(folder, "inputs.jsonl")) {
            for (JsonLines.Line line = lines.next(); line != null; line = lines.next()) {
                ObjectNode input = line.parse();
                inputs.put(input.path("id").textValue(), input);
            }
        }
        try (JsonLines lines = open(folder, "cases.jsonl")) {
            for (JsonLines.Line line = lines.next(); line != null; line = lines.next()) {
                ObjectNode row = line.parse();
                String name = row.path("template").textValue();
                List<Case> own = corpus.cases.computeIfAbsent(name, key -> new ArrayList<>());
                if (row.has("expected")) {
                    ObjectNode input =
                            Objects.requireNonNull(inputs.get(row.path("input").textValue()));
                    own.add(of(row, input, Objects.requireNonNull(tokens.get(name))));
                }
            }
        }
        return corpus;
    }

    private static JsonLines open(Path folder, String name) {
        Path path = JsonLines.find(folder, name);
        if (path == null) {
            throw new IllegalArgumentException(folder + " has no " + name);
        }
        return JsonLines.open(path);
    }

    private Map<String, Map<String, String>> specialTokens() throws IOException {
        Map<String, Map<String, String>> tokens = new HashMap<>();
        List<String> manifest = Files.readAllLines(folder.resolve("MANIFEST.tsv"));
        for (String line : manifest.subList(1, manifest.size())) {
            String[] columns = line.split("\t", -1);
            Map<String, String> own = new LinkedHashMap<>();
            new JsonMapper()
                    .readTree(columns[5])
                    .properties()
                    .forEach(token -> own.put(token.getKey(), token.getValue().textValue()));
            tokens.put(columns[0], own);
        }
        return tokens;
    }

    private static Case of(JsonNode row, JsonNode input, Map<String, String> specialTokens) {
        ChatOptions.Builder options =
                ChatOptions.builder()
                        .clock(CLOCK)
                        .addGenerationPrompt(row.path("gen").booleanValue())
                        .continueFinalMessage(input.path("continue_final_message").booleanValue())
                        .variables(PlainJson.map(input.path("kwargs")));
        if (input.path("tools").isArray()) {
            options.tools(maps(input.path("tools")).map(ToolDefinition::of).toList());
        }
        if (input.path("documents").isArray()) {
            options.documents(maps(input.path("documents")).toList());
        }
        return new Case(
                maps(input.path("messages")).map(ChatMessage::of).toList(),
                options.build(),
                specialTokens,
                row.path("expected").textValue());
    }

    private static Stream<Map<String, ?>> maps(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).map(PlainJson::map);
    }

    /** The names of the templates, sorted. */
    List<String> names() {
        return List.copyOf(cases.keySet());
    }

    /** The cases of a template. */
    List<Case> cases(String template) {
        return cases.getOrDefault(template, List.of());
    }

    /** The source of a template. */
    String source(String template) {
        Path file = folder.resolve("templates").resolve(template);
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
