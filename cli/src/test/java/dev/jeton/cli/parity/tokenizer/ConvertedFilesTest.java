package dev.jeton.cli.parity.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jeton.cli.convert.Conversion;
import dev.jeton.tokenize.EncodeOptions;
import dev.jeton.tokenize.SpecialTokenPolicy;
import dev.jeton.tokenize.Tokenizers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What is written is byte for byte what the reference libraries have read, with their ids. */
class ConvertedFilesTest {
    private static final Path DATA = Path.of("../testdata");
    private static final EncodeOptions PLAIN =
            EncodeOptions.defaults()
                    .withSpecialTokens(false)
                    .withSpecialTokenPolicy(SpecialTokenPolicy.plain());

    @Test
    void filesAndIdsAreThoseOfTheGoldenRows() throws IOException, NoSuchAlgorithmException {
        ObjectMapper json = new ObjectMapper();
        int rows = 0;
        for (String line : Files.readAllLines(DATA.resolve("converted/cases.jsonl"))) {
            JsonNode row = json.readTree(line);
            String name = row.get("name").textValue();
            String hint = row.get("source").textValue() + " as " + name;
            Conversion conversion =
                    Conversion.of(
                            Tokenizers.load(DATA.resolve(row.get("source").textValue())), name);
            assertEquals(row.get("sha256").size(), conversion.files().size(), hint);
            for (Map.Entry<String, byte[]> file : conversion.files().entrySet()) {
                byte[] hash = MessageDigest.getInstance("SHA-256").digest(file.getValue());
                assertEquals(
                        row.get("sha256").get(file.getKey()).textValue(),
                        HexFormat.of().formatHex(hash),
                        hint + ": " + file.getKey());
            }
            for (int i = 0; i < row.get("texts").size(); i++) {
                int[] ids =
                        StreamSupport.stream(row.get("ids").get(i).spliterator(), false)
                                .mapToInt(JsonNode::intValue)
                                .toArray();
                String text = row.get("texts").get(i).textValue();
                assertArrayEquals(ids, conversion.after().encodeIds(text, PLAIN), hint + text);
            }
            rows++;
        }
        assertEquals(9, rows);
    }
}
