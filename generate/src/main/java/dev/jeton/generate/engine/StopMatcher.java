package dev.jeton.generate.engine;

import java.util.List;

/**
 * Looks for stop strings in text that comes in pieces, and holds back what may become one. Not
 * thread-safe: one matcher, one generation.
 *
 * <p>A stop string with U+FFFD in it never matches, as in transformers: in decoded text that
 * character stands for bytes that are no UTF-8.
 */
public final class StopMatcher {
    private static final char REPLACEMENT = '\uFFFD';

    private final List<String> stops;
    private final StringBuilder held = new StringBuilder();
    private boolean matched;

    /** A matcher for these texts, none of them empty. */
    public StopMatcher(List<String> stops) {
        this.stops = stops.stream().filter(stop -> stop.indexOf(REPLACEMENT) < 0).toList();
    }

    /**
     * Takes more text; returns what is certain not to be part of a stop string. After a match it
     * returns the text before the earliest one, and nothing from then on.
     */
    public String feed(String text) {
        if (matched) {
            return "";
        }
        held.append(text);
        int found = earliestMatch();
        if (found >= 0) {
            matched = true;
            return take(found);
        }
        return take(held.length() - longestBeginning());
    }

    /** Returns what was held back, when no more text will come. */
    public String finish() {
        return matched ? "" : take(held.length());
    }

    /** Whether a stop string was found. */
    public boolean matched() {
        return matched;
    }

    private String take(int length) {
        String text = held.substring(0, length);
        held.delete(0, length);
        return text;
    }

    private int earliestMatch() {
        int earliest = -1;
        for (String stop : stops) {
            int at = held.indexOf(stop);
            if (at >= 0 && (earliest < 0 || at < earliest)) {
                earliest = at;
            }
        }
        return earliest;
    }

    /** The length of the longest end of the held text with which a stop string begins. */
    private int longestBeginning() {
        int longest = 0;
        for (String stop : stops) {
            for (int size = Math.min(stop.length() - 1, held.length()); size > longest; size--) {
                if (stop.startsWith(held.substring(held.length() - size))) {
                    longest = size;
                }
            }
        }
        return longest;
    }
}
