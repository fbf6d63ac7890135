package dev.jeton.tokenize.internal.pattern;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jeton.tokenize.TokenizerException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.joni.Regex;
import org.junit.jupiter.api.Test;

class GeneralPatternTest {
    private static final long SEED = Long.getLong("tests.seed", System.nanoTime());

    /** What is matched, with {@code |} between the matches. */
    private static String find(String pattern, String text) {
        byte[] utf8 = text.getBytes(UTF_8);
        PatternMatcher matcher = new GeneralPattern(pattern).matcher();
        matcher.reset(utf8, 0, utf8.length);
        List<String> found = new ArrayList<>();
        while (matcher.find()) {
            found.add(new String(utf8, matcher.start(), matcher.end() - matcher.start(), UTF_8));
        }
        return String.join("|", found);
    }

    private static String message(String pattern) {
        return String.valueOf(
                assertThrows(PatternException.class, () -> SplitPattern.compile(pattern))
                        .getMessage());
    }

    @Test
    void syntaxIsThatOfRuby() {
        assertEquals("a|b", find("^.", "a1\nb2\n"));
        assertEquals("a\nb", find("(?m)a.b", "a\nb"));
        assertEquals("", find("a.b", "a\nb"));
        assertEquals("beef|1", find("\\h+", "beef g1"));
        assertEquals("a{,}", find("a{,}", "a{,}"));
        assertEquals("]a", find("[]a]+", "b]a"));
        assertEquals("bc", find("[\\w&&[^\\d_a]]+", "1a_bc"));
        assertEquals("aab", find("a+?b", "aab"));
        assertEquals("aa", find("a++b|a+", "aac"));
        assertEquals("b", find("a\\Kb", "ab"));
        assertEquals("aa|bb", find("(.)\\1", "aabbc"));
        assertEquals("abab", find("(?<x>ab)\\k<x>", "xabab"));
        assertEquals("/*a*/", find("/\\*(?~\\*/)\\*/", "/*a*/b*/"));
        assertEquals("SS|\u00DF|ss", find("(?i)\u00DF", "SS \u00DF ss"));
        assertEquals("'\u017F", find("(?i:'s)", "'\u017F"));
        assertEquals("e\u0301|f", find("\\X", "e\u0301f"));
        assertEquals("ab|ac", find("a(?i)b|c", "ab ac B"));
        assertEquals("\r\n|\n", find("\\R", "\r\na\n"));
    }

    @Test
    void emptyMatchesDoNotFollowAMatch() {
        assertEquals("|aa|", find("a*", "baac"));
    }

    /**
     * What Oniguruma 6.9 gives: the body is too long to be written out twice, so its rounds are
     * counted, and an empty one ends the repetition.
     */
    @Test
    void anEmptyRoundEndsACountedRepetition() {
        assertEquals("", find("((?=\\p{L})(?:\\w\\w)*){2,}[^b]?(?=\\s)", " xE> "));
        assertEquals("", find("((?=x)(?:\\w\\w)*){2}", "xE>"));
        assertEquals("", find("((?=x)(?:\\w\\w)*){2,3}", "xE>"));
        assertEquals("xE>", find("((?=x)(?:\\w\\w)*)+[^b]?(?=\\s)", "xE> "));
        assertEquals("", find("(?:(?=x)\\w*){2}", "xE>"));
        assertEquals("|", find("(?-i:(?:a|(?!b))){2}", "ab")); // not a|
    }

    @Test
    void brokenPatternsAreRefused() {
        assertEquals(
                "the pattern \"(a\": end pattern with unmatched parenthesis at character 2",
                message("(a"));
        assertEquals(
                "the pattern \"a)\": unmatched close parenthesis at character 1", message("a)"));
        assertEquals(
                "the pattern \"[a\": premature end of char-class at character 2", message("[a"));
        assertEquals(
                "the pattern \"\\p{Nope}\": invalid character property name {Nope} at character 8",
                message("\\p{Nope}"));
        assertEquals(
                "the pattern \"*a\": target of repeat operator is not specified at character 0",
                message("*a"));
        assertTrue(message("\\g<1>").contains("calls of groups (\\g) are not supported"));
        assertTrue(message("(".repeat(300)).contains("more than 200 levels of nesting"));
        assertTrue(message("((a{1,1000}){1,1000}){1,1000}").contains("more than 200000"));
    }

