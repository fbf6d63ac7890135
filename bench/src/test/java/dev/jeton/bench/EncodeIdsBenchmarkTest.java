package dev.jeton.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jeton.cli.parity.JsonLines;
import dev.jeton.tokenize.EncodeOptions;
import dev.jeton.tokenize.Tokenizer;
import dev.jeton.tokenize.Tokenizers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The benchmark measures the right answer: both tokenizers give the ids of the golden data. */
class EncodeIdsBenchmarkTest {
    private static final Path ROOT = root();

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.isRegularFile(folder.resolve("testdata/README.md"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IllegalStateException("run the tests inside the repository");
        }
        return folder;
    }

    @BeforeAll
    static void fetchTokenizers() throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(ROOT.resolve("scripts/fetch-tokenizers").toString())
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        assertEquals(0, process.waitFor(), "scripts/fetch-tokenizers, see standard error");
    }

    @ParameterizedTest
    @ValueSource(strings = {"english", "code", "chinese", "mixed"})
    void bothGiveTheSameIds(String text) {
        EncodeIdsBenchmark benchmark = new EncodeIdsBenchmark();
        benchmark.textName = text;
        benchmark.readText();
        int[] ids = benchmark.jeton();
        assertTrue(ids.length > 500, () -> text + ": " + ids.length + " ids");
        assertArrayEquals(
                benchmark.huggingFaceJni(), Arrays.stream(ids).asLongStream().toArray(), text);
        benchmark.close();
    }

    @Test
    void bothGiveTheIdsOfTheGoldenData() {
        Tokenizer jeton = Tokenizers.load(TokenizerFiles.tokenizer("gpt4o"));
        Path cases = ROOT.resolve("testdata/tokenizers/cases-real-gpt4o.jsonl.gz");
        int compared = 0;
        try (HuggingFacePeer peer = new HuggingFacePeer(TokenizerFiles.tokenizer("gpt4o"));
                JsonLines lines = JsonLines.open(cases)) {
            for (JsonLines.Line line = lines.next(); line != null; line = lines.next()) {
                ObjectNode row = line.parse();
                if (isPlainEncode(row)) {
                    String text = row.path("text").textValue();
                    int[] expected = new int[row.path("ids").size()];
                    Arrays.setAll(expected, i -> row.path("ids").path(i).intValue());
                    EncodeOptions plain = EncodeOptions.defaults().withSpecialTokens(false);
                    assertArrayEquals(expected, jeton.encodeIds(text, plain), line.place());
                    assertArrayEquals(
                            Arrays.stream(expected).asLongStream().toArray(),
                            peer.ids(text),
                            line.place());
                    compared++;
                }
            }
        }
        assertTrue(compared > 200, compared + " rows");
    }

    private static boolean isPlainEncode(ObjectNode row) {
        return row.path("op").asText().equals("encode")
                && row.path("ids").isArray()
                && row.path("pair").isMissingNode()
                && !row.path("truncation").isObject()
                && !row.path("padding").isObject()
                && !row.path("encode_special_tokens").asBoolean();
    }
}
