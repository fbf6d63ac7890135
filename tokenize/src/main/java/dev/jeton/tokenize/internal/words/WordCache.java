package dev.jeton.tokenize.internal.words;

import dev.jeton.tokenize.model.IdBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The ids of pieces that were seen before. Bounded: a new piece takes the place of an older one.
 * Keys are compared byte for byte, never by hash alone.
 */
public final class WordCache {
    /** The default of the models' factories: 4 MiB. */
    public static final int DEFAULT_BYTES = 4 << 20;

    /** The longest piece that {@link #findShort} takes, in bytes. */
    public static final int MAX_SHORT_BYTES = ShortWords.MAX_BYTES;

    /** The longest piece that is remembered, in bytes. */
    public static final int MAX_BYTES = LongWords.MAX;

    /** With fewer bytes there is no cache. */
    private static final int LEAST_BYTES = 4096;

    private final ShortWords shortWords;
    private final LongWords longWords;

    /** A cache of at most {@code bytes} bytes, or null for less than 4 KiB. */
    public static @Nullable WordCache of(int bytes) {
        return bytes < LEAST_BYTES ? null : new WordCache(bytes);
    }

    /**
     * Checks the option of a factory.
     *
     * @throws IllegalArgumentException if it is not 0 to 1 GiB
     */
    public static int checkBytes(int bytes) {
        if (bytes < 0 || bytes > 1 << 30) {
            throw new IllegalArgumentException(
                    "cacheBytes is " + bytes + ", expected 0 to " + (1 << 30) + ".");
        }
        return bytes;
    }

    WordCache(int bytes) {
        shortWords = new ShortWords(bytes - Math.max(2048, bytes / 5));
        longWords = new LongWords((int) (bytes - shortWords.mostBytes()));
    }

    /** Appends the ids of the piece {@code text[from, to)} if it is known. */
    public boolean append(byte[] text, int from, int to, IdBuffer out) {
        if (to - from <= ShortWords.MAX_BYTES) {
            long packed = shortWords.find(text, from, to, false);
            if (packed != 0) {
                out.addPacked(packed);
                return true;
            }
            // A short piece with many ids is among the long ones.
        }
        return to - from <= LongWords.MAX && longWords.append(text, from, to, out);
    }

    /** Reads ahead for {@link #appendShort}: the {@code n} pieces that end at {@code ends}. */
    public void prepare(byte[] text, int from, int[] ends, int n) {
        shortWords.prepare(text, from, ends, n);
    }

    /**
     * Appends the ids of the pieces {@code first} to {@code n - 1} that end at {@code ends}, as
     * long as they are short and known; returns the index of the first that is not, or {@code n}.
     */
    public int appendShort(byte[] text, int from, int[] ends, int first, int n, IdBuffer out) {
        return shortWords.append(text, from, ends, first, n, out);
    }

    /**
     * The packed ids of a part of a piece, of at most {@link ShortWords#MAX_BYTES} bytes; 0 if they
     * are not known.
     *
     * @param apart whether parts are remembered apart from pieces of the same bytes
     */
    public long findShort(byte[] text, int from, int to, boolean apart) {
        return shortWords.find(text, from, to, apart);
    }

    /** Remembers the ids of a part that {@link #findShort} did not find, if they fit. */
    public void putShort(byte[] text, int from, int to, boolean apart, int[] ids, int count) {
        long packed = IdBuffer.pack(ids, count);
        if (packed != 0) {
            shortWords.put(text, from, to, apart, packed);
        }
    }

    /** The number of ids of the piece {@code text[from, to)}, or -1 if it is not known. */
    public int count(byte[] text, int from, int to) {
        if (to - from <= ShortWords.MAX_BYTES) {
            long packed = shortWords.find(text, from, to, false);
            if (packed != 0) {
                return IdBuffer.packedCount(packed);
            }
        }
        return to - from <= LongWords.MAX ? longWords.count(text, from, to) : -1;
    }

    /** Remembers the ids of the piece {@code text[from, to)}, which was just looked for in vain. */
    public void put(byte[] text, int from, int to, int[] ids, int count) {
        if (to - from > LongWords.MAX || count == 0 || count > LongWords.MAX) {
            return;
        }
        long packed = to - from <= ShortWords.MAX_BYTES ? IdBuffer.pack(ids, count) : 0;
        if (packed != 0) {
            shortWords.put(text, from, to, false, packed);
        } else {
            longWords.put(text, from, to - from, ids, count);
        }
    }

    /** The memory of the tables. */
    long bytes() {
        return shortWords.bytes() + longWords.bytes();
    }

    /** Forgets everything. */
    void clear() {
        shortWords.clear();
        longWords.clear();
    }
}
