package dev.jeton.tokenize.internal.pattern;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link PatternBorders} says about two characters holds for matches in random texts. */
class PatternBordersTest {
    private static final long SEED = Long.getLong("tests.seed", 20_261_123L);
    private static final int[] CHARACTERS =
            "aAsStbl'  \n\r\t1 2,.-!_ſßéèあ漢½\u0301\u200D😀".codePoints().toArray();

    static List<String> patterns() {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                " {2,}",
                                "\\s+",
                                "\\w+|[^\\w\\s]+",
                                "\\p{N}{1,3}",
                                "[一-龥\u3040-ゟ゠-ヿ]+",
                                "'(?i:[sdmt]|ll|ve|re)|\\s++\\z|\\s*[\\r\\n]|\\s+(?!\\S)|\\s",
                                "(?i:ss|ſt)|a",
                                "a(?=b)|b",
                                "a(?!b|$)|.",
                                "(?>a|ab)c|b",
                                "a*?b|c",
                                "(a|bl)+\\b1",
                                "a$|\\n",
                                "(?:a(?!1))+"));
        all.addAll(
                List.of(
                        KnownPatterns.GPT2,
                        KnownPatterns.CL100K,
                        KnownPatterns.QWEN2,
                        KnownPatterns.QWEN35,
                        KnownPatterns.O200K,
                        KnownPatterns.TEKKEN,
                        KnownPatterns.DEEPSEEK));
        return all;
    }

    @ParameterizedTest
    @MethodSource("patterns")
    void bothPartsMatchForThemselves(String pattern) {
        PatternBorders borders = PatternBorders.of(pattern);
        assertNotNull(borders);
        PatternMatcher matcher = new GeneralPattern(pattern).matcher();
        Random random = new Random(SEED);
        int parted = 0;
        for (int i = 0; i < 3000; i++) {
            int[] text = random.ints(1 + random.nextInt(12), 0, CHARACTERS.length).toArray();
            for (int at = 0; at < text.length; at++) {
                text[at] = CHARACTERS[text[at]];
            }
            List<String> whole = matches(matcher, text, 0, text.length);
            for (int at = 1; at < text.length; at++) {
                String hint = pattern + " at " + at + " of " + new String(text, 0, text.length);
                if (borders.between(text[at - 1], text[at])) {
                    parted++;
                    List<String> parts = matches(matcher, text, 0, at);
                    parts.addAll(matches(matcher, text, at, text.length));
                    assertEquals(whole, parts, hint);
                    boolean sure = borders.isSure(text[at - 1]) || borders.isSure(text[at]);
                    String place = ":" + at;
                    boolean cut =
                            whole.stream().anyMatch(m -> (":" + m + ":").contains(place + ":"));
                    assertTrue(cut || !sure, hint);
                }
            }
        }
        assertTrue(parted > 0, "never parted");
    }

    private static List<String> matches(PatternMatcher matcher, int[] text, int from, int to) {
        byte[] utf8 = new String(text, from, to - from).getBytes(UTF_8);
        int[] places = new int[utf8.length + 1];
        for (int at = from, bytes = 0; at <= to; at++) {
            places[bytes] = at;
            bytes += at == to ? 0 : Character.toString(text[at]).getBytes(UTF_8).length;
        }
        matcher.reset(utf8, 0, utf8.length);
        List<String> found = new ArrayList<>();
        while (matcher.find()) {
            found.add(places[matcher.start()] + ":" + places[matcher.end()]);
        }
        return found;
    }

    @ParameterizedTest
    @ValueSource(strings = {"a*", "(?<=a)b", "(a)\\1", "^a", "\\bword", "", "\\Ga", "x|(?=y)"})
    void patternsThatLookBackOrMatchNothingHaveNone(String pattern) {
        assertNull(PatternBorders.of(pattern));
    }

    @Test
    void wordsEndAtSpaces() {
        PatternBorders o200k = PatternBorders.of(KnownPatterns.O200K);
        assertNotNull(o200k);
        assertTrue(o200k.between('a', ' '));
        assertTrue(o200k.between('.', ' '));
        assertTrue(o200k.between('漢', '、'));
        assertFalse(o200k.between(' ', 'a'));
        assertFalse(o200k.between('a', '\''));
        PatternBorders literal = PatternBorders.ofLiteral("ab");
        assertNotNull(literal);
        assertFalse(literal.between('a', 'b'));
        assertTrue(literal.between('b', 'a'));
        assertNull(PatternBorders.ofLiteral(""));
    }
}
