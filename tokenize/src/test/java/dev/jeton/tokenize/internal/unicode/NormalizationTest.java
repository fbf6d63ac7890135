package dev.jeton.tokenize.internal.unicode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NormalizationTest {
    private static final long SEED = Long.getLong("tests.seed", System.nanoTime());

    private static String normalized(Normalization form, String text) {
        byte[] utf8 = text.getBytes(UTF_8);
        StringBuilder result = new StringBuilder();
        int[] used = {0};
        form.normalize(
                utf8,
                0,
                utf8.length,
                (cp, change) -> {
                    result.appendCodePoint(cp);
                    used[0] += change <= 0 ? 1 - change : 0;
                });
        assertEquals(text.codePointCount(0, text.length()), used[0], "characters used up");
        if (form.isNormalized(utf8, 0, utf8.length)) {
            assertEquals(text, result.toString());
        }
        return result.toString();
    }

    /** Every character alone, and random texts of those that matter, against ICU4J 58.2. */
    @Test
    void formsAreThoseOfUnicode9() throws IOException, ReflectiveOperationException {
        Path jar = Path.of("target", "icu", "icu4j-58.2.jar");
        try (URLClassLoader loader =
                new URLClassLoader(
                        new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            Class<?> normalizer = loader.loadClass("com.ibm.icu.text.Normalizer2");
            Method normalize = normalizer.getMethod("normalize", CharSequence.class);
            for (Normalization form : Normalization.values()) {
                String name = "get" + form.name().toUpperCase(Locale.ROOT) + "Instance";
                Object oracle = normalizer.getMethod(name).invoke(null);
                List<Integer> special = new ArrayList<>();
                for (int cp = 0; cp < 0x110000; cp++) {
                    if (cp >= 0xD800 && cp < 0xE000) {
                        continue;
                    }
                    String text = Character.toString(cp);
                    String expected = (String) normalize.invoke(oracle, text);
                    assertEquals(expected, normalized(form, text), form + " of " + cp);
                    if (!expected.equals(text) || (cp >= 0x300 && cp < 0x370)) {
                        special.add(cp);
                    }
                }
                Random random = new Random(SEED);
                for (int i = 0; i < 20_000; i++) {
                    StringBuilder text = new StringBuilder();
                    for (int n = random.nextInt(8); n > 0; n--) {
                        text.appendCodePoint(
                                switch (random.nextInt(4)) {
                                    case 0 -> 'a' + random.nextInt(26);
                                    case 1 -> 0x300 + random.nextInt(0x70);
                                    case 2 -> 0x1100 + random.nextInt(0x100);
                                    default -> special.get(random.nextInt(special.size()));
                                });
                    }
                    String expected = (String) normalize.invoke(oracle, text.toString());
                    assertEquals(expected, normalized(form, text.toString()), "seed " + SEED);
                }
            }
        }
    }

    @Test
    void changesSayWhatWasRemovedAndPutIn() {
        StringBuilder changes = new StringBuilder();
        byte[] utf8 = "e\u0301\uFB01x".getBytes(UTF_8);
        Normalization.NFKC.normalize(
                utf8, 0, utf8.length, (cp, change) -> changes.append(change).append(' '));
        assertEquals("-1 0 1 0 ", changes.toString());
    }

    @Test
    void quickCheckKnowsCommonTexts() {
        byte[] text = "Hello, W\u00F6rld \u4E2D\u6587 \u0440\u0443".getBytes(UTF_8);
        assertTrue(Normalization.NFC.isNormalized(text, 0, text.length));
        assertFalse(Normalization.NFD.isNormalized(text, 0, text.length));
    }

    @Test
    void millionMarksAreLinear() {
        byte[] text = ("a" + "\u0301\u0323".repeat(500_000)).getBytes(UTF_8);
        int[] count = {0};
        Normalization.NFD.normalize(text, 0, text.length, (cp, change) -> count[0]++);
        assertEquals(1_000_001, count[0]);
    }

    @Test
    void charactersFollowTheirVersions() {
        assertTrue(Characters.isWhitespace(0x85) && Characters.isWhitespace(0x3000));
        assertFalse(Characters.isWhitespace(0x200B) || Characters.isWhitespace(0x180E));
        assertTrue(Characters.isNumeric(0xBD) && Characters.isNumeric(0x2163));
        assertFalse(Characters.isNumeric(0x4E00));
        int[] into = new int[3];
        assertEquals(2, Characters.toLowercase(0x130, into));
        assertEquals("i\u0307", new String(into, 0, 2));
        assertEquals(1, Characters.toLowercase(0x3A3, into));
        assertEquals(0x3C3, into[0]);
        assertTrue(Characters.isPunctuation8('!') && !Characters.isPunctuation8('$'));
        assertTrue(Characters.isOther8(0xAD) && Characters.isOther8(0xE000));
        assertTrue(Characters.isNonspacingMark8(0x301) && !Characters.isNonspacingMark8(0x903));
        assertTrue(Characters.isMark9(0x903));
        assertTrue(Characters.isWord('_') && Characters.isWord(0x200D));
        assertTrue(Characters.isRegexSpace(0x1680));
        String latin = Characters.scriptName9(Characters.script9('a'));
        assertTrue(latin.contains("Latin"), latin);
    }
}
