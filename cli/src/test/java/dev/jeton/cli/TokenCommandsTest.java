package dev.jeton.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** encode, decode, count and inspect on the small tokenizer of the golden decoders. */
class TokenCommandsTest {
    private static final String TOKENIZER = "../testdata/decoders/tokenizer/tokenizer.json";

    @TempDir Path folder = Path.of("");

    private final CommandRun run = new CommandRun();

    private String ids(String text) {
        CommandRun encode = new CommandRun();
        assertEquals(0, encode.run("encode", "-m", TOKENIZER, text), encode.err());
        return encode.out().strip();
    }

    @Test
    void idsOfATextGoBackToIt() {
        String ids = ids("Hello there");
        assertTrue(ids.matches("\\d+( \\d+)*"), ids);
        assertEquals(0, run.input(ids + "\n").run("decode", "-m", TOKENIZER));
        assertEquals("Hello there\n", run.out());
    }

    @Test
    void wordsOfTheCommandLineAreJoinedByASpace() {
        assertEquals(0, run.run("encode", "-m", TOKENIZER, "Hello", "there"));
        assertEquals(ids("Hello there"), run.out().strip());
    }

    @Test
    void standardInputIsTakenWhole() {
        assertEquals(0, run.input("Hello there").run("encode", "-m", TOKENIZER));
        assertEquals(ids("Hello there"), run.out().strip());
    }

    @Test
    void linesAreTextsOfTheirOwn() {
        assertEquals(0, run.input("Hello\nthere\n").run("encode", "--lines", "-m", TOKENIZER));
        assertEquals(ids("Hello") + "\n" + ids("there") + "\n", run.out());
    }

    @Test
    void fileIsReadByteForByte() throws IOException {
        Path file = Files.writeString(folder.resolve("a text"), "Hello there");
        assertEquals(0, run.run("count", "--file", file.toString(), "-m", TOKENIZER));
        assertEquals(ids("Hello there").split(" ", -1).length + "\n", run.out());
    }

    @Test
    void jsonHasIdsTokensAndOffsets() {
        assertEquals(0, run.run("encode", "--json", "-m", TOKENIZER, "a"));
        assertEquals(
                "{\"ids\":[" + ids("a") + "],\"tokens\":[\"a\"],\"offsets\":[[0,1]]}\n", run.out());
    }

    @Test
    void tableHasOneTokenALine() {
        assertEquals(0, run.run("encode", "--tokens", "-m", TOKENIZER, "a"));
        assertEquals(ids("a") + "\ta\t0\t1\n", run.out());
    }

    @Test
    void emptyTextHasNoTokens() {
        assertEquals(0, run.input("").run("count", "-m", TOKENIZER));
        assertEquals("0\n", run.out());
    }

    @Test
    void textAndFileTogetherAreWrongUse() {
        assertEquals(2, run.run("count", "-m", TOKENIZER, "--file", "x", "text"));
        assertEquals("jeton count: Give either TEXT or --file, not both.\n", run.err());
    }

    @Test
    void brokenUtf8NamesTheByteAndPrintsNothing() {
        assertEquals(2, run.input(new byte[] {'a', (byte) 0xFF}).run("encode", "-m", TOKENIZER));
        assertEquals("", run.out());
        assertEquals(
                "jeton encode: Standard input is not UTF-8: byte 1 is 0xFF, which does not belong"
                        + " there. Convert it first, for example with iconv.\n",
                run.err());
    }

    @Test
    void brokenUtf8AmongLinesIsFound() {
        byte[] input = {'a', '\n', (byte) 0xFF, '\n'};
        assertEquals(2, run.input(input).run("count", "--lines", "-m", TOKENIZER));
        assertTrue(run.err().startsWith("jeton count: Standard input is not UTF-8: "), run.err());
    }

    @Test
    void wordAmongTheIdsIsNamed() {
        assertEquals(2, run.run("decode", "-m", TOKENIZER, "12", "x3"));
        assertEquals(
                "jeton decode: The command line has \"x3\" among the ids. Expected whole"
                        + " numbers.\n",
                run.err());
    }

