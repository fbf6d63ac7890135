package dev.jeton.tokenize.internal.utf8;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.nio.CharBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The JDK's encoder is the oracle; it has {@code ?} where this one has U+FFFD. */
class Utf8BufferTest {
    private static final long SEED = Long.getLong("tests.seed", System.nanoTime() ^ 0x5DEECE66DL);

    private static byte[] expected(String text) {
        StringBuilder whole = new StringBuilder(text);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                whole.setCharAt(i, '\uFFFD');
            }
        }
        return whole.toString().getBytes(UTF_8);
    }

    private static void check(Utf8Buffer buffer, String text, String hint) {
        byte[] expected = expected(text);
        buffer.set(text);
        assertArrayEquals(expected, Arrays.copyOf(buffer.bytes(), buffer.length()), hint);
        buffer.set(CharBuffer.wrap(text));
        assertArrayEquals(
                expected, Arrays.copyOf(buffer.bytes(), buffer.length()), "no String, " + hint);
    }

    @Test
    void randomTexts() {
        Random random = new Random(SEED);
        Utf8Buffer buffer = new Utf8Buffer();
        char[] some = {'a', '\u007F', '\u0080', 'é', '\u07FF', '\u0800', '中', '\uFFFF', '\uD83D'};
        for (int round = 0; round < 2000; round++) {
            int n = random.nextInt(round % 10 == 0 ? 5000 : 40);
            int ascii = random.nextInt(100);
            StringBuilder text = new StringBuilder();
            while (text.length() < n) {
                if (random.nextInt(100) < ascii) {
                    text.append((char) ('a' + random.nextInt(26)));
                } else if (random.nextInt(4) == 0) {
                    text.append((char) (0xDC00 + random.nextInt(1024)));
                } else {
                    text.append(some[random.nextInt(some.length)]);
                }
            }
            check(buffer, text.toString(), "seed " + SEED + " round " + round);
        }
    }

    @Test
    void pairsAcrossTheBordersOfItsChunks() {
        Utf8Buffer buffer = new Utf8Buffer();
        for (int before = 1000; before < 1060; before++) {
            check(buffer, "é" + "x".repeat(before) + "\uD83D\uDE00 end", "pair behind " + before);
            check(buffer, "é" + "\uD83D".repeat(before) + "\uDE00", "halves before " + before);
        }
    }
}
