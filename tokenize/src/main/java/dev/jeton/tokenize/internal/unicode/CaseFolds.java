package dev.jeton.tokenize.internal.unicode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The full case foldings of Unicode 16.0 and their inverse. */
public final class CaseFolds {
    private static final CodePointSequences FOLDS = UnicodeVersion.V16.sequences("fold");

    /** For each folding, as a string, the characters that fold to it. */
    private static final Map<String, List<Integer>> SOURCES = new HashMap<>();

    static {
        for (int i = 0; i < FOLDS.size(); i++) {
            StringBuilder folded = new StringBuilder();
            for (int j = 0; j < FOLDS.length(i); j++) {
                folded.appendCodePoint(FOLDS.codePoint(i, j));
            }
            SOURCES.computeIfAbsent(folded.toString(), k -> new ArrayList<>()).add(FOLDS.key(i));
        }
    }

    private CaseFolds() {}

    /** The other characters with the same folding to one character or to several. */
    public static List<Integer> equalTo(int codePoint) {
        List<Integer> equal = new ArrayList<>();
        String folded = fold(codePoint);
        equal.addAll(SOURCES.getOrDefault(folded, List.of()));
        if (folded.codePointCount(0, folded.length()) == 1) {
            equal.add(folded.codePointAt(0));
        }
        equal.removeIf(c -> c == codePoint);
        return equal;
    }

    /** All characters that equal a member of {@code set}. */
    public static CodePointSet equalToAny(CodePointSet set) {
        CodePointSet result = CodePointSet.EMPTY;
        for (int i = 0; i < FOLDS.size(); i++) {
            int key = FOLDS.key(i);
            String folded = fold(key);
            boolean one = folded.codePointCount(0, folded.length()) == 1;
            boolean in = set.contains(key) || (one && set.contains(folded.codePointAt(0)));
            if (!in) {
                for (int source : SOURCES.getOrDefault(folded, List.of())) {
                    in |= set.contains(source);
                }
            }
            if (in) {
                result = result.or(CodePointSet.range(key, key));
                if (one) {
                    result =
                            result.or(
                                    CodePointSet.range(
                                            folded.codePointAt(0), folded.codePointAt(0)));
                }
            }
        }
        return result;
    }

    /** The foldings to several characters of the members of {@code set}. */
    public static List<int[]> sequencesOf(CodePointSet set) {
        Map<String, int[]> sequences = new HashMap<>();
        List<int[]> ordered = new ArrayList<>();
        for (int i = 0; i < FOLDS.size(); i++) {
            if (FOLDS.length(i) > 1 && set.contains(FOLDS.key(i))) {
                String folded = fold(FOLDS.key(i));
                if (sequences.put(folded, new int[0]) == null) {
                    ordered.add(folded.codePoints().toArray());
                }
            }
        }
        return ordered;
    }

    /** The single characters whose folding is that of {@code text[from, from + length)}. */
    public static CodePointSet foldingTo(int[] text, int from, int length) {
        StringBuilder folded = new StringBuilder();
        for (int i = from; i < from + length; i++) {
            folded.append(fold(text[i]));
        }
        CodePointSet set = CodePointSet.EMPTY;
        for (int source : SOURCES.getOrDefault(folded.toString(), List.of())) {
            set = set.or(CodePointSet.range(source, source));
        }
        return set;
    }

    /** The folding of one character. */
    public static String fold(int codePoint) {
        int at = FOLDS.indexOf(codePoint);
        if (at < 0) {
            return Character.toString(codePoint);
        }
        StringBuilder folded = new StringBuilder();
        for (int j = 0; j < FOLDS.length(at); j++) {
            folded.appendCodePoint(FOLDS.codePoint(at, j));
        }
        return folded.toString();
    }
}
