package dev.jeton.cli.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jeton.tokenize.Tokenizer;
import dev.jeton.tokenize.TokenizerException;
import dev.jeton.tokenize.Tokenizers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Counting until a limit beside counting all, over every small tokenizer. */
class CountUpToTest {
    private static final List<String> TEXTS =
            List.of(
                    "",
                    "a",
                    "Hello there, it's 1234\n\n  fine",
                    "<s>abc</s> [CLS] x y z [SEP]",
                    "\u65E5\u672C\u8A9E \u00E9\u00DF \uD83D\uDE00 abcabcabcabc");

    @Test
    void isTheCountUpToTheLimitAndNothingAbove() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(GoldenData.folder("tokenizers").resolve("micro"))) {
            files = all.filter(file -> file.toString().endsWith(".json")).sorted().toList();
        }
        int compared = 0;
        for (Path file : files) {
            Tokenizer tokenizer;
            try {
                tokenizer = Tokenizers.load(file);
            } catch (TokenizerException e) {
                continue; // Some of the files are refused on purpose.
            }
            for (String text : TEXTS) {
                int count;
                try {
                    count = tokenizer.count(text);
                } catch (TokenizerException | IllegalArgumentException e) {
                    continue; // The file asks for what this text cannot have.
                }
                for (int limit = 0; limit <= count + 1; limit++) {
                    OptionalInt expected =
                            count <= limit ? OptionalInt.of(count) : OptionalInt.empty();
                    assertEquals(
                            expected,
                            tokenizer.countUpTo(text, limit),
                            file.getFileName() + ", limit " + limit + ": " + text);
                    compared++;
                }
            }
        }
        assertTrue(compared > 20_000, "compared " + compared);
    }

    @Test
    void aLimitBelowZeroIsRefused() {
        Tokenizer tokenizer =
                Tokenizers.load(
                        GoldenData.folder("tokenizers").resolve("micro/unigram-nosplit.json"));
        assertThrows(IllegalArgumentException.class, () -> tokenizer.countUpTo("a", -1));
    }
}
