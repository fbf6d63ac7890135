package dev.jeton.cli.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tiny Llama model with planted mistakes in its golden values. */
class DecoderReplayTest {
    /** Four prompts, each with logits, greedy tokens and cached steps; one has hidden states. */
    private static final int CASES = 2 * (4 * 3 + 1);

    @TempDir Path folder = Path.of("");

    @BeforeEach
    void copyModel() throws IOException {
        Path from = GoldenData.folder("decoders").resolve("llama");
        Path to = Files.createDirectory(folder.resolve("llama"));
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(String.valueOf(file.getFileName())));
            }
        }
        index("1e-05");
    }

    private void index(String noise) throws IOException {
        Files.writeString(
                folder.resolve("INDEX.jsonl"),
                "{\"name\":\"llama\",\"float32_noise\":" + noise + ",\"cache_vs_full\":1e-05}\n");
    }

    private Replayed replay(String... options) {
        List<String> args =
                new ArrayList<>(List.of("decoder", folder.toString(), "--device", "reference"));
        args.addAll(List.of(options));
        return Replayed.run(args.toArray(String[]::new));
    }

    /** Adds {@code by} to the value {@code index} of a float tensor, or changes an id. */
    private void plant(String tensor, int index, float by) throws IOException {
        Path file = folder.resolve("llama/golden.safetensors");
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int header = (int) bytes.getLong(0);
        String json = new String(bytes.array(), 8, header, StandardCharsets.UTF_8);
        Matcher matcher =
                Pattern.compile(
                                Pattern.quote("\"" + tensor + "\":{")
                                        + "[^}]*\"data_offsets\":\\[(\\d+)")
                        .matcher(json);
        assertTrue(matcher.find(), tensor);
        int start = 8 + header + Integer.parseInt(matcher.group(1));
        if (tensor.endsWith(".ids")) {
            int at = start + 8 * index;
            bytes.putLong(at, bytes.getLong(at) + (long) by);
        } else {
            int at = start + 4 * index;
            bytes.putFloat(at, bytes.getFloat(at) + by);
        }
        Files.write(file, bytes.array());
    }

    @Test
    void theModelPassesWithBothStylesOfConfig() {
        Replayed replayed = replay();
        assertEquals(CASES + " passed, 0 failed", replayed.lastLine(), replayed.out());
        assertEquals(0, replayed.exitCode());
    }

    @Test
    void aLogitOutsideTheBoundFails() throws IOException {
        plant("prompt1.logits", 325, 3e-4f);
        Replayed replayed = replay();
        assertEquals((CASES - 2) + " passed, 2 failed", replayed.lastLine(), replayed.out());
        assertTrue(
                replayed.out().contains("golden.safetensors:prompt1.logits with config.json"),
                replayed.out());
        assertTrue(replayed.out().contains("row 1, value 5: expected"), replayed.out());
    }

    @Test
    void aValueThatIsNoNumberFails() throws IOException {
        plant("prompt0.logits", 0, Float.NaN);
        assertEquals((CASES - 2) + " passed, 2 failed", replay().lastLine());
    }

    @Test
    void theFirstLayerThatDiffersIsNamed() throws IOException {
        plant("prompt2.hidden.2", 100, 0.1f);
        plant("prompt2.hidden.3", 100, 0.1f);
        Replayed replayed = replay();
        assertEquals((CASES - 2) + " passed, 2 failed", replayed.lastLine());
        assertTrue(
                replayed.out().contains("the first layer that differs is 1 (prompt2.hidden.2)"),
                replayed.out());
    }

    @Test
    void anotherGreedyTokenFails() throws IOException {
        plant("prompt3.greedy.ids", 23, 1);
        Replayed replayed = replay();
        assertEquals((CASES - 2) + " passed, 2 failed", replayed.lastLine(), replayed.out());
        assertTrue(replayed.out().contains("token 23 of 24: expected"), replayed.out());
    }

    @Test
    void aCachedStepOutsideTheBoundFails() throws IOException {
        plant("prompt0.greedy.logits", 7 * 320, 1e-3f);
        Replayed replayed = replay();
        assertEquals((CASES - 2) + " passed, 2 failed", replayed.lastLine());
        assertTrue(replayed.out().contains("cached differs"), replayed.out());
    }

    @Test
    void theBoundIsThatOfTheIndex() throws IOException {
        index("1e-12");
        assertEquals(1, replay("--only", "logits").exitCode());
    }

    @Test
    void aFolderWithoutARowInTheIndexFails() throws IOException {
        Files.delete(folder.resolve("INDEX.jsonl"));
        Replayed replayed = replay("--only", "logits");
        assertEquals("0 passed, 8 failed", replayed.lastLine());
        assertTrue(replayed.out().contains("no row with float32_noise in INDEX.jsonl"));
    }

    @Test
    void aRowOfTheIndexWithoutFolderFails() throws IOException {
        Files.writeString(
                folder.resolve("INDEX.jsonl"),
                """
                {"name":"llama","float32_noise":1e-05,"cache_vs_full":1e-05}
                {"name":"other"}
                """);
        assertEquals(CASES + " passed, 1 failed", replay().lastLine());
    }

    @Test
    void aModelThatCannotBeLoadedFailsInEveryCase() throws IOException {
        Files.delete(folder.resolve("llama/model.safetensors"));
        assertEquals("0 passed, " + CASES + " failed", replay().lastLine());
    }

    @Test
    void anUnknownDeviceFailsInEveryCase() {
        Replayed replayed = Replayed.run("decoder", folder.toString(), "--device", "abacus");
        assertEquals("0 passed, " + CASES + " failed", replayed.lastLine());
        assertTrue(replayed.out().contains("device \"abacus\" is not known"), replayed.out());
    }

    @Test
    void generationOptionsNotSupportedYetFailByName() throws IOException {
        Files.createDirectory(folder.resolve("generation"));
        Files.writeString(
                folder.resolve("generation/processors.jsonl"),
                """
                {"id":0,"option":"temperature","args":{"temperature":2.0},"input_ids":[0],"scores":[1.0,"-inf"],"expected":[0.5,"-inf"]}
                {"id":1,"option":"temperature","args":{"temperature":2.0},"input_ids":[0],"scores":[1.0],"expected":[0.50001]}
                {"id":2,"option":"watermark","args":{},"input_ids":[0],"scores":[1.0],"expected":[1.0]}
                """);
        Replayed replayed = replay("--only", "processors");
        assertEquals("1 passed, 2 failed", replayed.lastLine(), replayed.out());
        assertTrue(replayed.out().contains("watermark is not supported yet"), replayed.out());
    }

    @Test
    void sequencesAndStopsAreReplayedOnTheDevice() throws IOException {
        Files.createDirectory(folder.resolve("generation"));
        Files.writeString(
                folder.resolve("generation/sequences.jsonl"),
                """
                {"model":"gone","prompt":[1],"options":{"eos_token_id":[1]},"max_new_tokens":1,"sequences":[[1]]}
                {"model":"llama","prompt":[1],"options":{"num_beams":2,"eos_token_id":[1]},"max_new_tokens":1,"sequences":[[1]]}
                """);
        Replayed replayed = replay("--only", "sequences");
        assertEquals("0 passed, 2 failed", replayed.lastLine(), replayed.out());
        assertTrue(replayed.out().contains("the model folder gone is not there"), replayed.out());
        assertTrue(replayed.out().contains("num_beams is not supported yet"), replayed.out());
    }

    @Test
    void aFolderWithoutAnythingKnownCannotBeRead() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        Replayed replayed = Replayed.run("decoder", empty.toString());
        assertEquals(2, replayed.exitCode());
        assertTrue(replayed.err().contains("no folder with golden.safetensors"), replayed.err());
    }

    @Test
    void aBrokenGoldenFileCannotBeRead() throws IOException {
        Files.writeString(folder.resolve("llama/golden.safetensors"), "broken");
        Replayed replayed = replay();
        assertEquals(2, replayed.exitCode());
        assertTrue(replayed.err().contains("golden.safetensors"), replayed.err());
    }
}
