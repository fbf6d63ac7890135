package dev.jeton.tokenize.internal.added;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
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

    /**
     * The slow version: the automaton of aho-corasick 1.1 (nfa/noncontiguous.rs) for the leftmost
     * of the longest, with begins of strings as its states and null as the dead one.
     */
    private record Automaton(List<String> strings) {
        private boolean isBegin(String s) {
            return strings.stream().anyMatch(string -> string.startsWith(s));
        }

        private @Nullable String fallback(String state) {
            if (strings.contains(state)) {
                return null;
            }
            return state.length() == 1
                    ? ""
                    : next(
                            fallback(state.substring(0, state.length() - 1)),
                            state.charAt(state.length() - 1),
                            "");
        }

        /** The next state; {@code atStart} is where the start goes that cannot go on. */
        private @Nullable String next(@Nullable String from, char c, @Nullable String atStart) {
            String state = from;
            while (state != null) {
                if (isBegin(state + c)) {
                    return state + c;
                }
                if (state.isEmpty()) {
                    return atStart;
                }
                state = fallback(state);
            }
            return null;
        }

        private int match(@Nullable String state) {
            if (state == null) {
                return -1;
            }
            int own = strings.indexOf(state);
            return own >= 0 || state.length() < 2 ? own : match(fallback(state));
        }

        /** The end and the string of the match that a search from a place gives, or null. */
        private int @Nullable [] search(String text, int from) {
            String state = "";
            int[] found = match(state) < 0 ? null : new int[] {from, match(state)};
            for (int i = from; i < text.length(); i++) {
                state = next(state, text.charAt(i), strings.contains("") ? null : "");
                if (state == null) {
                    return found;
                }
                found = match(state) < 0 ? found : new int[] {i + 1, match(state)};
            }
            return found;
        }
    }

    private static String slowly(List<String> strings, String text) {
        Automaton automaton = new Automaton(strings);
        StringBuilder result = new StringBuilder();
        int lastEnd = -1;
        int at = 0;
        while (at <= text.length()) {
            int[] found = automaton.search(text, at);
            if (found != null && strings.get(found[1]).isEmpty() && found[0] == lastEnd) {
                at++;
                found = at > text.length() ? null : automaton.search(text, at);
            }
            if (found == null) {
                break;
            }
            int start = found[0] - strings.get(found[1]).length();
            result.append(start).append('-').append(found[0]).append(':').append(found[1]);
            result.append(' ');
            lastEnd = found[0];
            at = found[0];
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
        assertEquals("2-2:1 ", matches(List.of("tok", ""), "to"));
        assertEquals("2-5:0 ", matches(List.of("tok", ""), "totok"));
        assertEquals("0-0:1 3-3:1 4-4:1 ", matches(List.of("tok", ""), "xtoz"));
        assertEquals("0-0:2 1-1:2 2-2:2 ", matches(List.of("tok", "ok", ""), "to"));
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
