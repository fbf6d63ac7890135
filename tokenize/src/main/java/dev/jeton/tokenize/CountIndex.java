package dev.jeton.tokenize;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How many ids each part of a text has, after one pass over it. Made by {@link
 * Tokenizer#countIndex}; immutable and safe to share.
 *
 * <p>What is kept are the places where the text can be parted whatever is around them, nearly all
 * borders of words, and how many ids come before each. A question about two such places takes two
 * look-ups and no tokenizer. Where the part asked for begins or ends inside a word, these ends, up
 * to the next place, are encoded anew; so the answer is always that of {@link Tokenizer#count} for
 * the substring. With a tokenizer that does not tell such places ({@link #isParted()} is false; for
 * example one without a pre-tokenizer whose merges reach across spaces), each question encodes the
 * substring.
 *
 * <p>Memory: the text, and some two bytes a char. (The idea of counting by prefix sums is that of
 * the interval encoding in GitHub's {@code bpe} crate; that one keeps the last token of each prefix
 * instead of places, and works for single pieces.)
 */
public final class CountIndex {
    private final PartCounter counter;
    private final String text;

    /** A bit for each place, the begin and the end of the text among them; empty if not parted. */
    private final long[] places;

    /** How many places lie in the words before. */
    private final int[] ranks;

    /** The ids before each place. */
    private final int[] counts;

    /** The ids from each place to the next as a text of its own; null where that is the same. */
    private final int @Nullable [] alone;

    private CountIndex(
            PartCounter counter, String text, long[] places, int[] counts, int @Nullable [] alone) {
        this.counter = counter;
        this.text = text;
        this.places = places;
        this.counts = counts;
        this.alone = alone;
        ranks = new int[places.length];
        for (int i = 1; i < ranks.length; i++) {
            ranks[i] = ranks[i - 1] + Long.bitCount(places[i - 1]);
        }
    }

    static CountIndex of(PartCounter counter, String text) {
        counter.limits().checkText(text.length());
        if (!counter.parts() || text.isEmpty()) {
            return new CountIndex(counter, text, new long[0], new int[0], null);
        }
        Seams seams = counter.seams();
        int length = text.length();
        long[] places = new long[(length >> 6) + 1];
        int[] counts = new int[16];
        int[] alone = seams.selfContained() ? null : new int[16];
        int n = 0;
        long count = 0;
        for (int at = 0; at < length; ) {
            int end = seams.next(text, at, length);
            if (n + 1 == counts.length) {
                counts = Arrays.copyOf(counts, 2 * n);
                alone = alone == null ? null : Arrays.copyOf(alone, 2 * n);
            }
            String part = text.substring(at, end);
            int first = alone != null || at == 0 ? counter.first(part) : 0;
            if (alone != null) {
                alone[n] = first;
            }
            places[at >> 6] |= 1L << at;
            counts[n++] = (int) count;
            count += at == 0 ? first : counter.rest(part);
            counter.limits().checkIds(count);
            at = end;
        }
        places[length >> 6] |= 1L << length;
        counts[n++] = (int) count;
        return new CountIndex(counter, text, places, Arrays.copyOf(counts, n), alone);
    }

    /** The text of the index. */
    public String text() {
        return text;
    }

    /** Whether places are known where the text can be parted. */
    public boolean isParted() {
        return counts.length > 2;
    }

    /** The number of ids of the whole text. */
    public int count() {
        return count(0, text.length());
    }

    /**
     * The number of ids of {@code text.substring(from, to)}, with those that the post-processor
     * adds unless the options of the index say otherwise.
     *
     * @param from a UTF-16 position, included
     * @param to a UTF-16 position, excluded
     * @throws IndexOutOfBoundsException if {@code 0 <= from <= to <= text().length()} does not hold
     */
    public int count(int from, int to) {
        Objects.checkFromToIndex(from, to, text.length());
        if (from == to || places.length == 0) {
            return counter.whole(text.substring(from, to));
        }
        if (!isPlace(from) || !isPlace(to)) {
            return countEnds(from, to);
        }
        int first = rank(from);
        int ids = counts[rank(to)] + counter.framed();
        return alone == null || from == 0
                ? ids - counts[first]
                : ids - counts[first + 1] + alone[first];
    }

    private boolean isPlace(int at) {
        return (places[at >> 6] >>> at & 1) != 0;
    }

    /** How many places lie before {@code at}. */
    private int rank(int at) {
        int word = at >> 6;
        return ranks[word] + Long.bitCount(places[word] & ((1L << at) - 1));
    }

    private int countEnds(int from, int to) {
        int first = isPlace(from) && (alone == null || from == 0) ? from : firstPlace(from);
        int last = isPlace(to) ? to : lastPlace(to);
        if (first > last || last <= from || first >= to) {
            return counter.whole(text.substring(from, to));
        }
        int count = counter.framed() + counts[rank(last)] - counts[rank(first)];
        if (first > from) {
            count +=
                    isPlace(from) && alone != null
                            ? alone[rank(from)]
                            : counter.first(text.substring(from, first));
        }
        if (last < to) {
            count += counter.rest(text.substring(last, to));
        }
        return count;
    }

    /** The first place behind {@code from} of which the character before is not cut by it. */
    private int firstPlace(int from) {
        int at = next(from + 1);
        boolean half =
                at == from + 1
                        && from > 0
                        && Character.isLowSurrogate(text.charAt(from))
                        && Character.isHighSurrogate(text.charAt(from - 1));
        return half ? next(at + 1) : at;
    }

    /** The last place before {@code to} of which the character behind is not cut by it. */
    private int lastPlace(int to) {
        int at = previous(to - 1);
        boolean half =
                at == to - 1
                        && Character.isHighSurrogate(text.charAt(at))
                        && Character.isLowSurrogate(text.charAt(to));
        return half ? previous(at - 1) : at;
    }

    /** The end of the text is a place. */
    private int next(int from) {
        int word = from >> 6;
        if (from > text.length()) {
            return Integer.MAX_VALUE;
        }
        long bits = places[word] & (-1L << from);
        while (bits == 0) {
            bits = places[++word];
        }
        return (word << 6) + Long.numberOfTrailingZeros(bits);
    }

    /** The begin of the text is a place. */
    private int previous(int to) {
        if (to < 0) {
            return -1;
        }
        int word = to >> 6;
        long bits = places[word] & (-1L >>> (63 - (to & 63)));
        while (bits == 0) {
            bits = places[--word];
        }
        return (word << 6) + 63 - Long.numberOfLeadingZeros(bits);
    }
}
