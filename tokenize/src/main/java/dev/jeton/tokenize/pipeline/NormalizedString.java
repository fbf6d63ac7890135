package dev.jeton.tokenize.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.jeton.tokenize.internal.utf8.Utf8;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A text that normalizers change, and for each of its bytes the place in the original text that it
 * comes from.
 *
 * <p>As in the reference ({@code NormalizedString}) the alignment of a byte is a range of the
 * original: all bytes of a character have the range of the character that they were made from;
 * inserted characters have the range of the one before them; removed ones leave a gap. Here the
 * ranges are absolute byte offsets of the whole original text, so that cutting a text into pieces
 * copies nothing: a slice is a view of the same arrays.
 *
 * <p>While nothing has been changed there is no alignment array at all: each character is aligned
 * with itself. Not thread-safe; made for one call.
 */
public final class NormalizedString {
    /** The text: {@code bytes[from, to)}, well-formed UTF-8. Never written after it is shared. */
    private byte[] bytes;

    private int from;
    private int to;

    /**
     * The alignment of {@code bytes[i]}: {@code [starts[i], ends[i])}; null while unchanged, where
     * byte {@code i} is byte {@code i + shift} of the original.
     */
    private int @Nullable [] starts;

    private int @Nullable [] ends;
    private int shift;

    /** Whether the ranges are those of {@link #replace}. */
    private boolean tiled;

    /** The part of the original text that this text stands for. */
    private int originalFrom;

    private int originalTo;

    /** Whether nobody asks where the characters come from, so that nothing is noted of it. */
    private boolean textOnly;

    private NormalizedString(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.from = from;
        this.to = to;
    }

    /** A text that is its own original; {@code utf8[from, to)} must be well-formed UTF-8. */
    public static NormalizedString of(byte[] utf8, int from, int to) {
        NormalizedString text = new NormalizedString(utf8, from, to);
        text.shift = -from;
        text.originalTo = to - from;
        return text;
    }

    /**
     * A text of which only the characters matter. Changes are cheaper; what is asked about the
     * original means nothing.
     */
    public static NormalizedString textOnly(byte[] utf8, int from, int to) {
        NormalizedString text = new NormalizedString(utf8, from, to);
        text.textOnly = true;
        return text;
    }

    /** Whether only the characters matter. */
    boolean isTextOnly() {
        return textOnly;
    }

    /** Takes the first {@code length} bytes of an array for a text that is {@link #isTextOnly}. */
    void replaceText(byte[] utf8, int length) {
        bytes = utf8;
        from = 0;
        to = length;
    }

    /** A text that is its own original. */
    public static NormalizedString of(String text) {
        byte[] utf8 = text.getBytes(UTF_8);
        return of(utf8, 0, utf8.length);
    }

    /** The array that holds the text; not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    /** Where the text begins in {@link #bytes()}. */
    public int from() {
        return from;
    }

    /** Where the text ends in {@link #bytes()}. */
    public int to() {
        return to;
    }

    /** The number of bytes of the text. */
    public int length() {
        return to - from;
    }

    /** Whether the text is empty. */
    public boolean isEmpty() {
        return from == to;
    }

    /** Where the part of the original text begins that this text stands for, in bytes. */
    public int originalStart() {
        return originalFrom;
    }

    /** Where the part of the original text ends that this text stands for, in bytes. */
    public int originalEnd() {
        return originalTo;
    }

    /** Whether the text begins with this character. */
    public boolean startsWith(int codePoint) {
        return from < to && Utf8.codePointAt(bytes, from) == codePoint;
    }

    /** The text as a string. */
    @Override
    public String toString() {
        return new String(bytes, from, to - from, UTF_8);
    }

    /** Where the original of byte {@code at} begins ({@code from <= at < to}). */
    private int alignStart(int at) {
        if (textOnly) {
            return 0;
        }
        return starts != null ? starts[at] : Utf8.charStart(bytes, from, at) + shift;
    }

    /** Where the original of byte {@code at} ends. */
    private int alignEnd(int at) {
        if (textOnly) {
            return 0;
        }
        return ends != null ? ends[at] : Utf8.charEnd(bytes, at, to) + shift;
    }

    /**
     * Where the original of the bytes {@code [a, b)} (indices of {@link #bytes()}) begins. An empty
     * range is counted from the begin of the original; a range that ends behind the text stays
     * relative to the text, as in the reference.
     */
    public int originalStart(int a, int b) {
        if (a == b) {
            return originalFrom + a - from;
        }
        return b > to ? a - from : alignStart(a);
    }

    /**
     * Where the original of the bytes {@code [a, b)} ends; see {@link #originalStart(int, int)}.
     */
    public int originalEnd(int a, int b) {
        if (a == b) {
            return originalFrom + b - from;
        }
        return b > to ? b - from : alignEnd(b - 1);
    }

