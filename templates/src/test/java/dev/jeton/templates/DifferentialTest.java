package dev.jeton.templates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Random programs whose results under Jinja2 3.1.6 were recorded; see {@code src/test/python}. The
 * same text, or the same kind of error; for errors of syntax also the line.
 */
class DifferentialTest {
    private static final Path FOLDER = Path.of("src", "test", "resources", "differential");

    @Test
    void randomProgramsDoWhatJinjaDoes() throws IOException {
        Path programs = FOLDER.resolve("programs.jsonl.gz");
        assertNoDifferences(programs);
        try (Stream<JsonNode> all = DifferentialReplay.programs(programs)) {
            List<JsonNode> results = all.map(p -> p.get("r")).toList();
            long texts = results.stream().filter(r -> r.has("o")).count();
            assertTrue(results.size() >= 10_000, () -> results.size() + " programs");
            assertTrue(texts * 10 >= results.size() * 3L, () -> texts + " end without an error");
        }
    }

    @Test
    void shrunkDifferencesStayRepaired() throws IOException {
        assertNoDifferences(FOLDER.resolve("regressions.jsonl"));
    }

    private static void assertNoDifferences(Path file) throws IOException {
        List<ObjectNode> differences = DifferentialReplay.differences(file);
        assertEquals(
                0,
                differences.size(),
                () ->
                        differences.stream()
                                .limit(20)
                                .map(Object::toString)
                                .reduce("", (a, b) -> a + "\n" + b));
    }
}
