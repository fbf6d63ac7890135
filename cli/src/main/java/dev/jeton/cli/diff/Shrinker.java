package dev.jeton.cli.diff;

import java.util.Arrays;
import java.util.function.Predicate;

/**
 * Makes a text shorter as long as it shows what is looked for: parts of it are left out, halves
 * first and single characters last, then characters are replaced by plain ones. (Zeller's delta
 * debugging, with a limit on the tries.)
 */
final class Shrinker {
    private static final int MAX_TRIES = 3_000;
    private static final int[] PLAIN = {'a', ' ', '1'};

    private final Predicate<String> shows;
    private int tries;

    private Shrinker(Predicate<String> shows) {
        this.shows = shows;
    }

    /** A text that shows it as well, no part of which can be left out. */
    static String shrink(String text, Predicate<String> shows) {
        Shrinker shrinker = new Shrinker(shows);
        int[] small = shrinker.shorter(text.codePoints().toArray());
        return string(shrinker.plainer(small));
    }

    private int[] shorter(int[] text) {
        int[] best = text;
        int part = Math.max(1, best.length / 2);
        while (true) {
            boolean smaller = false;
            for (int from = 0; from < best.length; ) {
                int to = Math.min(best.length, from + part);
                int[] rest = without(best, from, to);
                if (shows(rest)) {
                    best = rest;
                    smaller = true;
                } else {
                    from = to;
                }
            }
            if (part == 1 && !smaller) {
                return best;
            }
            part = part == 1 ? 1 : part / 2;
        }
    }

    private int[] plainer(int[] text) {
        int[] best = text;
        for (int i = 0; i < best.length; i++) {
            for (int plain : PLAIN) {
                int[] other = best.clone();
                other[i] = plain;
                if (best[i] > 0x7e && shows(other)) {
                    best = other;
                }
            }
        }
        return best;
    }

    private boolean shows(int[] text) {
        return text.length > 0 && tries++ < MAX_TRIES && shows.test(string(text));
    }

    private static int[] without(int[] text, int from, int to) {
        int[] rest = Arrays.copyOf(text, text.length - (to - from));
        System.arraycopy(text, to, rest, from, text.length - to);
        return rest;
    }

    private static String string(int[] codePoints) {
        return new String(codePoints, 0, codePoints.length);
    }
}
