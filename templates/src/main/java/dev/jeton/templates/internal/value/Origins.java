package dev.jeton.templates.internal.value;

import java.util.Arrays;

/**
 * Which characters of a text the caller wrote. Runs are sorted and do not overlap; characters
 * outside every run are the template's.
 *
 * <p>A run is five numbers: its range in the text, the source (a field of a message), and the range
 * in that source. Where both ranges have the same length they match char by char; otherwise
 * (escapes, {@code upper} of a character that grows) the run as a whole stands for the source
 * range.
 */
public final class Origins {
    public static final Origins NONE = new Origins(new int[0], 0);

    private static final int WIDTH = 5;

    private final int[] runs;
    private final int size;

    private Origins(int[] runs, int size) {
        this.runs = runs;
        this.size = size;
    }

    /** All of a text of {@code length} chars, from the start of {@code source}. */
    public static Origins all(int length, int source) {
        return length == 0 ? NONE : new Origins(new int[] {0, length, source, 0, length}, 1);
    }

    public int count() {
        return size;
    }

    public int start(int run) {
        return runs[run * WIDTH];
    }

    public int end(int run) {
        return runs[run * WIDTH + 1];
    }

    public int source(int run) {
        return runs[run * WIDTH + 2];
    }

    public int sourceStart(int run) {
        return runs[run * WIDTH + 3];
    }

    public int sourceEnd(int run) {
        return runs[run * WIDTH + 4];
    }

    /** The first run that ends behind an offset: texts are cut into pieces at any place. */
    private int firstEndingAfter(int offset) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (end(middle) > offset) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** Collects runs in order. */
    public static final class Builder {
        private int[] runs = new int[WIDTH * 4];
        private int size;

        public boolean isEmpty() {
            return size == 0;
        }

        /**
         * Adds a run behind all others; joins it to the last one where they continue each other.
         */
        public void add(int start, int end, int source, int sourceStart, int sourceEnd) {
            if (end <= start) {
                return;
            }
            if (size > 0) {
                int last = (size - 1) * WIDTH;
                boolean exact = end - start == sourceEnd - sourceStart;
                boolean lastExact = runs[last + 1] - runs[last] == runs[last + 4] - runs[last + 3];
                if (exact
                        && lastExact
                        && runs[last + 1] == start
                        && runs[last + 2] == source
                        && runs[last + 4] == sourceStart) {
                    runs[last + 1] = end;
                    runs[last + 4] = sourceEnd;
                    return;
                }
            }
            if ((size + 1) * WIDTH > runs.length) {
                runs = Arrays.copyOf(runs, runs.length * 2);
            }
            int at = size * WIDTH;
            runs[at] = start;
            runs[at + 1] = end;
            runs[at + 2] = source;
            runs[at + 3] = sourceStart;
            runs[at + 4] = sourceEnd;
            size++;
        }

        /** Adds the part {@code [from, to)} of another text's runs, moved to {@code target}. */
        public void addPart(Origins other, int from, int to, int target) {
            for (int i = other.firstEndingAfter(from); i < other.size && other.start(i) < to; i++) {
                int start = Math.max(other.start(i), from);
                int end = Math.min(other.end(i), to);
                if (start >= end) {
                    continue;
                }
                boolean exact =
                        other.end(i) - other.start(i) == other.sourceEnd(i) - other.sourceStart(i);
                int sourceStart = other.sourceStart(i) + (exact ? start - other.start(i) : 0);
                int sourceEnd = exact ? sourceStart + (end - start) : other.sourceEnd(i);
                add(
                        target + start - from,
                        target + end - from,
                        other.source(i),
                        sourceStart,
                        sourceEnd);
            }
        }

        /**
         * Adds text of {@code [start, end)} that was computed from the part {@code [from, to)} of
         * another text: every source in it counts for all of the result.
         */
        public void addDerived(Origins other, int from, int to, int start, int end) {
            int i = other.firstEndingAfter(from);
            if (i < other.size && other.start(i) < to) {
                add(start, end, other.source(i), other.sourceStart(i), other.sourceEnd(i));
            }
        }

        /** Forgets everything from {@code length} on. */
        public void truncate(int length) {
            while (size > 0 && runs[(size - 1) * WIDTH] >= length) {
                size--;
            }
            if (size > 0 && runs[(size - 1) * WIDTH + 1] > length) {
                int last = (size - 1) * WIDTH;
                int cut = runs[last + 1] - length;
                if (runs[last + 1] - runs[last] == runs[last + 4] - runs[last + 3]) {
                    runs[last + 4] -= cut;
                }
                runs[last + 1] = length;
            }
        }

        public Origins build() {
            return size == 0 ? NONE : new Origins(Arrays.copyOf(runs, size * WIDTH), size);
        }
    }
}
