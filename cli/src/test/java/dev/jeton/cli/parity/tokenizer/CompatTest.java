package dev.jeton.cli.parity.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jeton.tokenize.Compat;
import dev.jeton.tokenize.Tokenizer;
import dev.jeton.tokenize.Tokenizers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Replays the rows on which tokenizers 0.23.3 gives something else, as both versions. */
class CompatTest {
    private static final String NEWER = "tokenizers-0.23.3";
    private static final Path DATA = folder().resolve("testdata/tokenizers");

    private static Path folder() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.isDirectory(folder.resolve("testdata"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IllegalStateException("run the tests inside the repository");
        }
        return folder;
    }

    @Test
    void eachRowThatDiffersGivesWhatItsVersionGives() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        List<String> wrong = new ArrayList<>();
        int rows = 0;
        for (String line : Files.readAllLines(DATA.resolve("differs-0.23.jsonl"))) {
            ObjectNode row = (ObjectNode) mapper.readTree(line);
            if (!row.has(NEWER)) {
                continue; // only the place of it is given
            }
            rows++;
            JsonNode older = row.remove("reference");
            JsonNode newer = row.remove(NEWER);
            compare(row, older, Compat.HF_0_22, wrong);
            compare(row, newer, Compat.HF_0_23, wrong);
        }
        assertEquals(List.of(), wrong);
        assertTrue(rows > 50, "rows: " + rows);
    }

    private static void compare(
            ObjectNode row, JsonNode wanted, Compat compat, List<String> wrong) {
        String name = row.path("tokenizer").asText();
        Path file = DATA.resolve("micro/" + name + ".json");
        Tokenizer tokenizer = Tokenizers.loader().compat(compat).load(file);
        TokenizerOp op = TokenizerOps.of(row.path("op").asText());
        if (op == null) {
            throw new AssertionError(row);
        }
        ObjectNode outcome = op.outcome(row, tokenizer, new GoldenTexts(DATA));
        for (JsonNode key : row.path("differs")) {
            JsonNode actual = outcome.path(key.asText());
            if (!actual.toString().equals(wanted.path(key.asText()).toString())) {
                wrong.add(compat + " " + row + "\n  wanted " + wanted + "\n  actual " + actual);
            }
        }
    }
}
