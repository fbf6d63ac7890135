package dev.jeton.tokenize.internal.pattern;

import static dev.jeton.tokenize.internal.pattern.CharClasses.LETTER;
import static dev.jeton.tokenize.internal.pattern.CharClasses.LOWER;
import static dev.jeton.tokenize.internal.pattern.CharClasses.MARK;
import static dev.jeton.tokenize.internal.pattern.CharClasses.NUMBER;
import static dev.jeton.tokenize.internal.pattern.CharClasses.SPACE;
import static dev.jeton.tokenize.internal.pattern.CharClasses.UPPER;

import dev.jeton.tokenize.internal.pattern.AsciiBlock.Family;

/**
 * The pattern of o200k, and of Tekken, which has no contractions and single digits.
 *
 * <p>A word is capitals, then small letters; letters without case and marks are both. With U for
 * capitals or both and W for small letters or both, the two alternatives are {@code U*W+} and
 * {@code U+W*}. After the longest run of U either a small letter follows and the run of W is taken;
 * or the engine goes back to the last character of the run that is both, and the word ends behind
 * it; or there is none, and only the second alternative matches: the whole run.
 */
final class O200kScanner extends HandScanner {
    private final boolean contractions;
    private final int maxDigits;

    private O200kScanner(String pattern, boolean contractions, int maxDigits) {
        super(pattern, new AsciiBlock(Family.O200K, contractions, maxDigits));
        this.contractions = contractions;
        this.maxDigits = maxDigits;
    }

    static O200kScanner o200k() {
        return new O200kScanner(pattern("(?i:'s|'t|'re|'ve|'m|'ll|'d)?", "\\p{N}{1,3}"), true, 3);
    }

    static O200kScanner tekken() {
        return new O200kScanner(pattern("", "\\p{N}"), false, 1);
    }

    private static String pattern(String suffix, String number) {
        String prefix = "[^\\r\\n\\p{L}\\p{N}]?";
        String upper = "[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]";
        String lower = "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]";
        return (prefix + upper + "*" + lower + "+" + suffix + "|")
                + (prefix + upper + "+" + lower + "*" + suffix + "|")
                + (number + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+");
    }

    @Override
    int matchEnd(byte[] text, int p, int to) {
        int c = CharClasses.at(text, p, to);
        int next = p + (c >>> 8);
        if ((c & LETTER) != 0) {
            return suffix(text, word(text, p, to), to);
        }
        if ((c & NUMBER) != 0) {
            return maxDigits == 1 ? next : CharClasses.numbers(maxDigits, text, p, to);
        }
        byte first = text[p];
        if (first == '\n' || first == '\r') {
            return blanks(text, p, to, true);
        }
        int d = next < to ? CharClasses.at(text, next, to) : 0;
        if ((d & (LETTER | MARK)) != 0) {
            int end = word(text, next, to);
            if (end < 0) {
                // Only U+W* matches behind this character; a mark would match U*W+ by itself first.
                end = (c & MARK) != 0 ? next : ~end;
            }
            return suffix(text, end, to);
        }
        if ((c & MARK) != 0) {
            return suffix(text, next, to);
        }
        if ((c & SPACE) == 0) {
            return signs(text, next, to);
        }
        if (first == ' ' && d != 0 && (d & (NUMBER | SPACE)) == 0) {
            return signs(text, next + (d >>> 8), to);
        }
        return blanks(text, p, to, true);
    }

    /**
     * The end of {@code U*W+} at {@code p}, or {@code ~end} of {@code U+W*} where only that
     * matches. There is a letter or a mark at {@code p}.
     */
    private static int word(byte[] text, int p, int to) {
        int end = p;
        int afterBoth = -1;
        while (end < to) {
            int c = CharClasses.at(text, end, to);
            if ((c & (LETTER | MARK)) == 0) {
                break;
            }
            if ((c & LOWER) != 0) {
                return lowerRun(text, end + (c >>> 8), to);
            }
            end += c >>> 8;
            if ((c & UPPER) == 0) {
                afterBoth = end;
            }
        }
        return afterBoth >= 0 ? afterBoth : ~end;
    }

    private static int lowerRun(byte[] text, int p, int to) {
        int end = p;
        while (end < to) {
            int c = CharClasses.at(text, end, to);
            if ((c & (LETTER | MARK)) == 0 || (c & UPPER) != 0) {
                break;
            }
            end += c >>> 8;
        }
        return end;
    }

    private int suffix(byte[] text, int wordEnd, int to) {
        int end = wordEnd < 0 ? ~wordEnd : wordEnd;
        if (contractions && end < to && text[end] == '\'') {
            int behind = contraction(text, end, to);
            return behind < 0 ? end : behind;
        }
        return end;
    }

    private static int signs(byte[] text, int p, int to) {
        int end = CharClasses.runWithout(LETTER | NUMBER | SPACE, text, p, to);
        while (end < to && (text[end] == '\n' || text[end] == '\r' || text[end] == '/')) {
            end++;
        }
        return end;
    }
}
