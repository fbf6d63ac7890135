package dev.jeton.bpe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jeton.tokenize.model.ByteAlphabet;
import dev.jeton.tokenize.model.IdBuffer;
import dev.jeton.tokenize.model.ModelSpec;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * One piece of megabytes: the steps grow with n log n, so 64 times the length may cost up to 1.5
 * times the steps for each byte, and not 64 times.
 */
class HostileInputTest {
    private static ModelSpec spec() {
        ModelSpec.Builder spec = ModelSpec.builder("x").type("BPE").byteLevel(true);
        int id = 0;
        for (int b = 0; b < 256; b++) {
            spec.token(String.valueOf(ByteAlphabet.charOf(b)), id++);
        }
        Random random = new Random(7);
        for (String unit : new String[] {"a", "\u0120", "1", "\u010A", "!"}) {
            String run = unit;
            for (int i = 0; i < 7; i++) {
                spec.token(run + run, id++).merge(run, run);
                run = run + run;
            }
        }
        java.util.Set<String> known = new java.util.HashSet<>();
        java.util.List<String> words = new java.util.ArrayList<>();
        for (char c = 'a'; c <= 'z'; c++) {
            words.add(String.valueOf(c));
        }
        known.add("aa");
        for (int i = 0; i < 3000; i++) {
            String left = words.get(random.nextInt(words.size()));
            String right = words.get(random.nextInt(Math.min(words.size(), 200)));
            if (left.length() + right.length() < 9 && known.add(left + right)) {
                if (!(left + right).matches("a+")) {
                    spec.token(left + right, id++).merge(left, right);
                    words.add(left + right);
                }
            }
        }
        return spec.build();
    }

    private static double stepsPerByte(BpeModel model, byte[] text) {
        BpeSession session = (BpeSession) model.newSession();
        session.encode(text, 0, text.length, new IdBuffer(1024));
        return (double) session.steps() / text.length;
    }

    private static byte[] fill(String unit, int bytes) {
        return unit.repeat(bytes / unit.getBytes(UTF_8).length).getBytes(UTF_8);
    }

    private static byte[] randomLetters(int bytes) {
        Random random = new Random(3);
        byte[] text = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            text[i] = (byte) ('a' + random.nextInt(26));
        }
        return text;
    }

    @Test
    void stepsForEachByteGrowWithTheLogarithmOfTheLength() {
        BpeModel model = (BpeModel) new BpeFactory().create(spec());
        for (String unit : new String[] {"a", " ", "1", "\n", "!", "\u4E2D"}) {
            double small = stepsPerByte(model, fill(unit, 64 << 10));
            double large = stepsPerByte(model, fill(unit, 4 << 20));
            assertTrue(large <= 1.5 * small, unit + ": " + small + " -> " + large);
        }
        double small = stepsPerByte(model, randomLetters(64 << 10));
        double large = stepsPerByte(model, randomLetters(4 << 20));
        assertTrue(large <= 1.5 * small, "letters: " + small + " -> " + large);
    }
}
