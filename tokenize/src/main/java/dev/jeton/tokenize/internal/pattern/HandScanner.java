package dev.jeton.tokenize.internal.pattern;

import static dev.jeton.tokenize.internal.pattern.CharClasses.SPACE;

import org.jspecify.annotations.Nullable;

/**
 * A known pattern as a loop over bytes. The general engine is its oracle in {@code
 * HandScannerTest}.
 *
 * <p>All these patterns end in {@code \s+(?!\S)|\s+}: of a run of blanks that is followed by
 * something else, the last one is left for the next piece.
 */
abstract class HandScanner extends SplitPattern implements PieceScanner {
    private final @Nullable AsciiBlock block;

    /** A pattern, and its rules for whole blocks of ASCII if there are any. */
    HandScanner(String pattern, @Nullable AsciiBlock block) {
        super(pattern);
        this.block = block;
    }

    /** The end of the match that starts at {@code p}, or -1 if none starts there. */
    abstract int matchEnd(byte[] text, int p, int to);

    /** Whether there is a match at every place of every text. */
    boolean coversAll() {
        return true;
    }

    @Override
    public final int pieceEnd(byte[] utf8, int from, int to) {
        return matchEnd(utf8, from, to);
    }

    @Override
    public final int cut(byte[] utf8, int from, int to, int[] ends) {
        return block == null
                ? PieceScanner.super.cut(utf8, from, to, ends)
                : cut(block, utf8, from, to, ends);
    }

    private int cut(AsciiBlock rules, byte[] utf8, int from, int to, int[] ends) {
        int lastBlock = to - AsciiBlock.SIZE;
        int room = ends.length - AsciiBlock.SIZE;
        int n = 0;
        int slowUntil = from; // a block that was of no use is not read again
        for (int at = from; at < to && n < room; at = ends[n - 1]) {
            if (at <= lastBlock && at >= slowUntil) {
                long starts = rules.starts(utf8, at);
                if (starts != 0) {
                    do {
                        ends[n++] = at + Long.numberOfTrailingZeros(starts);
                        starts &= starts - 1;
                    } while (starts != 0);
                    continue;
                }
                slowUntil = at + AsciiBlock.SIZE / 2;
            }
            ends[n++] = matchEnd(utf8, at, to);
        }
        return n;
    }

    @Override
    public final @Nullable PieceScanner scanner() {
        return coversAll() ? this : null;
    }

    @Override
    public final PatternMatcher matcher() {
        return new Matches();
    }

    /**
     * The end of {@code (?i:'s|'t|'re|'ve|'m|'ll|'d)} at {@code p}, where {@code '} is; else -1.
     */
    static int contraction(byte[] text, int p, int to) {
        if (p + 1 >= to) {
            return -1;
        }
        int a = text[p + 1] | 0x20;
        if (a == 's' || a == 't' || a == 'm' || a == 'd') {
            return p + 2;
        }
        if (p + 2 < to) {
            int b = text[p + 2] | 0x20;
            boolean two = (b == 'e' && (a == 'r' || a == 'v')) || (b == 'l' && a == 'l');
            // The long s: its simple case folding is s. (text[p + 1] is 0xC5, with 0x20 set 0xE5.)
            boolean longS = text[p + 1] == (byte) 0xC5 && text[p + 2] == (byte) 0xBF;
            if (two || longS) {
                return p + 3;
            }
        }
        return -1;
    }

    /**
     * The end of {@code \s*[\r\n]+|\s+(?!\S)|\s+} at a blank.
     *
     * @param lineEnds whether the first of the three is part of the pattern
     */
    static int blanks(byte[] text, int p, int to, boolean lineEnds) {
        int end = p;
        int afterLineEnd = -1;
        while (end < to) {
            int c = CharClasses.at(text, end, to);
            if ((c & SPACE) == 0) {
                break;
            }
            byte b = text[end];
            end += c >>> 8;
            if (b == '\n' || b == '\r') {
                afterLineEnd = end;
            }
        }
        if (lineEnds && afterLineEnd >= 0) {
            return afterLineEnd;
        }
        if (end == to) {
            return end;
        }
        int last = CharClasses.before(text, end, p);
        return last > p ? last : end;
    }

    private final class Matches implements PatternMatcher {
        private byte[] text = new byte[0];
        private int to;
        private int start;
        private int end;

        @Override
        public void reset(byte[] utf8, int from, int until) {
            text = utf8;
            start = from;
            end = from;
            to = until;
        }

        @Override
        public boolean find() {
            for (int p = end; p < to; p += CharClasses.at(text, p, to) >>> 8) {
                int e = matchEnd(text, p, to);
                if (e > p) {
                    start = p;
                    end = e;
                    return true;
                }
            }
            start = to;
            end = to;
            return false;
        }

        @Override
        public int start() {
            return start;
        }

        @Override
        public int end() {
            return end;
        }
    }
}
