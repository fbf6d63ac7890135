package dev.jeton.tokenize.internal.added;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LongestMatcherTest {
    private static String matches(List<String> strings, String text) {
        LongestMatcher matcher =
                new LongestMatcher(strings.stream().map(s -> s.getBytes(US_ASCII)).toList());
        LongestMatcher.Matches found = new LongestMatcher.Matches();
        matcher.find(text.getBytes(US_ASCII), 0, text.length(), found);
        StringBuilder result = new StringBuilder();
        for (int i = 0; i < found.count(); i++) {
            result.append(found.from(i)).append('-').append(found.to(i));
            result.append(':').append(found.string(i)).append(' ');
        }
        return result.toString();
    }

    /** The slow version that is plainly right. */
    private static String slowly(List<String> strings, String text) {
        StringBuilder result = new StringBuilder();
        int at = 0;
        int lastEnd = -1;
        while (at <= text.length()) {
            int best = -1;
            for (int s = 0; s < strings.size(); s++) {
                boolean longer = best < 0 || strings.get(s).length() > strings.get(best).length();
                boolean again = strings.get(s).isEmpty() && at == lastEnd;
                if (!again && text.startsWith(strings.get(s), at) && longer) {
                    best = s;
                }
            }
            if (best < 0) {
                at++;
                continue;
            }
            int end = at + strings.get(best).length();
            result.append(at).append('-').append(end).append(':').append(best).append(' ');
            lastEnd = end;
            at = Math.max(end, at + (strings.get(best).isEmpty() ? 1 : 0));
        }
        return result.toString();
    }

    @Test
    void leftmostThenLongestIsFound() {
        assertEquals("0-3:2 3-4:0 ", matches(List.of("a", "ab", "abc", "bcd"), "abca"));
        assertEquals("1-3:0 ", matches(List.of("bc", "c"), "abc"));
    }

    /** As the aho-corasick crate finds it, from which the reference takes its matches. */
    @Test
    void theEmptyStringIsFoundWhereNothingElseIs() {
        assertEquals("0-0:0 1-3:1 4-4:0 ", matches(List.of("", "bc", "c"), "abcd"));
        assertEquals("0-0:0 1-3:1 ", matches(List.of("", "bc", "c"), "abc"));
        assertEquals("0-0:0 ", matches(List.of(""), ""));
    }

    @Test
    void ofEqualStringsTheFirstIsFound() {
        assertEquals("0-1:0 ", matches(List.of("x", "x"), "x"));
    }

    @Test
    void agreesWithTheSlowVersion() {
        long seed = Long.getLong("tests.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int round = 0; round < 3_000; round++) {
            List<String> strings = new ArrayList<>();
            for (int i = random.nextInt(6); i >= 0; i--) {
                strings.add(randomText(random, 6));
            }
            String text = randomText(random, 60);
            assertEquals(
                    slowly(strings, text),
                    matches(strings, text),
                    () -> strings + " in " + text + ", tests.seed=" + seed);
        }
    }

    private static String randomText(Random random, int longest) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(longest + 1); i > 0; i--) {
            text.append((char) ('a' + random.nextInt(3)));
        }
        return text.toString();
    }
}
