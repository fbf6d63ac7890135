package dev.jeton.templates.internal.run;

import dev.jeton.templates.internal.value.Budget;
import dev.jeton.templates.internal.value.PyChars;
import dev.jeton.templates.internal.value.PyError;
import dev.jeton.templates.internal.value.Str;
import java.util.ArrayList;
import java.util.List;

/**
 * Python's {@code textwrap.wrap} with expand_tabs and replace_whitespace off: chunks of words and
 * white space fill lines; white space at line ends is dropped.
 */
final class WordWrap {
    private static final String SPACES = "\t\n\u000b\f\r ";

    private WordWrap() {}

    static List<Object> wrap(
            Budget budget, Object str, long width, boolean breakLong, boolean hyphens) {
        if (width <= 0) {
            throw PyError.other("invalid width " + width + " (must be > 0)");
        }
        String text = Str.text(str);
        List<int[]> chunks = chunks(text, hyphens);
        List<Object> lines = new ArrayList<>();
        int next = 0;
        while (next < chunks.size()) {
            budget.charge(1);
            if ((lines.size() & 1023) == 1023) {
                budget.checkList(lines.size());
            }
            if (!lines.isEmpty() && isBlank(text, chunks.get(next))) {
                next++;
                if (next >= chunks.size()) {
                    break;
                }
            }
            long length = 0;
            int first = next;
            while (next < chunks.size() && length + size(text, chunks.get(next)) <= width) {
                length += size(text, chunks.get(next));
                next++;
            }
            int last = next;
            int cutAt = -1;
            if (next < chunks.size() && size(text, chunks.get(next)) > width) {
                if (breakLong) {
                    budget.charge(size(text, chunks.get(next)) >> 8);
                    cutAt = breakChunk(text, chunks.get(next), width - length, hyphens);
                } else if (first == last) {
                    last = ++next;
                }
            }
            int from = first < chunks.size() ? chunks.get(first)[0] : text.length();
            int to = last > first ? chunks.get(last - 1)[1] : from;
            if (cutAt >= 0) {
                // A cut piece is dropped like any other when it is blank: no-break spaces.
                int[] piece = {chunks.get(next)[0], cutAt};
                to = cutAt > piece[0] && isBlank(text, piece) ? piece[0] : cutAt;
                chunks.set(next, new int[] {cutAt, chunks.get(next)[1]});
            } else if (last > first && isBlank(text, chunks.get(last - 1))) {
                to = chunks.get(last - 1)[0];
            }
            if (to > from) {
                lines.add(Str.sub(str, from, to));
            }
        }
        return lines;
    }

    /** Where a chunk longer than the line is cut: behind a hyphen if there is one. */
    private static int breakChunk(String text, int[] chunk, long left, boolean hyphens) {
        int points = text.codePointCount(chunk[0], chunk[1]);
        int end = text.offsetByCodePoints(chunk[0], (int) Math.min(left, points));
        if (hyphens && points > left && end > chunk[0]) {
            int hyphen = end - 1;
            while (hyphen > chunk[0] && text.charAt(hyphen) != '-') {
                hyphen--;
            }
            if (hyphen > chunk[0]) {
                for (int i = chunk[0]; i < hyphen; i++) {
                    if (text.charAt(i) != '-') {
                        return hyphen + 1;
                    }
                }
            }
        }
        return end;
    }

    private static int size(String text, int[] chunk) {
        return text.codePointCount(chunk[0], chunk[1]);
    }

    private static boolean isBlank(String text, int[] chunk) {
        for (int i = chunk[0]; i < chunk[1]; i++) {
            if (!PyChars.isSpace(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static List<int[]> chunks(String text, boolean hyphens) {
        List<int[]> chunks = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            boolean space = SPACES.indexOf(text.charAt(from)) >= 0;
            int to = from;
            while (to < text.length() && SPACES.indexOf(text.charAt(to)) >= 0 == space) {
                to++;
            }
            if (space || !hyphens) {
                chunks.add(new int[] {from, to});
            } else {
                word(text, from, to, chunks);
            }
            from = to;
        }
        return chunks;
    }

    /** A word is split behind hyphens between letters and around em-dashes. */
    private static void word(String text, int start, int end, List<int[]> chunks) {
        int from = start;
        int i = start;
        while (i < end) {
            if (text.charAt(i) == '-') {
                int dashes = i;
                while (dashes < end && text.charAt(dashes) == '-') {
                    dashes++;
                }
                boolean dash =
                        dashes - i >= 2
                                && i > start
                                && (isWord(text.charAt(i - 1))
                                        || "!\"'&.,?".indexOf(text.charAt(i - 1)) >= 0)
                                && dashes < end
                                && isWord(text.charAt(dashes));
                if (dash) {
                    if (i > from) {
                        chunks.add(new int[] {from, i});
                    }
                    chunks.add(new int[] {i, dashes});
                    from = dashes;
                    i = dashes;
                    continue;
                }
                if (i > from && isBreak(text, i, end)) {
                    chunks.add(new int[] {from, i + 1});
                    from = i + 1;
                }
            }
            i++;
        }
        if (from < end) {
            chunks.add(new int[] {from, end});
        }
    }

    private static boolean isBreak(String text, int hyphen, int end) {
        boolean before =
                (hyphen >= 2
                                && isLetter(text.charAt(hyphen - 1))
                                && isLetter(text.charAt(hyphen - 2)))
                        || (hyphen >= 3
                                && isLetter(text.charAt(hyphen - 1))
                                && text.charAt(hyphen - 2) == '-'
                                && isLetter(text.charAt(hyphen - 3)));
        int next = hyphen + 1;
        if (!before || next >= end || !isLetter(text.charAt(next))) {
            return false;
        }
        int second = next + 1 < end && text.charAt(next + 1) == '-' ? next + 2 : next + 1;
        return second < end && isLetter(text.charAt(second));
    }

    private static boolean isWord(char c) {
        return PyChars.isWord(c);
    }

    private static boolean isLetter(char c) {
        return c == '_' || (PyChars.isWord(c) && !PyChars.isDecimal(c));
    }
}
