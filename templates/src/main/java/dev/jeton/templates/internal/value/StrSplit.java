package dev.jeton.templates.internal.value;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** {@code split}, {@code rsplit}, {@code splitlines}, {@code partition}. */
public final class StrSplit {
    private StrSplit() {}

    static Object split(Budget budget, Object self, Args args, boolean fromRight) {
        Object[] bound = args.bind(fromRight ? "rsplit" : "split", 0, "sep", "maxsplit");
        Object separator = bound[0] == Missing.MISSING ? None.NONE : bound[0];
        long max = bound[1] == Missing.MISSING ? -1 : Numbers.index(bound[1]);
        if (separator != None.NONE && !Str.is(separator)) {
            throw PyError.type("must be str or None, not " + Types.name(separator));
        }
        long limit = max < 0 ? Long.MAX_VALUE : max;
        budget.charge(Str.text(self).length() >> 4);
        if (separator == None.NONE) {
            return fromRight ? rsplitSpaces(budget, self, limit) : splitSpaces(budget, self, limit);
        }
        String by = Str.text(separator);
        if (by.isEmpty()) {
            throw PyError.other("empty separator");
        }
        return fromRight ? rsplitText(budget, self, by, limit) : splitText(budget, self, by, limit);
    }

    private static List<Object> splitText(Budget budget, Object self, String by, long limit) {
        String text = Str.text(self);
        List<Object> parts = new ArrayList<>(4);
        int from = 0;
        for (int i = StrSearch.indexOf(text, by, 0);
                i >= 0 && parts.size() < limit;
                i = StrSearch.indexOf(text, by, from)) {
            parts.add(Str.sub(self, from, i));
            from = i + by.length();
            checkGrowth(budget, parts);
        }
        parts.add(Str.sub(self, from, text.length()));
        return parts;
    }

    static List<Object> rsplitText(Budget budget, Object self, String by, long limit) {
        String text = Str.text(self);
        List<Object> parts = new ArrayList<>(4);
        int to = text.length();
        for (int i = StrSearch.lastIndexOf(text, by, to);
                i >= 0 && parts.size() < limit;
                i = to < by.length() ? -1 : StrSearch.lastIndexOf(text, by, to - by.length())) {
            parts.add(Str.sub(self, i + by.length(), to));
            to = i;
            checkGrowth(budget, parts);
        }
        parts.add(Str.sub(self, 0, to));
        Collections.reverse(parts);
        return parts;
    }

    /** Checks a list while it grows. */
    private static void checkGrowth(Budget budget, List<Object> parts) {
        if ((parts.size() & 1023) == 0) {
            budget.checkList(parts.size());
        }
    }

    private static int skip(String text, int from, boolean spaces) {
        int i = from;
        while (i < text.length() && PyChars.isSpace(text.charAt(i)) == spaces) {
            i++;
        }
        return i;
    }

    private static List<Object> splitSpaces(Budget budget, Object self, long limit) {
        String text = Str.text(self);
        List<Object> parts = new ArrayList<>();
        int from = skip(text, 0, true);
        while (from < text.length()) {
            if (parts.size() >= limit) {
                parts.add(
                        StrMethods.strip(
                                "rstrip",
                                Str.sub(self, from, text.length()),
                                None.NONE,
                                false,
                                true));
                break;
            }
            int to = skip(text, from, false);
            parts.add(Str.sub(self, from, to));
            from = skip(text, to, true);
            checkGrowth(budget, parts);
        }
        return parts;
    }

    private static int skipBack(String text, int from, boolean spaces) {
        int i = from;
        while (i > 0 && PyChars.isSpace(text.charAt(i - 1)) == spaces) {
            i--;
        }
        return i;
    }

    private static List<Object> rsplitSpaces(Budget budget, Object self, long limit) {
        String text = Str.text(self);
        List<Object> parts = new ArrayList<>();
        int to = skipBack(text, text.length(), true);
        while (to > 0) {
            if (parts.size() >= limit) {
                parts.add(StrMethods.strip("lstrip", Str.sub(self, 0, to), None.NONE, true, false));
                break;
            }
            int from = skipBack(text, to, false);
            parts.add(Str.sub(self, from, to));
            to = skipBack(text, from, true);
            checkGrowth(budget, parts);
        }
        Collections.reverse(parts);
        return parts;
    }

    static Object splitLines(Budget budget, Object self, Args args) {
        Object[] bound = args.bind("splitlines", 0, "keepends");
        return lines(budget, self, bound[0] != Missing.MISSING && Numbers.cInt(bound[0]) != 0);
    }

    /** The lines of a text. */
    public static List<Object> lines(Budget budget, Object self, boolean keepEnds) {
        String text = Str.text(self);
        List<Object> lines = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            if (!PyChars.isLineBreak(text.charAt(i))) {
                continue;
            }
            int next = text.startsWith("\r\n", i) ? i + 2 : i + 1;
            lines.add(Str.sub(self, from, keepEnds ? next : i));
            from = next;
            i = next - 1;
            checkGrowth(budget, lines);
        }
        if (from < text.length()) {
            lines.add(Str.sub(self, from, text.length()));
        }
        return lines;
    }

    static Object partition(String name, Object self, Args args, boolean last) {
        StrMethods.arity(name, args, 1, 1);
        String text = Str.text(self);
        if (!Str.is(args.get(0))) {
            throw PyError.type("must be str, not " + Types.name(args.get(0)));
        }
        String by = Str.text(args.get(0));
        if (by.isEmpty()) {
            throw PyError.other("empty separator");
        }
        int at =
                last
                        ? StrSearch.lastIndexOf(text, by, text.length())
                        : StrSearch.indexOf(text, by, 0);
        Object empty = Str.sub(self, 0, 0);
        if (at < 0) {
            return last ? PyTuple.of(empty, empty, self) : PyTuple.of(self, empty, empty);
        }
        return PyTuple.of(
                Str.sub(self, 0, at),
                Str.sub(self, at, at + by.length()),
                Str.sub(self, at + by.length(), text.length()));
    }
}
