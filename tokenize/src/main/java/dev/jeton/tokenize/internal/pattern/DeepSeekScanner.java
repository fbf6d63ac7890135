package dev.jeton.tokenize.internal.pattern;

import static dev.jeton.tokenize.internal.pattern.CharClasses.LETTER;
import static dev.jeton.tokenize.internal.pattern.CharClasses.MARK;
import static dev.jeton.tokenize.internal.pattern.CharClasses.PUNCTUATION;
import static dev.jeton.tokenize.internal.pattern.CharClasses.SPACE;
import static dev.jeton.tokenize.internal.pattern.CharClasses.SYMBOL;

/** The third of DeepSeek V3's patterns. Numbers and controls match only before a letter. */
final class DeepSeekScanner extends HandScanner {
    static final String PATTERN =
            "[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\\r\\n\\p{L}\\p{P}\\p{S}]?"
                    + "[\\p{L}\\p{M}]+| ?[\\p{P}\\p{S}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

    DeepSeekScanner() {
        super(PATTERN, null);
    }

    @Override
    boolean coversAll() {
        return false;
    }

    @Override
    int matchEnd(byte[] text, int p, int to) {
        int c = CharClasses.at(text, p, to);
        byte first = text[p];
        int next = p + (c >>> 8);
        if (first > ' '
                && (c & (PUNCTUATION | SYMBOL)) != 0
                && next < to
                && isAsciiLetter(text[next])) {
            int end = next + 1;
            while (end < to && isAsciiLetter(text[end])) {
                end++;
            }
            return end;
        }
        if ((c & (LETTER | MARK)) != 0) {
            return CharClasses.runOf(LETTER | MARK, text, next, to);
        }
        boolean sign = (c & (PUNCTUATION | SYMBOL)) != 0;
        boolean lineEnd = first == '\n' || first == '\r';
        int d = next < to ? CharClasses.at(text, next, to) : 0;
        if (!sign && !lineEnd && (d & (LETTER | MARK)) != 0) {
            return CharClasses.runOf(LETTER | MARK, text, next, to);
        }
        if (sign) {
            return signs(text, next, to);
        }
        if (first == ' ' && (d & (PUNCTUATION | SYMBOL)) != 0) {
            return signs(text, next, to);
        }
        return (c & SPACE) != 0 ? blanks(text, p, to, true) : -1;
    }

    private static boolean isAsciiLetter(byte b) {
        int lower = b | 0x20;
        return b > 0 && lower >= 'a' && lower <= 'z';
    }

    private static int signs(byte[] text, int p, int to) {
        int end = CharClasses.runOf(PUNCTUATION | SYMBOL, text, p, to);
        while (end < to && (text[end] == '\n' || text[end] == '\r')) {
            end++;
        }
        return end;
    }
}
