package dev.jeton.cli.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jeton.cli.SmolLm2;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Replays the golden data of the repository.
 *
 * <p>What must be without a failure is named here. For the rest the number of failures may only go
 * down: whoever makes more of it work lowers the number.
 */
class GoldenReplayTest {
    private static int failed(Replayed replayed, String kind, String group) {
        List<String> lines = replayed.lines();
        int start = lines.indexOf("by " + kind + ":");
        assertTrue(start >= 0, () -> "no table of " + kind + " in\n" + replayed.out());
        Pattern row =
                Pattern.compile("  " + Pattern.quote(group) + " +(\\d+) passed +(\\d+) failed");
        for (String line : lines.subList(start + 1, lines.size())) {
            Matcher matcher = row.matcher(line);
            if (matcher.matches()) {
                return Integer.parseInt(matcher.group(2));
            }
            if (line.isEmpty()) {
                break;
            }
        }
        throw new AssertionError("no row " + group + " in the table of " + kind);
    }

    private static void assertAtMost(int allowed, Replayed replayed, int rows) {
        Matcher matcher =
                Pattern.compile("(\\d+) passed, (\\d+) failed").matcher(replayed.lastLine());
        assertTrue(matcher.matches(), replayed.lastLine());
        int passed = Integer.parseInt(matcher.group(1));
        int failed = Integer.parseInt(matcher.group(2));
        assertEquals(rows, passed + failed, "every row is judged");
        assertTrue(failed <= allowed, () -> replayed.out() + "\nallowed: " + allowed);
    }

    @Test
    void tokenizers() {
        Replayed replayed =
                Replayed.run(
                        "tokenizer",
                        GoldenData.folder("tokenizers").toString(),
                        "--files",
                        GoldenData.fetchedTokenizers().toString(),
                        "--all-groups");
        for (String name : List.of("gpt4o", "qwen3", "llama3", "gptoss")) {
            String file = "cases-real-" + name + ".jsonl.gz";
            assertEquals(0, failed(replayed, "file", file), () -> file + "\n" + replayed.out());
        }
        assertEquals(0, failed(replayed, "file", "cases-sp.jsonl.gz"), replayed::out);
        assertAtMost(Allowed.TOKENIZERS, replayed, 115_155);
    }

    @Test
    void rankFiles() {
        Replayed replayed =
                Replayed.run(
                        "tokenizer",
                        GoldenData.folder("ranks").toString(),
                        "--files",
                        GoldenData.fetchedTokenizers().toString());
        assertEquals("4867 passed, 0 failed", replayed.lastLine(), replayed::out);
    }

    @Test
    void foldersOfPretrainedTokenizers() {
        Replayed replayed = Replayed.run("tokenizer", GoldenData.folder("pretrained").toString());
        assertEquals("2020 passed, 0 failed", replayed.lastLine(), replayed::out);
    }

    @Test
    void foldersWithModelsOfPieces() {
        Replayed replayed =
                Replayed.run("tokenizer", GoldenData.folder("pretrained-pieces").toString());
        assertEquals("1680 passed, 0 failed", replayed.lastLine(), replayed::out);
    }

    @Test
    void templates() {
        Replayed replayed =
                Replayed.run("templates", GoldenData.folder("chat-templates").toString());
        assertAtMost(Allowed.TEMPLATES, replayed, 31_772);
    }

    @Test
    void tinyLlamasOnEveryBackend() {
        Replayed replayed =
                Replayed.run(
                        "decoder", GoldenData.folder("decoders").toString(), "--only", "llama*");
        assertEquals("364 passed, 0 failed", replayed.lastLine(), replayed::out);
        assertEquals(0, failed(replayed, "device", "reference"));
        assertEquals(0, failed(replayed, "device", "cpu"));
    }

    /** The model comes from the cache; {@link SmolLm2} fetches it when it is not there. */
    @Test
    void realChatModelOnEveryBackend() {
        assertTrue(Files.isRegularFile(SmolLm2.file()));
        Replayed replayed =
                Replayed.run(
                        "decoder", GoldenData.folder("decoders").toString(), "--only", "smollm2");
        assertTrue(replayed.lastLine().endsWith(" passed, 0 failed"), replayed::out);
        assertEquals(0, failed(replayed, "device", "reference"));
        assertEquals(0, failed(replayed, "device", "cpu"));
    }

    @Test
    void tensorTypes() {
        Replayed replayed =
                Replayed.run("decoder", GoldenData.folder("decoders").toString(), "--only", "gguf");
        assertAtMost(Allowed.TENSOR_TYPES, replayed, 98);
    }

    @Test
    void generationOptions() {
        Replayed replayed =
                Replayed.run(
                        "decoder",
                        GoldenData.folder("decoders").toString(),
                        "--only",
                        "generation");
        for (String option : List.of("temperature", "top_k", "min_p", "repetition_penalty")) {
            assertEquals(0, failed(replayed, "op", option), replayed::out);
        }
        assertAtMost(Allowed.GENERATION, replayed, 434 + 24 + 2 * (248 + 28));
    }

    /** Failures that are left, by what they wait for. */
    private static final class Allowed {
        /** Nothing: every case passes. */
        static final int TOKENIZERS = 0;

        /** Nothing: every case passes. */
        static final int TEMPLATES = 0;

        /** IQ, TQ and FP4 types. */
        static final int TENSOR_TYPES = 52;

        /** Beam search, speculative decoding, and processors that do not exist yet. */
        static final int GENERATION = 862;
    }
}
