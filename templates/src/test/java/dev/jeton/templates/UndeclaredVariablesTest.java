package dev.jeton.templates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * {@link ChatTemplate#variables} finds what {@code jinja2.meta.find_undeclared_variables} finds in
 * the 169 templates of the corpus and in one template for each rule of scopes; {@code
 * make_undeclared.py} beside the data made it.
 */
class UndeclaredVariablesTest {
    private static final Path GOLDEN =
            Path.of("src", "test", "resources", "dev", "jeton", "templates", "undeclared.jsonl");
    private static final Path TEMPLATES = Path.of("..", "testdata", "chat-templates", "templates");

    @Test
    void variablesAreThoseThatJinja2Finds() throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<String> lines = Files.readAllLines(GOLDEN);
        int templates = 0;
        for (String line : lines.subList(1, lines.size())) {
            JsonNode row = json.readTree(line);
            String source =
                    row.has("template")
                            ? Files.readString(TEMPLATES.resolve(row.get("template").asText()))
                            : row.get("source").asText();
            templates += row.has("template") ? 1 : 0;
            if (row.has("syntax")) {
                assertThrows(TemplateException.class, () -> ChatTemplate.parse(source), line);
                continue;
            }
            List<String> expected = new ArrayList<>();
            row.get("variables").forEach(name -> expected.add(name.asText()));
            assertEquals(expected, List.copyOf(ChatTemplate.parse(source).variables()), line);
        }
        assertEquals(169, templates);
    }
}
