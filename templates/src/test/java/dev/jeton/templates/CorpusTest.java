package dev.jeton.templates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** Every case of the golden corpus of real chat templates: texts, error kinds, generation spans. */
class CorpusTest {
    private static final Path FOLDER = Path.of("..", "testdata", "chat-templates");
    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-07-04T12:00:00Z"), ZoneOffset.UTC);

    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, JsonNode> inputs = new HashMap<>();
    private final Map<String, Map<String, Object>> specialTokens = new HashMap<>();
    private final Map<String, Object> templates = new ConcurrentHashMap<>();

    @Test
    void allCasesOfTheCorpusPass() throws IOException {
        readInputs();
        List<String> lines = new ArrayList<>();
        try (BufferedReader reader =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(
                                        Files.newInputStream(FOLDER.resolve("cases.jsonl.gz"))),
                                StandardCharsets.UTF_8))) {
            reader.lines().forEach(lines::add);
        }
        List<String> failures =
                lines.parallelStream().map(this::replay).filter(f -> !f.isEmpty()).toList();
        assertTrue(
                failures.isEmpty(),
                () ->
                        failures.size()
                                + " failed:\n"
                                + String.join(
                                        "\n", failures.subList(0, Math.min(20, failures.size()))));
        assertEquals(31_772, lines.size());
    }

    private void readInputs() throws IOException {
        for (String line : Files.readAllLines(FOLDER.resolve("inputs.jsonl"))) {
            JsonNode input = json.readTree(line);
            inputs.put(input.get("id").asText(), input);
        }
        List<String> manifest = Files.readAllLines(FOLDER.resolve("MANIFEST.tsv"));
        for (String line : manifest.subList(1, manifest.size())) {
            String[] columns = line.split("\t", -1);
            specialTokens.put(columns[0], plain(json.readTree(columns[5])));
        }
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> plain(JsonNode node) {
        return json.convertValue(node, Map.class);
    }

    private Object template(String name) {
        return templates.computeIfAbsent(
                name,
                key -> {
                    try {
                        return ChatTemplate.parse(
                                Files.readString(FOLDER.resolve("templates").resolve(key)));
                    } catch (TemplateException e) {
                        return e;
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                });
    }

    private Rendering render(JsonNode item) {
        if (template(item.get("template").asText()) instanceof ChatTemplate template) {
            JsonNode input = Objects.requireNonNull(inputs.get(item.get("input").asText()));
            Map<String, Object> variables = new HashMap<>();
            for (String name : List.of("messages", "tools", "documents")) {
                variables.put(name, json.convertValue(input.get(name), Object.class));
            }
            variables.put("add_generation_prompt", item.get("gen").asBoolean());
            variables.putAll(
                    Objects.requireNonNull(specialTokens.get(item.get("template").asText())));
            variables.putAll(plain(input.get("kwargs")));
            return input.get("continue_final_message").asBoolean()
                    ? template.renderContinuing(variables, CLOCK, "content")
                    : template.render(variables, CLOCK);
        }
        throw (TemplateException) template(item.get("template").asText());
    }

    private String replay(String line) {
        try {
            JsonNode item = json.readTree(line);
            String name = item.get("template").asText() + " " + item.get("input").asText() + ": ";
            try {
                Rendering rendering = render(item);
                if (item.has("error")) {
                    return name + "expected " + item.get("error");
                }
                if (!rendering.text().equals(item.get("expected").asText())) {
                    return name + "got " + json.writeValueAsString(rendering.text());
                }
                return item.has("spans") && !spans(rendering).equals(item.get("spans").toString())
                        ? name + "spans " + spans(rendering)
                        : "";
            } catch (TemplateException e) {
                return matches(item, e) ? "" : name + "got " + e.kind().id() + ": " + e.reason();
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static boolean matches(JsonNode item, TemplateException e) {
        if (!item.has("error")) {
            return false;
        }
        String kind = item.get("error").get("kind").asText();
        boolean sameMessage = e.reason().equals(item.get("error").get("message").asText());
        return kind.equals("other")
                || (kind.equals(e.kind().id()) && (!kind.equals("raise_exception") || sameMessage));
    }

    private static String spans(Rendering rendering) {
        List<String> pairs = new ArrayList<>();
        for (Rendering.Span span : rendering.generationSpans()) {
            pairs.add("[" + span.startCodePoint() + "," + span.endCodePoint() + "]");
        }
        return "[" + String.join(",", pairs) + "]";
    }
}
