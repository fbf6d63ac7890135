package dev.jeton.docs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jeton.tokenize.EncodeOptions;
import dev.jeton.tokenize.ParallelTokenizer;
import dev.jeton.tokenize.Tokenizer;
import dev.jeton.tokenize.Tokenizers;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The example of docs/tokenizers.md about several threads. */
class ParallelExamplesTest {
    private int written;

    private void write(int[] ids, int size) {
        written += ids.length >= size ? size : 0;
    }

    @Test
    void threads() throws IOException {
        Tokenizer tokenizer =
                Tokenizers.load(Path.of("../testdata/tokenizers/micro/wordpiece-bert.json"));
        String longText = "Hello there, ".repeat(30_000);
        List<String> texts = List.of("Hello", "there");
        Reader reader = new StringReader(longText);

        ParallelTokenizer parallel = tokenizer.parallel(4); // close() ends its threads
        int[] one = parallel.encodeIds(longText); // parted where that changes no id
        List<int[]> batch = parallel.encodeIdsBatch(texts, EncodeOptions.defaults());
        long ids =
                parallel.encodeIds(
                        reader, EncodeOptions.defaults(), part -> write(part.array(), part.size()));
        parallel.close();

        assertArrayEquals(tokenizer.encodeIds(longText), one);
        assertArrayEquals(tokenizer.encodeIds("there"), batch.get(1));
        assertEquals(one.length, ids);
        assertEquals(one.length, written);
    }
}
