package dev.jeton.unigram;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jeton.tokenize.model.IdBuffer;
import dev.jeton.tokenize.model.ModelSession;
import dev.jeton.tokenize.model.ModelSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The search against {@link SlowUnigram}, over random vocabularies with many ties. */
class UnigramOracleTest {
    private static final long SEED = Long.getLong("tests.seed", System.nanoTime());
    private static final String[] LETTERS = {"a", "b", "c", "\u2581", "\u00E9", "\u4E2D", "😀"};

    private static String word(Random random, int most) {
        StringBuilder word = new StringBuilder();
        for (int n = 1 + random.nextInt(most); n > 0; n--) {
            word.append(LETTERS[random.nextInt(LETTERS.length)]);
        }
        return word.toString();
    }

    @Test
    void idsAreThoseOfThePlainSearch() {
        for (int round = 0; round < 400; round++) {
            Random random = new Random(SEED + round);
            Map<String, Integer> ids = new HashMap<>();
            List<Double> scores = new ArrayList<>();
            ModelSpec.Builder spec =
                    ModelSpec.builder("tokenizer.json").type("Unigram").vocabularyStarts();
            int unknown = random.nextInt(3);
            int pieces = 3 + random.nextInt(40);
            boolean bytes = random.nextBoolean();
            boolean everyByte = random.nextInt(3) > 0;
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < pieces; i++) {
                texts.add(i == unknown ? "<unk>" : word(random, 4));
            }
            for (int b = 0; bytes && b < 256; b++) {
                if (everyByte || b % 5 > 0) {
                    texts.add(String.format(Locale.ROOT, "<0x%02X>", b));
                }
            }
            for (String text : texts) {
                // Halves are exact, so that equal sums are equal; repeated pieces are wanted.
                double score = -random.nextInt(6) / 2.0;
                ids.put(text, scores.size());
                scores.add(score);
                spec.scoredPiece(text, score);
            }
            spec.option("unk_id", (long) unknown).option("byte_fallback", bytes);
            SlowUnigram slow = new SlowUnigram(ids, scores, unknown, bytes);
            ModelSession session = new UnigramFactory().create(spec.build()).newSession();
            for (int i = 0; i < 30; i++) {
                String text = word(random, i == 0 ? 200 : 12);
                check(session, slow, text, "tests.seed=" + (SEED + round) + " " + text);
            }
        }
    }

    private static void check(ModelSession session, SlowUnigram slow, String text, String hint) {
        byte[] utf8 = ("xx" + text + "y").getBytes(UTF_8);
        IdBuffer out = new IdBuffer(4);
        session.encode(utf8, 2, utf8.length - 1, out);
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < out.size(); i++) {
            found.add(out.get(i));
        }
        assertEquals(slow.encode(text), found, hint);
        assertEquals(found.size(), session.count(utf8, 2, utf8.length - 1), hint);
    }

    @Test
    void noWayToCutIsBetter() {
        Random random = new Random(SEED);
        for (int round = 0; round < 100; round++) {
            Map<String, Integer> ids = new HashMap<>();
            List<Double> scores = new ArrayList<>();
            ModelSpec.Builder spec =
                    ModelSpec.builder("tokenizer.json").type("Unigram").vocabularyStarts();
            spec.scoredPiece("<unk>", 0).option("unk_id", 0L);
            ids.put("<unk>", 0);
            scores.add(0.0);
            while (scores.size() < 30) {
                String piece = word(random, 4);
                if (ids.putIfAbsent(piece, scores.size()) == null) {
                    scores.add(-10 * random.nextDouble());
                    spec.scoredPiece(piece, scores.get(scores.size() - 1));
                }
            }
            SlowUnigram slow = new SlowUnigram(ids, scores, 0, false);
            UnigramSession session =
                    (UnigramSession) new UnigramFactory().create(spec.build()).newSession();
            String text = word(random, 12);
            byte[] utf8 = text.getBytes(UTF_8);
            double[] sum = new double[1];
            session.encode(
                    utf8,
                    0,
                    utf8.length,
                    (id, from, to) -> {
                        String covered = new String(utf8, from, to - from, UTF_8);
                        // A token of several unknown characters counts once for each.
                        double least = slow.bestScore("\uFFFF");
                        sum[0] +=
                                id == 0
                                        ? least * covered.codePointCount(0, covered.length())
                                        : scores.get(id);
                    });
            assertEquals(slow.bestScore(text), sum[0], 1e-9, "tests.seed=" + SEED + " " + text);
        }
    }

    /** The walks of the trie, for each byte, do not grow with the text. */
    @Test
    void stepsForEachByteDoNotGrow() {
        ModelSpec.Builder spec =
                ModelSpec.builder("tokenizer.json").type("Unigram").vocabularyStarts();
        spec.scoredPiece("<unk>", 0).option("unk_id", 0L);
        for (int n = 1; n <= 16; n++) {
            spec.scoredPiece("a".repeat(n), -n);
            spec.scoredPiece("\u2581".repeat(n), -n);
            spec.scoredPiece("e" + "\u0301".repeat(n), -n);
        }
        UnigramModel model = (UnigramModel) new UnigramFactory().create(spec.build());
        for (String unit : List.of("a", "\u2581", "\u0301", "e\u0301", "ab", "\u4E2D")) {
            double small = stepsPerByte(model, unit, 64 << 10);
            double large = stepsPerByte(model, unit, 16 << 20);
            assertTrue(large <= 1.01 * small, unit + ": " + small + " -> " + large);
            assertTrue(large <= 3 * 16 + 1, unit + ": " + large);
        }
    }

    private static double stepsPerByte(UnigramModel model, String unit, int bytes) {
        byte[] text = unit.repeat(bytes / unit.getBytes(UTF_8).length).getBytes(UTF_8);
        UnigramSession session = new UnigramSession(model);
        int unused = session.count(text, 0, text.length);
        return (double) session.steps() / text.length;
    }
}
