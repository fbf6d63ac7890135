package dev.jeton.cli.parity.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jeton.cli.convert.Conversion;
import dev.jeton.tokenize.AddedToken;
import dev.jeton.tokenize.Tokenizer;
import dev.jeton.tokenize.TokenizerException;
import dev.jeton.tokenize.Tokenizers;
import dev.jeton.tokenize.kit.HardTexts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every small tokenizer in every format: either it is refused with a reason, or the files can be
 * read again; and those named here then have the same ids for random texts.
 */
class ExportTest {
    private static final long SEED = Long.getLong("tests.seed", 20_261_123L);
    private static final List<String> NAMES =
            List.of(
                    "tokenizer.json",
                    "tekken.json",
                    "vocab.json",
                    "vocab.txt",
                    "a.gguf",
                    "a.model",
                    "a.tiktoken");

    /** The fewest tokenizers that come through each format with the same ids. */
    private static final Map<String, Integer> EQUAL =
            Map.of(
                    "tokenizer.json", 400,
                    "tekken.json", 1,
                    "vocab.json", 1,
                    "vocab.txt", 1,
                    "a.gguf", 10,
                    "a.model", 5,
                    "a.tiktoken", 1);

    @Test
    void eachIsRefusedOrReadAgain() throws IOException {
        Map<String, List<String>> equal = new TreeMap<>();
        List<Path> files = new ArrayList<>(TokenizerContractTest.tokenizers().toList());
        files.add(Path.of("../testdata/ranks/mistral/tekken-new.json"));
        for (Path file : files) {
            Tokenizer tokenizer = Tokenizers.load(file);
            for (String name : NAMES) {
                Conversion conversion;
                try {
                    conversion = Conversion.of(tokenizer, name);
                } catch (TokenizerException e) {
                    assertTrue(String.valueOf(e.getMessage()).length() > 20, name);
                    continue;
                }
                if (isEqual(conversion)) {
                    equal.computeIfAbsent(name, any -> new ArrayList<>())
                            .add(String.valueOf(file.getFileName()));
                }
            }
        }
        EQUAL.forEach(
                (name, least) -> {
                    List<String> found = equal.getOrDefault(name, List.of());
                    assertTrue(found.size() >= least, name + ": " + new TreeSet<>(found));
                });
    }

    private static boolean isEqual(Conversion conversion) {
        return texts(conversion.before())
                .allMatch(
                        text ->
                                Arrays.equals(
                                        ids(conversion.before(), text, conversion),
                                        ids(conversion.after(), text, conversion)));
    }

    private static int[] ids(Tokenizer tokenizer, String text, Conversion conversion) {
        try {
            return tokenizer.encodeIds(text, conversion.options());
        } catch (TokenizerException e) {
            return new int[] {-1}; // without an unknown token; so must the other be
        }
    }

    private static Stream<String> texts(Tokenizer tokenizer) {
        List<String> own =
                tokenizer.addedTokens().values().stream().map(AddedToken::content).toList();
        HardTexts texts = new HardTexts(new Random(SEED), own);
        return Stream.generate(() -> texts.next(60)).limit(20);
    }

    @Test
    void theFormatFollowsFromTheName() {
        Tokenizer tokenizer =
                Tokenizers.load(Path.of("../testdata/tokenizers/micro/wordpiece-bert.json"));
        assertEquals(
                List.of("vocab.txt", "tokenizer_config.json"),
                List.copyOf(Conversion.of(tokenizer, "vocab.txt").files().keySet()));
        assertEquals(
                List.of("x.GGUF"),
                List.copyOf(Conversion.of(tokenizer, "x.GGUF").files().keySet()));
    }
}
