package dev.jeton.tokenize.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Where only the text counts, the normalizer takes another way; both give the same text. */
class CharacterTableTest {
    private static final long SEED = Long.getLong("tests.seed", System.nanoTime() ^ 0x5DEECE66DL);

    private static List<BertNormalizer> all() {
        List<BertNormalizer> all = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            all.add(new BertNormalizer((i & 1) != 0, (i & 2) != 0, (i & 4) != 0, (i & 8) != 0));
        }
        all.add(new BertNormalizer(true, true, null, true));
        return all;
    }

    private static void check(BertNormalizer normalizer, String text, String hint) {
        byte[] utf8 = ("x" + text + "y").getBytes(UTF_8);
        NormalizedString aligned = NormalizedString.of(utf8, 1, utf8.length - 1);
        normalizer.normalize(aligned);
        NormalizedString textOnly = NormalizedString.textOnly(utf8, 1, utf8.length - 1);
        normalizer.normalize(textOnly);
        assertEquals(aligned.toString(), textOnly.toString(), hint);
    }

    @Test
    void everyCharacter() {
        for (BertNormalizer normalizer : all()) {
            StringBuilder block = new StringBuilder();
            for (int c = 0; c <= 0x10FFFF; c++) {
                if (c < 0xD800 || c >= 0xE000) {
                    block.append('A').appendCodePoint(c);
                }
                if (block.length() > 2000 || c == 0x10FFFF) {
                    check(normalizer, block.toString(), normalizer + " until " + c);
                    block.setLength(0);
                }
            }
        }
    }

    @Test
    void randomTextsWithManyMarks() {
        Random random = new Random(SEED);
        int[] some = {
            'a', 'É', 0x301, 0x323, 0x302E, 0x3099, 0x94D, 0xAC01, 0x1100, 0x4E2D, 0xFB2A, 0x5BF,
            0x130, 0x1E9E, 0x200D, 0xFFFD, 0, 0x1F600, 0x1D165, 0x1D15E, 0xFE0F, 0x16FF0
        };
        for (int round = 0; round < 4000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(30); i > 0; i--) {
                int c = random.nextInt(4) > 0 ? some[random.nextInt(some.length)] : letter(random);
                text.appendCodePoint(c);
            }
            BertNormalizer normalizer = all().get(random.nextInt(17));
            check(normalizer, text.toString(), normalizer + " seed " + SEED);
        }
    }

    @Test
    void randomAscii() {
        Random random = new Random(SEED);
        for (int round = 0; round < 4000; round++) {
            StringBuilder text = new StringBuilder();
            int rare = random.nextInt(30);
            for (int i = random.nextInt(60); i > 0; i--) {
                text.append(
                        (char)
                                (random.nextInt(30) < rare
                                        ? 32 + random.nextInt(95)
                                        : letter(random) & 0x7F));
            }
            BertNormalizer normalizer = all().get(random.nextInt(17));
            check(normalizer, text.toString(), normalizer + " seed " + SEED);
        }
    }

    private static int letter(Random random) {
        int c;
        do {
            c = random.nextInt(0x30000);
        } while (c >= 0xD800 && c < 0xE000);
        return c;
    }

    @Test
    void aCharacterThatDependsOnItsNeighboursLeavesTheTextAlone() {
        CharacterTable table =
                new CharacterTable(c -> c == 0x302E ? null : Character.toString(c).getBytes(UTF_8));
        byte[] utf8 = "aÉ中😀".getBytes(UTF_8);
        assertTrue(table.apply(NormalizedString.textOnly(utf8, 0, utf8.length)));
        byte[] mark = "a\u302E".getBytes(UTF_8);
        assertFalse(table.apply(NormalizedString.textOnly(mark, 0, mark.length)));
    }
}
