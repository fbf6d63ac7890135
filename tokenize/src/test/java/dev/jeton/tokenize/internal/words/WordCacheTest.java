package dev.jeton.tokenize.internal.words;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jeton.tokenize.model.IdBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WordCacheTest {
    private static final long SEED = Long.getLong("tests.seed", System.nanoTime() ^ 0x5DEECE66DL);

    /** A function of the bytes in the place of a model. */
    private static int[] idsOf(byte[] text, int from, int to) {
        int count = 1 + (to - from) / 3;
        int[] ids = new int[count];
        for (int i = from; i < to; i++) {
            ids[(i - from) % count] = (31 * ids[(i - from) % count] + text[i]) & 0x7FFFFFFF;
        }
        return ids;
    }

    @Test
    void neverGivesTheIdsOfAnotherPiece() {
        Random random = new Random(SEED);
        WordCache cache = new WordCache(8192);
        IdBuffer out = new IdBuffer(4);
        int hits = 0;
        for (int i = 0; i < 200_000; i++) {
            int length = 1 + random.nextInt(random.nextInt(10) == 0 ? 300 : 17);
            byte[] text = new byte[length + random.nextInt(20)];
            int from = random.nextInt(text.length - length + 1);
            for (int j = 0; j < length; j++) {
                text[from + j] = (byte) random.nextInt(length < 6 ? 3 : 2);
            }
            int[] expected = idsOf(text, from, from + length);
            out.clear();
            if (cache.append(text, from, from + length, out)) {
                hits++;
                assertArrayEquals(expected, out.toArray(), "seed " + SEED);
                assertEquals(expected.length, cache.count(text, from, from + length));
            } else {
                assertEquals(-1, cache.count(text, from, from + length));
                cache.put(text, from, from + length, expected, expected.length);
            }
        }
        assertTrue(hits > 10_000, "hits: " + hits);
    }

    @Test
    void staysWithinItsBytes() {
        for (int bytes : new int[] {4096, 100_000, 4 << 20, 5_000_000}) {
            WordCache cache = new WordCache(bytes);
            long first = cache.bytes();
            int[] ids = new int[40];
            for (int i = 0; i < 400_000; i++) {
                byte[] word = Integer.toString(i).repeat(i % 7 == 0 ? 6 : 1).getBytes(UTF_8);
                cache.put(word, 0, word.length, ids, word.length > 15 ? 40 : 1);
            }
            assertTrue(cache.bytes() <= bytes, cache.bytes() + " for " + bytes);
            assertTrue(cache.bytes() > bytes / 3, cache.bytes() + " for " + bytes);
            assertTrue(first <= 100_000, first + " at first for " + bytes);
        }
    }

    @Test
    void zeroBytesAreNotAnEmptyPiece() {
        WordCache cache = new WordCache(4096);
        byte[] zeros = new byte[10];
        cache.put(zeros, 0, 3, new int[] {7}, 1);
        IdBuffer out = new IdBuffer(4);
        assertTrue(cache.append(zeros, 0, 3, out));
        assertFalse(cache.append(zeros, 0, 2, out));
        assertFalse(cache.append(zeros, 0, 8, out));
        assertFalse(cache.append("abc".getBytes(UTF_8), 0, 3, out));
    }
}
