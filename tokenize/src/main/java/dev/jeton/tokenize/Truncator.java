package dev.jeton.tokenize;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts encodings before special tokens are added, and pads them afterwards, as the reference does.
 */
final class Truncator {
    private Truncator() {}

    /**
     * The encodings of one or two texts, cut.
     *
     * @param added the number of special tokens that will be added
     */
    static List<Encoding> truncate(List<Encoding> encodings, Truncation truncation, int added) {
        int max = truncation.maxLength() - added;
        Encoding first = encodings.get(0);
        Encoding second = encodings.size() > 1 ? encodings.get(1) : null;
        if (max < 0) {
            return encodings; // the reference's unsigned number wraps around: nothing is cut
        }
        if (max == 0) {
            return listOf(
                    cut(first, 0, truncation), second == null ? null : cut(second, 0, truncation));
        }
        int total = first.size() + (second == null ? 0 : second.size());
        if (total <= max) {
            return encodings;
        }
        int surplus = total - max;
        switch (truncation.strategy()) {
            case LONGEST_FIRST -> {
                if (second == null) {
                    return List.of(cut(first, max, truncation));
                }
                int[] lengths = shares(first.size(), second.size(), max);
                return listOf(
                        cut(first, lengths[0], truncation), cut(second, lengths[1], truncation));
            }
            case ONLY_FIRST -> {
                return listOf(cut(first, keep(first, surplus), truncation), second);
            }
            default -> {
                if (second == null) {
                    throw new IllegalArgumentException(
                            "Truncation: the strategy ONLY_SECOND has to cut a single text. Give a"
                                    + " pair, or another strategy.");
                }
                return listOf(first, cut(second, keep(second, surplus), truncation));
            }
        }
    }

    private static List<Encoding> listOf(Encoding first, @Nullable Encoding second) {
        return second == null ? List.of(first) : List.of(first, second);
    }

    private static Encoding cut(Encoding encoding, int length, Truncation truncation) {
        return encoding.truncate(length, truncation.stride(), truncation.direction());
    }

    private static int keep(Encoding encoding, int surplus) {
        if (encoding.size() <= surplus) {
            throw new IllegalArgumentException(
                    "Truncation: "
                            + surplus
                            + " tokens must go, but the text that the strategy cuts has only "
                            + encoding.size()
                            + ".");
        }
        return encoding.size() - surplus;
    }

    /** The shorter text keeps its length if it fits in its half, else both get a half. */
    private static int[] shares(int first, int second, int max) {
        int n1 = Math.min(first, second);
        int n2 = n1 > max ? n1 : Math.max(n1, max - n1);
        if (n1 + n2 > max) {
            n1 = max / 2;
            n2 = n1 + max % 2;
        }
        return first > second ? new int[] {n2, n1} : new int[] {n1, n2};
    }

    /** The encodings filled up, to a common length where the padding says so. */
    static List<Encoding> pad(List<Encoding> encodings, Padding padding) {
        int length = padding.length();
        if (length == Padding.LONGEST) {
            length = encodings.stream().mapToInt(Encoding::size).max().orElse(0);
        }
        int multiple = padding.padToMultipleOf();
        if (multiple > 0 && length % multiple > 0) {
            length += multiple - length % multiple;
        }
        List<Encoding> result = new ArrayList<>(encodings.size());
        for (Encoding encoding : encodings) {
            result.add(encoding.pad(padding, length));
        }
        return result;
    }
}