    @Test
    void idOutsideTheVocabularyIsNamed() {
        assertEquals(2, run.run("decode", "-m", TOKENIZER, "999999"));
        assertTrue(
                run.err()
                        .startsWith(
                                "jeton decode: The command line has the id 999999, but the"
                                        + " tokenizer has no such token (it has "),
                run.err());
    }

    @Test
    void jsonListOfIdsIsUnderstood() {
        String list = "[" + ids("Hello there").replace(" ", ", ") + "]";
        assertEquals(0, run.input(list).run("decode", "--json", "-m", TOKENIZER));
        assertEquals("{\"text\":\"Hello there\"}\n", run.out());
    }

    @Test
    void brokenTokenizerFileIsUnreadableInput() throws IOException {
        Path file = Files.writeString(folder.resolve("tokenizer.json"), "{");
        assertEquals(2, run.run("encode", "-m", file.toString(), "a"));
        assertTrue(run.err().startsWith("jeton encode: "), run.err());
        assertTrue(run.err().contains("tokenizer.json"), run.err());
        assertEquals(1, run.err().lines().count(), run.err());
    }

    @Test
    void verboseShowsWhereItHappened() throws IOException {
        Path file = Files.writeString(folder.resolve("tokenizer.json"), "{");
        assertEquals(2, run.run("encode", "--verbose", "-m", file.toString(), "a"));
        assertTrue(run.err().contains("\tat dev.jeton.cli."), run.err());
    }

    @Test
    void inspectShowsTheStagesOfATokenizer() {
        assertEquals(0, run.run("inspect", TOKENIZER), run.err());
        assertTrue(run.out().startsWith("tokenizer\n  normalizer: "), run.out());
        assertTrue(run.out().contains("\n  model: BPE\n"), run.out());
        assertTrue(run.out().contains("\n  vocabulary: "), run.out());
        assertTrue(run.out().contains("\n  special tokens: "), run.out());
    }

    @Test
    void inspectShowsTheTensorsOfAModelFolder() {
        assertEquals(0, run.run("inspect", "--tensors", "../testdata/decoders/llama"), run.err());
        assertTrue(
                run.out().startsWith("model\n  format: safetensors\n  parameters: 86,352\n"),
                run.out());
        assertTrue(run.out().contains("\n  model_type: llama\n"), run.out());
        assertTrue(run.out().contains("\n  lm_head.weight\tF32\t[320, 48]\t61,440\n"), run.out());
    }

    @Test
    void inspectWritesJson() {
        assertEquals(0, run.run("inspect", "--json", "../testdata/decoders/llama"), run.err());
        assertTrue(
                run.out()
                        .startsWith(
                                "{\"model\":{\"format\":\"safetensors\",\"parameters\":\"86,352\","),
                run.out());
    }

    @Test
    void inspectOfAnotherFileSaysWhatItTakes() throws IOException {
        Path file = Files.writeString(folder.resolve("notes.txt"), "hello");
        assertEquals(2, run.run("inspect", file.toString()));
        assertTrue(
                run.err().contains("is no GGUF file, no safetensors file and no folder"),
                run.err());
    }

    @Test
    void countStopsAtTheLimit() {
        int count = ids("Hello there").split(" ", -1).length;
        int less = count - 1;
        assertEquals(count + "\n", limited(0, "" + count));
        assertEquals(">" + less + "\n", limited(1, "" + less));
        assertEquals(
                "{\"tokens\":null,\"over\":" + less + ",\"chars\":11}\n",
                limited(1, "" + less, "--json"));
        assertEquals("", limited(2, "-1"));
    }

    private static String limited(int exitCode, String limit, String... more) {
        CommandRun counting = new CommandRun();
        List<String> arguments = new ArrayList<>(List.of("count", "-m", TOKENIZER, "Hello there"));
        arguments.addAll(List.of("--limit", limit));
        arguments.addAll(List.of(more));
        assertEquals(exitCode, counting.run(arguments.toArray(String[]::new)), counting.err());
        return counting.out();
    }
}
