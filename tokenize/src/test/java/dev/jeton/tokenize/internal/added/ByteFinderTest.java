package dev.jeton.tokenize.internal.added;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ByteFinderTest {
    private static final long SEED = Long.getLong("tests.seed", System.nanoTime() ^ 0x5DEECE66DL);

    @Test
    void findsWhatLookingAtEachByteFinds() {
        Random random = new Random(SEED);
        for (int round = 0; round < 300; round++) {
            int[] set = new int[256];
            for (int i = random.nextInt(6); i > 0; i--) {
                set[random.nextInt(256)] = 1;
            }
            ByteFinder finder = new ByteFinder(set);
            byte[] text = new byte[random.nextInt(400)];
            random.nextBytes(text);
            int from = text.length == 0 ? 0 : random.nextInt(text.length);
            for (int at = from - 1; at < text.length; at++) {
                int expected = at;
                while (expected >= from && set[text[expected] & 0xFF] == 0) {
                    expected--;
                }
                assertEquals(expected, finder.before(text, from, at), "seed " + SEED);
            }
        }
    }

    @Test
    void neighboursOfTheByteAreNotIt() {
        int[] set = new int[256];
        set['>'] = 1;
        ByteFinder finder = new ByteFinder(set);
        for (int b = 0; b < 256; b++) {
            byte[] text = new byte[64];
            java.util.Arrays.fill(text, (byte) b);
            assertEquals(b == '>' ? 63 : -1, finder.before(text, 0, 63));
            text[5] = '>';
            assertEquals(b == '>' ? 63 : 5, finder.before(text, 0, 63));
        }
    }
}
