package dev.jeton.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jeton.cli.models.JsonReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** diff and convert: changes that are planted are found, and a conversion is proven. */
class DiffCommandTest {
    private static final Path TOKENIZER = Path.of("../testdata/decoders/tokenizer/tokenizer.json");

    @TempDir Path folder = Path.of("");

    private final CommandRun run = new CommandRun();

    /** The tokenizer with a part of its file replaced. */
    private Path changed(String old, String replacement) throws IOException {
        String json = Files.readString(TOKENIZER).replaceAll("\\s*\n\\s*", "");
        String compact = json.replace("\": ", "\":");
        assertTrue(compact.contains(old), old);
        return Files.writeString(folder.resolve("b.json"), compact.replace(old, replacement));
    }

    private Map<?, ?> shortest() throws IOException {
        return (Map<?, ?>) JsonReader.read(run.out().lines().findFirst().orElse("null"));
    }

    private int diff(Path other, String... more) {
        String[] arguments = new String[more.length + 3];
        arguments[0] = "diff";
        arguments[1] = TOKENIZER.toString();
        arguments[2] = other.toString();
        System.arraycopy(more, 0, arguments, 3, more.length);
        return run.run(arguments);
    }

    @Test
    void tokenizerDoesNotDifferFromItself() {
        assertEquals(0, diff(TOKENIZER, "--tries", "200"), run.out());
        assertTrue(run.err().startsWith("No difference in "), run.err());
        assertEquals("", run.out());
    }

    @Test
    void plantedNormalizerIsFoundWithOneCharacter() throws IOException {
        Path other = changed("\"normalizer\":null", "\"normalizer\":{\"type\":\"Lowercase\"}");
        assertEquals(1, diff(other, "--json", "--tries", "0"), run.err());
        assertEquals(1, String.valueOf(shortest().get("text")).length(), run.out());
        assertEquals("normalizer: none and Lowercase", shortest().get("reason"));
    }

    @Test
    void textOfTheUserIsShortenedToWhatDiffers() throws IOException {
        Path other = changed("\"normalizer\":null", "\"normalizer\":{\"type\":\"NFC\"}");
        Path texts =
                Files.writeString(folder.resolve("texts"), "a long line with cafe\u0301 in it\n");
        assertEquals(
                1, diff(other, "--max", "1", "--texts", texts.toString()), run.out() + run.err());
        assertTrue(
                run.out().startsWith("\"e\u0301\"  (normalizer: none and NFC)\n  A \""), run.out());
    }

    @Test
    void wrongNumbersAreWrongUse() {
        assertEquals(2, diff(TOKENIZER, "--max", "0"));
        assertEquals(2, run.run("diff", TOKENIZER.toString()));
    }

    @Test
    void ranksAreWrittenWithWhatTheyCannotHold() throws IOException {
        Path out = folder.resolve("new/toy.tiktoken");
        int code = run.run("convert", TOKENIZER.toString(), out.toString(), "--tries", "300");
        assertEquals(0, code, run.err());
        assertTrue(run.err().startsWith("Not kept: the pattern, which"), run.err());
        assertTrue(run.err().contains("added tokens, which whoever loads"), run.err());
        assertTrue(run.err().contains("the same ids in "), run.err());
        assertTrue(Files.readString(out).lines().allMatch(l -> l.matches("[\\w+/=]+ \\d+")));
    }

    @Test
    void ranksThatWouldMakeOtherIdsAreNotWritten() throws IOException {
        // A merge less: ranks know it all the same, because they know the token.
        String json = Files.readString(TOKENIZER).replaceAll("\\s*\n\\s*", "");
        String merges = json.substring(json.indexOf("\"merges\""));
        String last =
                merges.substring(merges.lastIndexOf(",[") >= 0 ? merges.lastIndexOf(",[") : 0);
        String without = json.replace(last.substring(0, last.indexOf(']') + 1), "");
        Path in = Files.writeString(folder.resolve("in.json"), without);
        Path out = folder.resolve("toy.tiktoken");
        assertEquals(1, run.run("convert", in.toString(), out.toString()), run.err());
        assertTrue(run.err().contains("was not written: it would make other ids of"), run.err());
        assertFalse(Files.exists(out));
    }

    @Test
    void ggufBecomesTokenizerJson() {
        Path out = folder.resolve("tokenizer.json");
        String gguf = SmolLm2.file().toString();
        assertEquals(0, run.run("convert", gguf, out.toString(), "--tries", "500"), run.err());
        CommandRun again = new CommandRun();
        assertEquals(2, again.run("convert", gguf, out.toString()));
        assertTrue(again.err().contains("--force replaces it"), again.err());
    }

    @Test
    void unknownFormatNamesTheKnownOnes() {
        String out = folder.resolve("x.bin").toString();
        assertEquals(2, run.run("convert", TOKENIZER.toString(), out));
        assertTrue(run.err().contains("Expected a name that ends in .json"), run.err());
    }
}
