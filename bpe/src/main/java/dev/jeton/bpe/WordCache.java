package dev.jeton.bpe;

import dev.jeton.tokenize.model.IdBuffer;

/**
 * The ids of pieces that were seen before. Bounded: a new piece takes the place of an older one.
 * Keys are compared byte for byte, never by hash alone.
 */
final class WordCache {
    private final ShortWords shortWords;
    private final LongWords longWords;

    /** A cache of at most {@code bytes} bytes, at least 4 KiB. */
    WordCache(int bytes) {
        shortWords = new ShortWords(bytes - Math.max(2048, bytes / 5));
        longWords = new LongWords((int) (bytes - shortWords.bytes()));
    }

    /** Appends the ids of the piece {@code text[from, to)} if it is known. */
    boolean append(byte[] text, int from, int to, IdBuffer out) {
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
    void prepare(byte[] text, int from, int[] ends, int n) {
        shortWords.prepare(text, from, ends, n);
    }

    /**
     * Appends the ids of the pieces {@code first} to {@code n - 1} that end at {@code ends}, as
     * long as they are short and known; returns the index of the first that is not, or {@code n}.
     */
    int appendShort(byte[] text, int from, int[] ends, int first, int n, IdBuffer out) {
        return shortWords.append(text, from, ends, first, n, out);
    }

    /**
     * The packed ids of a part of a piece, of at most {@link ShortWords#MAX_BYTES} bytes; 0 if they
     * are not known.
     *
     * @param apart whether parts are remembered apart from pieces of the same bytes
     */
    long findShort(byte[] text, int from, int to, boolean apart) {
        return shortWords.find(text, from, to, apart);
    }

    /** Remembers the ids of a part that {@link #findShort} did not find, if they fit. */
    void putShort(byte[] text, int from, int to, boolean apart, int[] ids, int count) {
        long packed = IdBuffer.pack(ids, count);
        if (packed != 0) {
            shortWords.put(text, from, to, apart, packed);
        }
    }

    /** The number of ids of the piece {@code text[from, to)}, or -1 if it is not known. */
    int count(byte[] text, int from, int to) {
        if (to - from <= ShortWords.MAX_BYTES) {
            long packed = shortWords.find(text, from, to, false);
            if (packed != 0) {
                return IdBuffer.packedCount(packed);
            }
        }
        return to - from <= LongWords.MAX ? longWords.count(text, from, to) : -1;
    }

    /** Remembers the ids of the piece {@code text[from, to)}, which was just looked for in vain. */
    void put(byte[] text, int from, int to, int[] ids, int count) {
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
