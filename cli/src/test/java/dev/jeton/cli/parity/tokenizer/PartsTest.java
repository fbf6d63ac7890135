package dev.jeton.cli.parity.tokenizer;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jeton.tokenize.Tokenizer;
import dev.jeton.tokenize.TokenizerException;
import dev.jeton.tokenize.Tokenizers;
import dev.jeton.tokenize.kit.FetchedTokenizers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Counts of parts of texts, with every small and every fetched tokenizer. */
class PartsTest {
    private static final long SEED = Long.getLong("tests.seed", 20_261_123L);
    private static final int ROUNDS = Integer.getInteger("tests.rounds", 1);

    /** Merges of these reach across all places, or their stages do not tell any. */
    private static final Set<String> WHOLE = Set.of("gemini", "pix2tex");

    @Test
    void smallTokenizers() throws IOException {
        int parted = 0;
        int all = 0;
        for (Path file : TokenizerContractTest.tokenizers().toList()) {
            parted += check(file.getFileName().toString(), Tokenizers.load(file), 3, 120) ? 1 : 0;
            all++;
        }
        assertTrue(parted > all / 3, parted + " of " + all + " have places to part at");
    }

    /** Each kind of pipeline once; all files are many seconds of loading ({@code tests.rounds}). */
    private static final Set<String> KINDS =
            Set.of(
                    "gpt4o",
                    "qwen3",
                    "gemma3",
                    "llama2",
                    "all-minilm-l6-v2",
                    "mon",
                    "deepseek_v3",
                    "claude",
                    "aranizer-sp-32k",
                    "pix2tex",
                    "oromo-bpe");

    private static String folder(Path file) {
        return file.getName(file.getNameCount() - 2).toString();
    }

    private static boolean isChosen(Path file) {
        return ROUNDS > 1 || KINDS.contains(folder(file));
    }

    @Test
    void fetchedTokenizers() throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(FetchedTokenizers.folder(), 2)) {
            all.filter(f -> f.endsWith("tokenizer.json") || f.toString().endsWith(".model"))
                    .filter(PartsTest::isChosen)
                    .sorted()
                    .forEach(files::add);
        }
        assertTrue(files.size() >= KINDS.size());
        Set<String> whole = new TreeSet<>();
        for (Path file : files) {
            Tokenizer tokenizer;
            try {
                tokenizer = Tokenizers.load(file);
            } catch (TokenizerException e) {
                continue;
            }
            boolean parted = check(file.toString(), tokenizer, 4, 400);
            if (!parted && file.endsWith("tokenizer.json")) {
                whole.add(folder(file));
            }
        }
        assertTrue(WHOLE.containsAll(whole), "not parted: " + whole);
    }

    private static boolean check(String name, Tokenizer tokenizer, int texts, int longest) {
        PartChecks checks = new PartChecks(name, tokenizer, new Random(SEED));
        for (int i = 0; i < ROUNDS * texts; i++) {
            checks.index(longest, 12);
            checks.grow(longest / 2);
            checks.limit(longest);
        }
        return checks.parts();
    }
}
