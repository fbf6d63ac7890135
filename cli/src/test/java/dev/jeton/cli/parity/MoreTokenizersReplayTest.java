package dev.jeton.cli.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Replays the rows of other seeds and further files: all of them, without an exception. */
class MoreTokenizersReplayTest {
    @Test
    void everyRowOfTheFurtherTokenizersPasses() {
        Replayed replayed =
                Replayed.run(
                        "tokenizer",
                        GoldenData.folder("tokenizers-more").toString(),
                        "--files",
                        GoldenData.fetchedTokenizers().toString());
        assertTrue(replayed.lastLine().endsWith(" passed, 0 failed"), replayed::out);
        int passed = Integer.parseInt(replayed.lastLine().split(" ", 2)[0]);
        assertTrue(passed > 37_000, replayed::lastLine);
    }

    @Test
    void noFetchedTokenizerIsThereTwice() {
        List<String> hashes =
                Manifest.read(GoldenData.folder("tokenizers-more").resolve("MANIFEST.tsv")).stream()
                        .map(row -> String.valueOf(row.get("sha256")))
                        .toList();
        assertEquals(
                hashes.size(),
                hashes.stream().distinct().count(),
                Arrays.toString(hashes.toArray()));
    }
}
