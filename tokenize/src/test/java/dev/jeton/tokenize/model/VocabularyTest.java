package dev.jeton.tokenize.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VocabularyTest {
    private static final long SEED = Long.getLong("tests.seed", System.nanoTime());

    @Test
    void findsWhatAMapFinds() {
        Random random = new Random(SEED);
        Map<String, Integer> map = new HashMap<>();
        Vocabulary.Builder builder = Vocabulary.builder();
        for (int i = 0; i < 20_000; i++) {
            String token = token(random);
            map.put(token, i);
            builder.put(token, i);
        }
        Vocabulary vocabulary = builder.build(false);
        assertEquals(map.size(), vocabulary.size());
        map.forEach(
                (token, id) -> {
                    assertEquals(id, vocabulary.idOf(token), "seed " + SEED);
                    assertEquals(token, vocabulary.tokenOf(id));
                });
        for (int i = 0; i < 20_000; i++) {
            String token = token(random);
            assertEquals(map.getOrDefault(token, -1), vocabulary.idOf(token), "seed " + SEED);
        }
    }

    private static String token(Random random) {
        StringBuilder token = new StringBuilder();
        for (int n = random.nextInt(12); n > 0; n--) {
            int kind = random.nextInt(10);
            token.appendCodePoint(
                    kind < 7 ? 'a' + random.nextInt(4) : kind < 9 ? 0x4E00 + kind : 0x1F600);
        }
        return token.toString();
    }

    @Test
    void laterIdReplacesAnEarlierOneInAMap() {
        Vocabulary v = Vocabulary.builder().put("a", 0).put("b", 1).put("a", 5).build(false);
        assertEquals(5, v.idOf("a"));
        assertNull(v.tokenOf(0));
        assertEquals(2, v.size());
        assertEquals(6, v.idLimit());
    }

    @Test
    void repeatedPieceOfAListKeepsBothIds() {
        Vocabulary v =
                Vocabulary.builder().append("a", 0).append("b", 1).append("a", 2).build(false);
        assertEquals(2, v.idOf("a"));
        assertEquals("a", v.tokenOf(0));
        assertEquals("a", v.tokenOf(2));
        assertEquals(2, v.size());
        assertEquals(3, v.entryCount());
    }

    @Test
    void farOffIdsCostNoMemory() {
        Vocabulary v =
                Vocabulary.builder().put("a", 2_000_000_000).put("b", 7).put("c", 7).build(false);
        assertEquals("a", v.tokenOf(2_000_000_000));
        assertEquals("c", v.tokenOf(7));
        assertNull(v.tokenOf(8));
        assertNull(v.tokenOf(-1));
    }

    @Test
    void halfASurrogatePairIsNotAQuestionMark() {
        Vocabulary v = Vocabulary.builder().put("?", 0).put("\uD83D\uDE00", 1).build(false);
        assertEquals(-1, v.idOf("\uD83D"));
        assertEquals(-1, v.idOf("\uDE00"));
        assertEquals(1, v.idOf("\uD83D\uDE00"));
    }

    @Test
    void byteLevelTokensStandForBytes() {
        Vocabulary v = Vocabulary.builder().put("\u0120a", 3).put("\u4E2D", 4).build(true);
        byte[] space = " a".getBytes(UTF_8);
        assertEquals(3, v.idOfRaw(space, 0, 2));
        assertEquals(2, v.rawByteCount(3));
        byte[] copy = new byte[4];
        assertEquals(3, v.copyRawTo(3, copy, 1));
        assertEquals(' ', copy[1]);
        assertTrue(v.isRaw(3));
        // Outside of the alphabet: its own UTF-8 when decoding, never found by bytes.
        assertFalse(v.isRaw(4));
        assertEquals(3, v.rawByteCount(4));
        byte[] zh = "\u4E2D".getBytes(UTF_8);
        assertEquals(-1, v.idOfRaw(zh, 0, 3));
        assertEquals(4, v.idOf(zh, 0, 3));
    }

    @Test
    void idsOf2147483647AndMoreAreWide() {
        Vocabulary wide =
                Vocabulary.builder()
                        .put("a", 3)
                        .put("b", Integer.MAX_VALUE)
                        .put("c", -1)
                        .build(false);
        assertTrue(wide.wide());
        assertEquals("c", wide.tokenOf(-1));
        assertEquals("b", wide.tokenOf(Integer.MAX_VALUE));
        assertEquals("a", wide.tokenOf(3));
        assertNull(wide.tokenOf(-2));
        assertEquals(2, wide.entryOf("c"));
        assertEquals(Vocabulary.NOT_FOUND, wide.entryOf("d"));
        Vocabulary dense = wide.dense();
        assertFalse(dense.wide());
        assertEquals(2, dense.idOf("c"));
        assertEquals("c", dense.tokenOf(2));
    }

    @Test
    void alphabetCoversAllBytes() {
        StringBuilder all = new StringBuilder();
        for (int b = 0; b < 256; b++) {
            all.append(ByteAlphabet.charOf(b));
            assertEquals(b, ByteAlphabet.byteOf(ByteAlphabet.charOf(b)));
        }
        byte[] utf8 = all.toString().getBytes(UTF_8);
        byte[] raw = new byte[utf8.length];
        assertEquals(256, ByteAlphabet.decode(utf8, 0, utf8.length, raw, 0));
        for (int b = 0; b < 256; b++) {
            assertEquals((byte) b, raw[b]);
        }
        assertEquals('\u0120', ByteAlphabet.charOf(' '));
        assertEquals('\u010A', ByteAlphabet.charOf('\n'));
        assertEquals(-1, ByteAlphabet.byteOf(0x4E2D));
    }
}
