package dev.jeton.cli.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesTest {
    @TempDir Path folder = Path.of("");

    private JsonLines.Line only(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("a.jsonl"), text);
        try (JsonLines lines = JsonLines.open(file)) {
            JsonLines.Line line = lines.next();
            assertNotNull(line);
            assertNull(lines.next());
            return line;
        }
    }

    @Test
    void countsLinesFromOneAndLeavesOutEmptyOnes() throws IOException {
        JsonLines.Line line = only("\n\n{\"a\":1}");
        assertEquals("a.jsonl:3", line.place());
        assertEquals(1, line.parse().path("a").intValue());
    }

    @Test
    void numbersKeepTheirKindAndKeysTheirOrder() throws IOException {
        Map<String, ?> row =
                PlainJson.map(only("{\"z\":1,\"y\":1.0,\"x\":123456789012345678901}").parse());
        assertEquals(List.of("z", "y", "x"), List.copyOf(row.keySet()));
        assertEquals(1, row.get("z"));
        assertEquals(1.0, row.get("y"));
        assertEquals(new BigInteger("123456789012345678901"), row.get("x"));
    }

    @Test
    void readsPackedFilesWithLinesLongerThanTheBuffer() throws IOException {
        Path file = folder.resolve("b.jsonl.gz");
        String longText = "é".repeat(200_000);
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            String text = "{\"t\":\"" + longText + "\"}\n{\"t\":\"\"}\n";
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        try (JsonLines lines = JsonLines.open(file)) {
            JsonLines.Line first = lines.next();
            JsonLines.Line second = lines.next();
            assertNotNull(first);
            assertNotNull(second);
            assertEquals(longText, first.parse().path("t").textValue());
            assertEquals("b.jsonl.gz:2", second.place());
        }
    }

    @Test
    void aBrokenRowIsNamedByFileAndLine() throws IOException {
        JsonLines.Line broken = only("{\"a\":");
        String message =
                String.valueOf(
                        assertThrows(UnreadableFolderException.class, broken::parse).getMessage());
        assertTrue(message.startsWith("a.jsonl:1: not one JSON object"), message);
    }

    @Test
    void aRowThatIsNoObjectIsBroken() throws IOException {
        JsonLines.Line list = only("[1]");
        String message =
                String.valueOf(
                        assertThrows(UnreadableFolderException.class, list::parse).getMessage());
        assertEquals("a.jsonl:1: not a JSON object but ARRAY", message);
    }

    @Test
    void aTruncatedPackedFileIsNamed() throws IOException {
        Path file = folder.resolve("c.jsonl.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("{\"a\":1}\n".repeat(1000).getBytes(StandardCharsets.UTF_8));
        }
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 12));
        try (JsonLines lines = JsonLines.open(file)) {
            String message =
                    String.valueOf(
                            assertThrows(
                                            UnreadableFolderException.class,
                                            () -> {
                                                while (lines.next() != null) {
                                                    // on to the end
                                                }
                                            })
                                    .getMessage());
            assertTrue(message.contains("c.jsonl.gz:"), message);
        }
    }
}
