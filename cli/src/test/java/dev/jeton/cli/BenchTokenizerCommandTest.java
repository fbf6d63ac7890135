package dev.jeton.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jeton.tokenize.EncodeOptions;
import dev.jeton.tokenize.Tokenizer;
import dev.jeton.tokenize.Tokenizers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** jeton bench tokenizer: what it prints, and the protocol of --serve. No test looks at a time. */
class BenchTokenizerCommandTest {
    private static final Path TOKENIZER = Path.of("../testdata/decoders/tokenizer/tokenizer.json");
    private static final List<String> TEXTS = List.of("Hello there, 你好!", "", "a\nb \ud800");

    @TempDir Path folder = Path.of("");

    private final CommandRun run = new CommandRun();
    private Path documents = Path.of("");

    @BeforeEach
    void writeDocuments() throws IOException {
        documents = folder.resolve("documents.jsonl");
        Files.writeString(documents, "\"Hello there, 你好!\"\n\"\"\n\"a\\nb \\ud800\"\n");
    }

    private static int[] ids(String text) {
        Tokenizer tokenizer = Tokenizers.load(TOKENIZER);
        return tokenizer.encodeIds(text, EncodeOptions.defaults().withSpecialTokens(false));
    }

    private static String digest() throws GeneralSecurityException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String text : TEXTS) {
            int[] ids = ids(text);
            ByteBuffer buffer =
                    ByteBuffer.allocate(4 + 4 * ids.length).order(ByteOrder.LITTLE_ENDIAN);
            buffer.putInt(ids.length).asIntBuffer().put(ids);
            bytes.writeBytes(buffer.array());
        }
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray()));
    }

    private static int tokens() {
        return TEXTS.stream().mapToInt(text -> ids(text).length).sum();
    }

    @Test
    void printsRoundsSecondsAndTheDigestOfAllIds() throws GeneralSecurityException {
        for (String mode : List.of("ids", "buffer", "encode", "count")) {
            CommandRun each = new CommandRun();
            String[] arguments = {
                "bench",
                "tokenizer",
                "--mode",
                mode,
                documents.toString(),
                TOKENIZER.toString(),
                "2"
            };
            assertEquals(0, each.run(arguments), each.err());
            List<String> words = List.of(each.out().strip().split(" ", -1));
            assertEquals("2", words.get(0));
            assertTrue(Double.parseDouble(words.get(1)) >= 0, each.out());
            assertEquals(digest(), words.get(2));
        }
    }

    @Test
    void answersRequestsUntilQuit() throws IOException, GeneralSecurityException {
        Path lines = folder.resolve("lines");
        run.input(
                String.join(
                        "\n",
                        "docs d " + documents,
                        "pass d loop 0 0",
                        "load " + TOKENIZER,
                        "pass d loop 0 0",
                        "pass d encode 1 2",
                        "ids d " + lines + " loop 0",
                        "lat d 0 3",
                        "count d 0",
                        "dance",
                        "drop d",
                        "count d 0",
                        "quit",
                        "load nothing"));
        assertEquals(0, run.run("bench", "tokenizer", "--serve"), run.err());
        List<String> out = run.out().lines().toList();
        assertEquals("ok 3 25", out.get(0));
        assertEquals("err IllegalStateException: load a tokenizer first", out.get(1));
        assertTrue(out.get(2).matches("ok [0-9.]+ loop count"), out.get(2));
        assertTrue(out.get(3).matches("ok [0-9.]+ [0-9.]+"), out.get(3));
        assertTrue(out.get(4).matches("ok [0-9.]+ [0-9.]+"), out.get(4));
        assertEquals("ok " + digest() + " " + tokens(), out.get(5));
        assertTrue(out.get(6).matches("ok [0-9]+ [0-9]+ [0-9]+"), out.get(6));
        assertTrue(out.get(7).matches("ok [0-9.]+ " + tokens()), out.get(7));
        assertTrue(out.get(8).startsWith("err IllegalArgumentException: dance is no request."));
        assertEquals("ok 0", out.get(9));
        assertEquals("err IllegalArgumentException: no documents are named d", out.get(10));
        assertEquals(11, out.size());
        assertEquals(3, Files.readAllLines(lines).size());
        assertTrue(Files.readAllLines(lines).get(1).startsWith("0 e3b0c44298fc1c14"));
    }

    @Test
    void wrongLineIsNamedWithItsPlace() throws IOException {
        Files.writeString(documents, "\"good\"\n{\"text\": \"bad\"}\n");
        assertEquals(
                2, run.run("bench", "tokenizer", documents.toString(), TOKENIZER.toString(), "1"));
        assertTrue(
                run.err().contains("documents.jsonl:2: this line is not a JSON string"), run.err());
    }

    @Test
    void missingFilesAndArgumentsAreWrongUse() {
        assertEquals(2, run.run("bench", "tokenizer", "no.jsonl", TOKENIZER.toString(), "1"));
        assertTrue(run.err().contains("no.jsonl: there is no such file"), run.err());
        assertEquals(2, new CommandRun().run("bench", "tokenizer"));
        assertEquals(2, new CommandRun().run("bench"));
        String[] noRounds = {"bench", "tokenizer", documents.toString(), TOKENIZER.toString(), "0"};
        assertEquals(2, new CommandRun().run(noRounds));
    }
}