    /**
     * The ranges of this text, as indices of {@link #bytes()}, whose characters come from the given
     * ranges of the original.
     *
     * @param original from, to, from, to, ... in rising order, in bytes of the original
     */
    public int[] rangesFrom(int[] original) {
        int[] found = new int[8];
        int n = 0;
        boolean inside = false;
        for (int at = from, next; at < to; at = next) {
            next = Utf8.charEnd(bytes, at, to);
            boolean in = meets(original, alignStart(at), alignEnd(next - 1));
            if (in != inside) {
                if (n == found.length) {
                    found = Arrays.copyOf(found, 2 * n);
                }
                found[n++] = at;
                inside = in;
            }
        }
        if (inside) {
            found = Arrays.copyOf(found, n + 1);
            found[n++] = to;
        }
        return Arrays.copyOf(found, n);
    }

    private static boolean meets(int[] ranges, int start, int end) {
        int low = 0;
        int high = ranges.length / 2;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ranges[2 * middle + 1] <= start) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return 2 * low < ranges.length && ranges[2 * low] < end;
    }

    /** A view of the bytes {@code [a, b)}, indices of {@link #bytes()} on character boundaries. */
    public NormalizedString slice(int a, int b) {
        NormalizedString part = new NormalizedString(bytes, a, b);
        part.starts = starts;
        part.ends = ends;
        part.shift = shift;
        part.tiled = tiled;
        part.textOnly = textOnly;
        if (a < b) {
            part.originalFrom = alignStart(a);
            part.originalTo = alignEnd(b - 1);
        } else {
            part.originalFrom = originalFrom + a - from;
            part.originalTo = part.originalFrom;
        }
        return part;
    }

    /**
     * Replaces the whole text by the result of an edit that was made for this text.
     *
     * <p>The reference applies it to the range that the whole original maps to. Where the first
     * characters come from nothing (an empty pattern of {@code Replace} puts them there) that is
     * not the whole text, and the reference panics; here it is always the whole text.
     */
    public void apply(TextEdit edit) {
        splice(0, to - from, edit);
    }

    /** Replaces the bytes {@code [a, b)}, relative to the text's begin, by the edit's result. */
    void splice(int a, int b, TextEdit edit) {
        int n = to - from;
        int size = a + edit.size + n - b;
        byte[] newBytes = new byte[size];
        System.arraycopy(bytes, from, newBytes, 0, a);
        System.arraycopy(edit.bytes, 0, newBytes, a, edit.size);
        System.arraycopy(bytes, from + b, newBytes, a + edit.size, n - b);
        if (!textOnly) {
            int[] newStarts = new int[size];
            int[] newEnds = new int[size];
            copyAlignment(from, a, newStarts, newEnds, 0);
            System.arraycopy(edit.starts, 0, newStarts, a, edit.size);
            System.arraycopy(edit.ends, 0, newEnds, a, edit.size);
            copyAlignment(from + b, n - b, newStarts, newEnds, a + edit.size);
            starts = newStarts;
            ends = newEnds;
        }
        bytes = newBytes;
        from = 0;
        to = size;
    }

    private void copyAlignment(int at, int count, int[] s, int[] e, int into) {
        if (starts != null && ends != null) {
            System.arraycopy(starts, at, s, into, count);
            System.arraycopy(ends, at, e, into, count);
        } else {
            for (int i = 0; i < count; i++) {
                s[into + i] = alignStart(at + i);
                e[into + i] = alignEnd(at + i);
            }
        }
    }

    /**
     * Replaces the whole text by one whose bytes lie one behind the other in it, as SentencePiece
     * sees it: byte {@code i} of the new text stands for what is between {@code origins[i]} and
     * {@code origins[i + 1]}, which may be nothing.
     *
     * @param text the new text is {@code text[0, size)}, well-formed UTF-8; kept, so not to be
     *     changed any more
     * @param origins {@code size + 1} places in this text, in bytes from its begin, never falling
     */
    public void replace(byte[] text, int size, int[] origins) {
        if (!textOnly) {
            int[] newStarts = new int[size];
            int[] newEnds = new int[size];
            for (int i = 0; i < size; i++) {
                newStarts[i] = originalPlace(origins[i]);
            }
            System.arraycopy(newStarts, Math.min(1, size), newEnds, 0, Math.max(0, size - 1));
            if (size > 0) {
                newEnds[size - 1] = originalPlace(origins[size]);
            }
            starts = newStarts;
            ends = newEnds;
        }
        bytes = text;
        from = 0;
        to = size;
        tiled = true;
    }

    /**
     * Whether {@link #replace} made this text. Then empty ranges at the end of the original are
     * meant; the reference's own normalizers have them by mistake only, and counts them in bytes.
     */
    public boolean isTiled() {
        return tiled;
    }

    private int originalPlace(int at) {
        return from + at < to ? alignStart(from + at) : originalTo;
    }

    /** Starts a change of the whole text, to be ended with {@link #apply}. */
    public TextEdit edit() {
        return new TextEdit(this, from);
    }

    /**
     * Puts a string before the text, aligned with its first character, unless the text is empty. As
     * in the reference an empty string takes the first character's alignment away.
     */
    public void prepend(String text) {
        if (from == to) {
            return;
        }
        TextEdit edit = new TextEdit(this, from);
        int i = 0;
        for (int c; i < text.length(); i += Character.charCount(c)) {
            c = text.codePointAt(i);
            edit.add(c, i == 0 ? 0 : 1);
        }
        edit.add(Utf8.codePointAt(bytes, from), 1);
        splice(0, Utf8.charEnd(bytes, from, to) - from, edit);
    }

    /** Keeps the characters that the test accepts. */
    public void filter(CodePointTest keep) {
        int at = from;
        while (at < to && keep.test(Utf8.codePointAt(bytes, at))) {
            at = Utf8.charEnd(bytes, at, to);
        }
        if (at == to) {
            return;
        }
        TextEdit edit = edit();
        int last = -1;
        int removed = 0;
        for (int i = from; i < to; i = Utf8.charEnd(bytes, i, to)) {
            int c = Utf8.codePointAt(bytes, i);
            if (keep.test(c)) {
                if (last < 0) {
                    edit.skip(removed);
                } else {
                    edit.add(last, -removed);
                }
                last = c;
                removed = 0;
            } else {
                removed++;
            }
        }
        if (last >= 0) {
            edit.add(last, -removed);
        }
        apply(edit);
    }

    /** Replaces each character by another one. */
    public void map(CodePointMap map) {
        TextEdit edit = null;
        for (int i = from; i < to; i = Utf8.charEnd(bytes, i, to)) {
            int c = Utf8.codePointAt(bytes, i);
            int mapped = map.map(c);
            if (mapped != c && edit == null) {
                edit = edit();
                for (int j = from; j < i; j = Utf8.charEnd(bytes, j, to)) {
                    edit.add(Utf8.codePointAt(bytes, j), 0);
                }
            }
            if (edit != null) {
                edit.add(mapped, 0);
            }
        }
        if (edit != null) {
            apply(edit);
        }
    }

    /** Tests a character. */
    @FunctionalInterface
    public interface CodePointTest {
        /** Whether the character passes. */
        boolean test(int codePoint);
    }

    /** Replaces a character. */
    @FunctionalInterface
    public interface CodePointMap {
        /** The character that stands for the given one. */
        int map(int codePoint);
    }

    /** The alignment as pairs, for tests. */
    int[] alignments() {
        int[] pairs = new int[2 * length()];
        Arrays.setAll(pairs, i -> (i & 1) == 0 ? alignStart(from + i / 2) : alignEnd(from + i / 2));
        return pairs;
    }

    /**
     * A new text for a {@link NormalizedString}, character by character, each with what becomes of
     * the old text: as the {@code (char, change)} pairs of the reference's {@code transform}.
     */
    public static final class TextEdit {
        private final NormalizedString old;
        private int offset;
        private byte[] bytes;
        private int[] starts;
        private int[] ends;
        private int size;

        private TextEdit(NormalizedString old, int offset) {
            this.old = old;
            this.offset = offset;
            int capacity = Math.max(16, old.length() + (old.length() >> 3));
            bytes = new byte[capacity];
            starts = new int[old.textOnly ? 0 : capacity];
            ends = new int[starts.length];
        }

        /** Drops characters before anything was added. */
        public void skip(int characters) {
            for (int i = 0; i < characters && offset < old.to; i++) {
                offset = Utf8.charEnd(old.bytes, offset, old.to);
            }
        }

        /**
         * Adds a character.
         *
         * @param change 1 if it is new and shares the alignment of the old character before; 0 if
         *     it replaces the next old character; {@code -n} if {@code n} old characters after that
         *     one are dropped
         */
        public void add(int codePoint, int change) {
            int start;
            int end;
            if (change > 0) {
                boolean none = offset - 1 < old.from;
                start = none ? old.originalFrom : old.alignStart(offset - 1);
                end = none ? start : old.alignEnd(offset - 1);
            } else {
                start = old.alignStart(offset);
                end = old.alignEnd(offset);
                skip(1 - change);
            }
            int length = Utf8.length(codePoint);
            ensure(length);
            Utf8.write(codePoint, bytes, size);
            if (!old.textOnly) {
                Arrays.fill(starts, size, size + length, start);
                Arrays.fill(ends, size, size + length, end);
            }
            size += length;
        }

        /** Copies old bytes up to {@code until}, an index of the old text's array. */
        void copyUntil(int until) {
            int count = until - offset;
            ensure(count);
            System.arraycopy(old.bytes, offset, bytes, size, count);
            if (!old.textOnly) {
                old.copyAlignment(offset, count, starts, ends, size);
            }
            size += count;
            offset = until;
        }

        /** Goes on at {@code until}, an index of the old text's array, dropping what is before. */
        void skipUntil(int until) {
            offset = until;
        }

        private void ensure(int more) {
            if (size + more > bytes.length) {
                int grown = Math.max(size + more, 2 * bytes.length);
                bytes = Arrays.copyOf(bytes, grown);
                if (!old.textOnly) {
                    starts = Arrays.copyOf(starts, grown);
                    ends = Arrays.copyOf(ends, grown);
                }
            }
        }
    }
}
