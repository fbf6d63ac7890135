package dev.jeton.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jeton.tokenize.CountIndex;
import dev.jeton.tokenize.TokenCounter;
import dev.jeton.tokenize.Tokenizer;
import dev.jeton.tokenize.Tokenizers;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** The examples of docs/tokenizers.md about counting. */
class CountingExamplesTest {
    private static final Path FILE =
            Path.of("../testdata/tokenizers/micro/bpe-bytelevel-ignoremerges=false.json");

    @Test
    void counts() {
        Tokenizer tokenizer = Tokenizers.load(FILE);
        String text = "Hello there";

        OptionalInt fits =
                tokenizer.countUpTo(
                        text, 8192); // empty if there are more; reads no further than that
        CountIndex index = tokenizer.countIndex(text); // one pass over the text
        int middle = index.count(6, 11); // that of text.substring(6, 11)
        TokenCounter counter = tokenizer.counter(); // for a text that grows
        long soFar = counter.append("Hello ").append("there").prepend("> ").count();

        assertEquals(tokenizer.count(text), fits.orElseThrow());
        assertEquals(tokenizer.count("there"), middle);
        assertEquals(tokenizer.count("> Hello there"), soFar);
    }
}
