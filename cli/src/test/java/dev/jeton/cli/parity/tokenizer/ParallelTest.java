package dev.jeton.cli.parity.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jeton.tokenize.AddedToken;
import dev.jeton.tokenize.EncodeLimits;
import dev.jeton.tokenize.EncodeOptions;
import dev.jeton.tokenize.Encoding;
import dev.jeton.tokenize.ParallelTokenizer;
import dev.jeton.tokenize.Tokenizer;
import dev.jeton.tokenize.TokenizerException;
import dev.jeton.tokenize.Tokenizers;
import dev.jeton.tokenize.kit.HardTexts;
import dev.jeton.tokenize.model.IdBuffer;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Any number of threads gives the ids of one, for small tokenizers of all kinds. */
class ParallelTest {
    private static final long SEED = Long.getLong("tests.seed", 20_261_123L);
    private static final EncodeOptions WHOLE =
            EncodeOptions.defaults().withoutTruncation().withoutPadding();
    private static final Path SMALL = Path.of("../testdata/tokenizers/micro");

    /** Every twentieth. */
    static Stream<Path> tokenizers() throws IOException {
        List<Path> all = TokenizerContractTest.tokenizers().toList();
        List<Path> some = new ArrayList<>();
        for (int i = 7; i < all.size(); i += 20) {
            some.add(all.get(i));
        }
        return some.stream();
    }

    private static String text(Tokenizer tokenizer, int length) {
        List<String> own =
                tokenizer.addedTokens().values().stream().map(AddedToken::content).toList();
        HardTexts texts = new HardTexts(new Random(SEED), own);
        StringBuilder all = new StringBuilder();
        List<String> lines = new ArrayList<>();
        while (lines.size() < 100) {
            String line = texts.next(200);
            try {
                tokenizer.encodeIds(line, WHOLE);
                lines.add(line);
            } catch (TokenizerException e) {
                lines.add(" "); // no unknown token
            }
        }
        for (int i = 0; all.length() < length; i = (i + 37) % lines.size()) {
            all.append(lines.get(i));
        }
        return all.toString();
    }

    private static int[] read(ParallelTokenizer parallel, String text) throws IOException {
        IdBuffer all = new IdBuffer(16);
        long count =
                parallel.encodeIds(
                        new StringReader(text),
                        WHOLE,
                        ids -> all.addAll(ids.array(), 0, ids.size()));
        assertEquals(all.size(), count);
        return all.toArray();
    }

    @ParameterizedTest
    @MethodSource("tokenizers")
    void anyNumberOfThreadsGivesTheIdsOfOne(Path file) throws IOException {
        Tokenizer tokenizer = Tokenizers.load(file);
        String text = text(tokenizer, 450_000);
        int[] ids;
        try {
            ids = tokenizer.encodeIds(text, WHOLE);
        } catch (TokenizerException e) {
            return; // joined lines have what no token stands for
        }
        for (int threads : new int[] {1, 3}) {
            try (ParallelTokenizer parallel = tokenizer.parallel(threads)) {
                String hint = file.getFileName() + ", threads " + threads;
                assertArrayEquals(ids, parallel.encodeIds(text, WHOLE), hint);
                assertArrayEquals(ids, read(parallel, text), hint);
                List<String> texts = Arrays.asList(text.substring(0, 2000).split(" ", 60));
                List<int[]> batch = parallel.encodeIdsBatch(texts, WHOLE);
                for (int i = 0; i < texts.size(); i++) {
                    assertArrayEquals(tokenizer.encodeIds(texts.get(i), WHOLE), batch.get(i), hint);
                }
                List<Encoding> encodings = parallel.encodeBatch(texts, WHOLE);
                for (int i = 0; i < texts.size(); i++) {
                    Encoding one = tokenizer.encode(texts.get(i), WHOLE);
                    assertArrayEquals(one.ids(), encodings.get(i).ids(), hint);
                    assertEquals(one.tokens(), encodings.get(i).tokens(), hint);
                }
            }
        }
    }

    @Test
    void aFailureOfOneThreadIsThatOfTheCall() {
        Tokenizer tokenizer = Tokenizers.load(SMALL.resolve("wordpiece-bert.json"));
        EncodeOptions small = WHOLE.withLimits(EncodeLimits.defaults().withMaxTextBytes(10));
        try (ParallelTokenizer parallel = tokenizer.parallel(4)) {
            List<String> texts = List.of("a", "b", "more than ten bytes", "c");
            TokenizerException e =
                    assertThrows(
                            TokenizerException.class, () -> parallel.encodeIdsBatch(texts, small));
            assertTrue(String.valueOf(e.getMessage()).contains("EncodeLimits.maxTextBytes"));
            assertEquals(4, parallel.threads());
        }
        assertThrows(IllegalArgumentException.class, () -> tokenizer.parallel(0));
    }

    @Test
    void aClosedOneStillWorksOnTheCallingThread() {
        Tokenizer tokenizer = Tokenizers.load(SMALL.resolve("wordpiece-bert.json"));
        ParallelTokenizer parallel = tokenizer.parallel(2);
        parallel.close();
        List<String> texts = List.of("a b", "c");
        assertArrayEquals(
                tokenizer.encodeIds("a b"),
                parallel.encodeIdsBatch(texts, EncodeOptions.defaults()).get(0));
    }
}
