package dev.jeton.tokenize.internal.pattern;

import static dev.jeton.tokenize.internal.pattern.CharClasses.LETTER;
import static dev.jeton.tokenize.internal.pattern.CharClasses.NUMBER;
import static dev.jeton.tokenize.internal.pattern.CharClasses.SPACE;

import dev.jeton.tokenize.internal.pattern.AsciiBlock.Family;

/** GPT-2's pattern: contractions, words, numbers and the rest, each with the space before it. */
final class Gpt2Scanner extends HandScanner {
    static final String PATTERN =
            "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

    /** The same pieces as tiktoken writes it. */
    private static final String TIKTOKEN =
            "'(?:[sdmt]|ll|ve|re)| ?\\p{L}++| ?\\p{N}++| ?[^\\s\\p{L}\\p{N}]++|\\s++\\z"
                    + "|\\s+(?!\\S)|\\s";

    private Gpt2Scanner(String pattern) {
        super(pattern, new AsciiBlock(Family.GPT2, true, 0));
    }

    static Gpt2Scanner gpt2() {
        return new Gpt2Scanner(PATTERN);
    }

    static Gpt2Scanner tiktoken() {
        return new Gpt2Scanner(TIKTOKEN);
    }

    @Override
    int matchEnd(byte[] text, int p, int to) {
        byte first = text[p];
        if (first == '\'') {
            int end = lowerCaseContraction(text, p, to);
            if (end >= 0) {
                return end;
            }
        }
        int word = first == ' ' && p + 1 < to ? p + 1 : p;
        int c = CharClasses.at(text, word, to);
        int next = word + (c >>> 8);
        if ((c & LETTER) != 0) {
            return CharClasses.runOf(LETTER, text, next, to);
        }
        if ((c & NUMBER) != 0) {
            return CharClasses.runOf(NUMBER, text, next, to);
        }
        if ((c & SPACE) == 0) {
            return CharClasses.runWithout(LETTER | NUMBER | SPACE, text, next, to);
        }
        return blanks(text, p, to, false);
    }

    static int lowerCaseContraction(byte[] text, int p, int to) {
        if (p + 1 >= to) {
            return -1;
        }
        byte a = text[p + 1];
        if (a == 's' || a == 't' || a == 'm' || a == 'd') {
            return p + 2;
        }
        if (p + 2 < to) {
            byte b = text[p + 2];
            if ((b == 'e' && (a == 'r' || a == 'v')) || (b == 'l' && a == 'l')) {
                return p + 3;
            }
        }
        return -1;
    }
}
