package dev.jeton.tokenize.internal.pattern;

import static dev.jeton.tokenize.internal.pattern.CharClasses.LETTER;
import static dev.jeton.tokenize.internal.pattern.CharClasses.MARK;
import static dev.jeton.tokenize.internal.pattern.CharClasses.NUMBER;
import static dev.jeton.tokenize.internal.pattern.CharClasses.SPACE;

import dev.jeton.tokenize.internal.pattern.AsciiBlock.Family;

/**
 * The pattern of cl100k and Llama 3 (numbers up to three digits), Qwen 2 and 3 (single digits) and
 * Qwen 3.5 (marks count as letters). As tiktoken writes it today, blanks at the end of the text are
 * one piece, line ends or not.
 */
final class Cl100kScanner extends HandScanner {
    private final int maxDigits;
    private final int letters;
    private final boolean blanksAtEnd;

    private Cl100kScanner(String pattern, int maxDigits, int letters, boolean blanksAtEnd) {
        super(pattern, new AsciiBlock(Family.CL100K, true, maxDigits));
        this.maxDigits = maxDigits;
        this.letters = letters;
        this.blanksAtEnd = blanksAtEnd;
    }

    static Cl100kScanner cl100k() {
        String pattern = pattern("\\p{L}", "\\p{L}", "\\p{N}{1,3}");
        return new Cl100kScanner(pattern, 3, LETTER, false);
    }

    static Cl100kScanner qwen2() {
        return new Cl100kScanner(pattern("\\p{L}", "\\p{L}", "\\p{N}"), 1, LETTER, false);
    }

    static Cl100kScanner qwen35() {
        String pattern = pattern("[\\p{L}\\p{M}]", "\\p{L}\\p{M}", "\\p{N}");
        return new Cl100kScanner(pattern, 1, LETTER | MARK, false);
    }

    static Cl100kScanner tiktoken() {
        return new Cl100kScanner(
                "'(?i:[sdmt]|ll|ve|re)|[^\\r\\n\\p{L}\\p{N}]?+\\p{L}++|(?>\\p{N}{1,3})"
                        + "| ?[^\\s\\p{L}\\p{N}]++[\\r\\n]*+|\\s++\\z|\\s*[\\r\\n]|\\s+(?!\\S)|\\s",
                3,
                LETTER,
                true);
    }

    private static String pattern(String letter, String noSign, String number) {
        return "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?"
                + letter
                + "+|"
                + number
                + "| ?[^\\s"
                + noSign
                + "\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
    }

    @Override
    int matchEnd(byte[] text, int p, int to) {
        int c = CharClasses.at(text, p, to);
        int next = p + (c >>> 8);
        if ((c & letters) != 0) {
            return CharClasses.runOf(letters, text, next, to);
        }
        byte first = text[p];
        if (first == '\'') {
            int end = contraction(text, p, to);
            if (end >= 0) {
                return end;
            }
        }
        if ((c & NUMBER) != 0) {
            return maxDigits == 1 ? next : CharClasses.numbers(maxDigits, text, p, to);
        }
        boolean lineEnd = first == '\n' || first == '\r';
        int d = 0;
        if (next < to && !lineEnd) {
            d = CharClasses.at(text, next, to);
            if ((d & letters) != 0) {
                return CharClasses.runOf(letters, text, next + (d >>> 8), to);
            }
        }
        if ((c & SPACE) == 0) {
            return signs(text, next, to);
        }
        if (first == ' ' && d != 0 && (d & (letters | NUMBER | SPACE)) == 0) {
            return signs(text, next + (d >>> 8), to);
        }
        if (blanksAtEnd && CharClasses.runOf(SPACE, text, next, to) == to) {
            return to;
        }
        return blanks(text, p, to, true);
    }

    private int signs(byte[] text, int p, int to) {
        int end = CharClasses.runWithout(letters | NUMBER | SPACE, text, p, to);
        while (end < to && (text[end] == '\n' || text[end] == '\r')) {
            end++;
        }
        return end;
    }
}
