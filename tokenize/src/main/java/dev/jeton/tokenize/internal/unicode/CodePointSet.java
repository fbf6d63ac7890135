package dev.jeton.tokenize.internal.unicode;

import java.util.Arrays;
import java.util.function.IntPredicate;

/** An immutable set of code points, kept as the sorted places where membership changes. */
public final class CodePointSet {
    /** No code point. */
    public static final CodePointSet EMPTY = new CodePointSet(new int[0]);

    /** All code points. */
    public static final CodePointSet ALL = new CodePointSet(new int[] {0, 0x110000});

    /** Members are {@code [b[0], b[1])}, {@code [b[2], b[3])}, ... */
    private final int[] boundaries;

    /** One bit for each code point below 256: most look-ups end here. */
    private final long[] low = new long[4];

    CodePointSet(int[] boundaries) {
        this.boundaries = boundaries;
        for (int cp = 0; cp < 256; cp++) {
            if (search(cp)) {
                low[cp >> 6] |= 1L << cp;
            }
        }
    }

    /** The code points {@code from} to {@code to}, both included. */
    public static CodePointSet range(int from, int to) {
        return from > to ? EMPTY : new CodePointSet(new int[] {from, to + 1});
    }

    /** The code points for which {@code member} is true. */
    public static CodePointSet of(IntPredicate member) {
        int[] found = new int[64];
        int n = 0;
        boolean inside = false;
        for (int cp = 0; cp <= 0x110000; cp++) {
            if ((cp < 0x110000 && member.test(cp)) != inside) {
                inside = !inside;
                if (n == found.length) {
                    found = Arrays.copyOf(found, 2 * n);
                }
                found[n++] = cp;
            }
        }
        return new CodePointSet(Arrays.copyOf(found, n));
    }

    /** Whether {@code codePoint} is in the set. */
    public boolean contains(int codePoint) {
        return codePoint < 256
                ? codePoint >= 0 && ((low[codePoint >> 6] >>> codePoint) & 1) != 0
                : search(codePoint);
    }

    private boolean search(int codePoint) {
        int at = Arrays.binarySearch(boundaries, codePoint);
        return ((at >= 0 ? at : -at - 2) & 1) == 0;
    }

    /** The members of this set and those of {@code other}. */
    public CodePointSet or(CodePointSet other) {
        return merge(other, true);
    }

    /** The members that both sets have. */
    public CodePointSet and(CodePointSet other) {
        return merge(other, false);
    }

    /** The code points that are not in this set. */
    public CodePointSet not() {
        int[] b = boundaries;
        boolean dropFirst = b.length > 0 && b[0] == 0;
        boolean dropLast = b.length > 0 && b[b.length - 1] == 0x110000;
        int[] result = new int[b.length + (dropFirst ? -1 : 1) + (dropLast ? -1 : 1)];
        int n = 0;
        if (!dropFirst) {
            result[n++] = 0;
        }
        for (int i = dropFirst ? 1 : 0; i < b.length - (dropLast ? 1 : 0); i++) {
            result[n++] = b[i];
        }
        if (!dropLast) {
            result[n] = 0x110000;
        }
        return new CodePointSet(result);
    }

    private CodePointSet merge(CodePointSet other, boolean either) {
        int[] a = boundaries;
        int[] b = other.boundaries;
        int[] result = new int[a.length + b.length];
        int n = 0;
        int i = 0;
        int j = 0;
        boolean inside = false;
        while (i < a.length || j < b.length) {
            int next =
                    Math.min(
                            i < a.length ? a[i] : Integer.MAX_VALUE,
                            j < b.length ? b[j] : Integer.MAX_VALUE);
            if (i < a.length && a[i] == next) {
                i++;
            }
            if (j < b.length && b[j] == next) {
                j++;
            }
            boolean inA = (i & 1) != 0;
            boolean inB = (j & 1) != 0;
            if ((either ? inA || inB : inA && inB) != inside) {
                inside = !inside;
                result[n++] = next;
            }
        }
        return new CodePointSet(Arrays.copyOf(result, n));
    }

    /** The number of ranges. */
    public int rangeCount() {
        return boundaries.length / 2;
    }

    /** The first code point of a range. */
    public int rangeStart(int range) {
        return boundaries[2 * range];
    }

    /** The last code point of a range. */
    public int rangeEnd(int range) {
        return boundaries[2 * range + 1] - 1;
    }

    /** Whether no code point is in the set. */
    public boolean isEmpty() {
        return boundaries.length == 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CodePointSet set && Arrays.equals(boundaries, set.boundaries);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(boundaries);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("[");
        for (int r = 0; r < Math.min(8, rangeCount()); r++) {
            text.append(String.format("%s%X-%X", r == 0 ? "" : " ", rangeStart(r), rangeEnd(r)));
        }
        return text.append(rangeCount() > 8 ? " ...]" : "]").toString();
    }
}
