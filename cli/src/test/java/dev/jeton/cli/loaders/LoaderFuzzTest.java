package dev.jeton.cli.loaders;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short run; {@code scripts/fuzz-loaders} runs for hours. */
class LoaderFuzzTest {
    private static final long SEED = Long.getLong("tests.seed", System.nanoTime());
    private static final int ROUNDS = 80;

    private static Path testdata() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.isRegularFile(folder.resolve("testdata/README.md"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IllegalStateException("run the tests inside the repository");
        }
        return folder.resolve("testdata");
    }

    @Test
    void damagedFilesAreRefusedOrWork(@TempDir Path work, @TempDir Path found) throws IOException {
        LoaderFuzzer fuzzer = new LoaderFuzzer(testdata(), work, found);
        Random random = new Random(SEED);
        for (int i = 0; i < ROUNDS; i++) {
            fuzzer.round(random);
        }
        assertEquals(Map.of(), fuzzer.faults, "seed " + SEED);
        fuzzer.tallies.forEach(
                (kind, tally) -> {
                    assertEquals(ROUNDS, tally.files);
                    assertTrue(tally.taken > 0 && tally.taken < ROUNDS, kind + ": " + tally);
                });
    }

    /** Otherwise a run would test nothing but refusals. */
    @Test
    void filesThatAreFineAreTaken(@TempDir Path work) throws IOException {
        List<String> refused = new LoaderFuzzer(testdata(), work, work).refusedSeeds();
        assertTrue(refused.size() <= 12, refused::toString);
    }
}
