package dev.jeton.generate.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StopMatcherTest {
    @Test
    void textWithoutStopsPassesAtOnce() {
        StopMatcher stops = new StopMatcher(List.of());
        assertEquals("abc", stops.feed("abc"));
        assertFalse(stops.matched());
    }

    @Test
    void stopAcrossPiecesIsHeldBackAndCut() {
        StopMatcher stops = new StopMatcher(List.of("</end>"));
        assertEquals("a ", stops.feed("a <"));
        assertEquals("", stops.feed("/en"));
        assertEquals("", stops.feed("d> more"));
        assertTrue(stops.matched());
        assertEquals("", stops.feed("and more"));
        assertEquals("", stops.finish());
    }

    @Test
    void whatLookedLikeAStopComesLater() {
        StopMatcher stops = new StopMatcher(List.of("</end>"));
        assertEquals("a", stops.feed("a</e"));
        assertEquals("</e", stops.feed("</"));
        assertEquals("</x", stops.feed("x"));
    }

    @Test
    void heldTextIsGivenAtTheEnd() {
        StopMatcher stops = new StopMatcher(List.of("abc"));
        assertEquals("x", stops.feed("xab"));
        assertEquals("ab", stops.finish());
    }

    @Test
    void brokenBytesNeverMatch() {
        StopMatcher stops = new StopMatcher(List.of("\uFFFD"));
        assertEquals("a\uFFFDb", stops.feed("a\uFFFDb"));
        assertFalse(stops.matched());
    }

    @Test
    void theEarliestOfSeveralStopsCuts() {
        StopMatcher stops = new StopMatcher(List.of("world", "lo w"));
        assertEquals("hel", stops.feed("hello world"));
        assertTrue(stops.matched());
    }

    @Test
    void anySplitGivesTheTextBeforeTheFirstStop() {
        long seed = Long.getLong("tests.seed", System.nanoTime());
        Random random = new Random(seed);
        List<String> stopStrings = List.of("aab", "ba", "bbbb");
        for (int round = 0; round < 2000; round++) {
            StringBuilder whole = new StringBuilder();
            for (int i = random.nextInt(12); i >= 0; i--) {
                whole.append(random.nextInt(3) == 0 ? 'b' : 'a');
            }
            int end = whole.length();
            boolean stopped = false;
            for (String stop : stopStrings) {
                int at = whole.indexOf(stop);
                if (at >= 0 && firstEnd(whole, stopStrings) >= at + stop.length()) {
                    end = Math.min(end, at);
                    stopped = true;
                }
            }
            StopMatcher stops = new StopMatcher(stopStrings);
            StringBuilder out = new StringBuilder();
            // One character a piece: the match is found where the first stop is complete.
            for (int i = 0; i < whole.length(); i++) {
                out.append(stops.feed(whole.substring(i, i + 1)));
            }
            out.append(stops.finish());
            assertEquals(stopped, stops.matched(), "tests.seed=" + seed + " " + whole);
            assertEquals(whole.substring(0, end), out.toString(), "tests.seed=" + seed);
        }
    }

    /** Where the stop that is complete first ends. */
    private static int firstEnd(StringBuilder text, List<String> stopStrings) {
        int first = Integer.MAX_VALUE;
        for (String stop : stopStrings) {
            int at = text.indexOf(stop);
            if (at >= 0) {
                first = Math.min(first, at + stop.length());
            }
        }
        return first;
    }
}
