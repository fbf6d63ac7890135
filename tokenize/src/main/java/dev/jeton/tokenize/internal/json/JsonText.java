package dev.jeton.tokenize.internal.json;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values and suggestions as they stand in messages. */
public final class JsonText {
    private static final int LONGEST = 60;

    private JsonText() {}

    /** The JSON of strings, numbers, booleans, null, lists and maps, without spaces. */
    public static String of(@Nullable Object value) {
        return new JsonWriter().value(value).toString();
    }

    /** A value in at most some 60 characters. */
    public static String shorten(@Nullable Object value) {
        if (value == null) {
            return "null";
        }
        if (value instanceof Map<?, ?> map) {
            return "an object with " + map.size() + " fields";
        }
        if (value instanceof List<?> list) {
            return "a list of " + list.size() + " elements";
        }
        String s = value.toString();
        if (s.length() > LONGEST) {
            int end = Character.isHighSurrogate(s.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
            s = s.substring(0, end) + "...";
        }
        return value instanceof String ? "\"" + s + "\"" : s;
    }

    /** {@code Did you mean "X"?} with a space before it, or nothing if no name is near. */
    public static String didYouMean(String word, Collection<String> known) {
        String best = "";
        int bestDistance = Math.max(2, word.length() / 3) + 1;
        for (String name : known) {
            if (Math.abs(name.length() - word.length()) < bestDistance && word.length() < 100) {
                int distance =
                        distance(word.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
                if (distance < bestDistance) {
                    best = name;
                    bestDistance = distance;
                }
            }
        }
        return best.isEmpty() ? "" : " Did you mean \"" + best + "\"?";
    }

    /** The number of single-character changes, swaps of neighbours included, from a to b. */
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] =
                        Math.min(d[i - 1][j - 1] + change, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
                boolean swapped =
                        i > 1
                                && j > 1
                                && a.charAt(i - 1) == b.charAt(j - 2)
                                && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