    /** A condition alone, or as one of several choices, is no target; inside of a group it is. */
    @Test
    void conditionsCannotBeRepeated() {
        for (String pattern :
                List.of("(?=a)+", "\\b?", "(?:(?:^))?", "(?:a|^)+", "(?:a|\\K)*", "(?<!a){2}")) {
            assertTrue(message(pattern).contains("target of repeat operator is invalid"), pattern);
        }
        for (String pattern :
                List.of(
                        "((?=a))+",
                        "(?i:(?=a))+",
                        "(?>^)*",
                        "(?:^a)+",
                        "(?:(?i)^|a)+",
                        "(?:^^)?")) {
            new GeneralPattern(pattern);
        }
    }

    @Test
    void isLinearOnLongTexts() {
        String[] patterns = {
            "a*b|a",
            "\\w+(?=!)",
            "(a+)+$x",
            "(a|aa)+b",
            "(?:a|b)*c",
            "a+!|a+\\?|a",
            "\\s+$",
            // rounds that may be empty
            "((?=a)(?:aa)*){2,}[^x]?(?=!)",
            "(?:(?:a|aa)*)*b",
            "(?:(?:a|b)*|(?:aa)*)+!"
        };
        for (String pattern : patterns) {
            double small = stepsPerByte(pattern, "a ".repeat(4) + "a".repeat(16 << 10));
            double large = stepsPerByte(pattern, "a ".repeat(4) + "a".repeat(256 << 10));
            assertTrue(large <= 1.2 * small + 1, pattern + ": " + small + " -> " + large);
        }
    }

    private static double stepsPerByte(String pattern, String text) {
        byte[] utf8 = text.getBytes(UTF_8);
        Backtracker matcher = (Backtracker) new GeneralPattern(pattern).matcher();
        matcher.reset(utf8, 0, utf8.length);
        while (matcher.find()) {
            assertTrue(matcher.end() <= utf8.length);
        }
        return (double) matcher.steps() / utf8.length;
    }

    @Test
    void tooManyStepsAreReported() {
        byte[] utf8 = "a".repeat(60).getBytes(UTF_8);
        PatternMatcher matcher = SplitPattern.compile("(a*)*\\1b").matcher();
        matcher.reset(utf8, 0, utf8.length);
        TokenizerException e = assertThrows(TokenizerException.class, matcher::find);
        assertTrue(String.valueOf(e.getMessage()).contains("took more than"));
    }

    @Test
    void randomPatternsMatchAsJoniDoes() {
        Random random = new Random(SEED);
        for (int i = 0; i < 3000; i++) {
            String pattern = pattern(random, 3);
            Regex joni = HandScannerTest.joni(pattern);
            PatternMatcher engine = new GeneralPattern(pattern).matcher();
            for (int j = 0; j < 4; j++) {
                StringBuilder text = new StringBuilder();
                for (int n = random.nextInt(12); n > 0; n--) {
                    text.append("ab c\n1".charAt(random.nextInt(6)));
                }
                byte[] utf8 = text.toString().getBytes(UTF_8);
                String hint = "seed " + SEED + " " + pattern + " on \"" + text + "\"";
                assertEquals(
                        HandScannerTest.byJoni(joni, utf8, 0, utf8.length),
                        HandScannerTest.matches(engine, utf8, 0, utf8.length),
                        hint);
            }
        }
    }

    private static String pattern(Random random, int depth) {
        int kind = random.nextInt(depth == 0 ? 6 : 14);
        return switch (kind) {
            case 0, 1 -> "a";
            case 2 -> "b";
            case 3 -> "[ab]";
            case 4 -> "\\s";
            case 5 -> ".";
            case 6, 7 -> pattern(random, depth - 1) + pattern(random, depth - 1);
            case 8 -> "(?:" + pattern(random, depth - 1) + "|" + pattern(random, depth - 1) + ")";
            // with an option it is a group, in which Oniguruma lets even a condition be repeated
            case 9 -> {
                // Oniguruma ends a counted repetition at an empty round unless it writes the rounds
                // out, and joni writes out longer ones than Oniguruma 6.9, which the reference has.
                String quantifier = quantifier(random);
                String first = quantifier.startsWith("{") ? "[ab]" : "";
                yield "(?-i:" + first + pattern(random, depth - 1) + ")" + quantifier;
            }
            case 10 -> "(?=" + pattern(random, depth - 1) + ")";
            case 11 -> "(?!" + pattern(random, depth - 1) + ")";
            case 12 -> "(?>" + pattern(random, depth - 1) + ")";
            default -> "[^a\\n]" + quantifier(random);
        };
    }

    private static String quantifier(Random random) {
        String[] all = {"*", "+", "?", "{1,2}", "{2}", "*?", "+?", "??", "*+", "++"};
        return all[random.nextInt(all.length)];
    }
}
