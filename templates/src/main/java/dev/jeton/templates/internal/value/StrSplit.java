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
            return fromRight ? rsplitSpaces(self, limit) : splitSpaces(self, limit);
        }
        String by = Str.text(separator);
        if (by.isEmpty()) {
            throw PyError.other("empty separator");
        }
        return fromRight ? rsplitText(self, by, limit) : splitText(self, by, limit);
    }

    private static List<Object> splitText(Object self, String by, long limit) {
        String text = Str.text(self);
        List<Object> parts = new ArrayList<>(4);
        int from = 0;
        for (int i = text.indexOf(by); i >= 0 && parts.size() < limit; i = text.indexOf(by, from)) {
            parts.add(Str.sub(self, from, i));
            from = i + by.length();
        }
        parts.add(Str.sub(self, from, text.length()));
        return parts;
    }

    static List<Object> rsplitText(Object self, String by, long limit) {
        String text = Str.text(self);
        List<Object> parts = new ArrayList<>(4);
        int to = text.length();
        for (int i = text.lastIndexOf(by);
                i >= 0 && parts.size() < limit;
                i = to < by.length() ? -1 : text.lastIndexOf(by, to - by.length())) {
            parts.add(Str.sub(self, i + by.length(), to));
            to = i;
        }
        parts.add(Str.sub(self, 0, to));
        Collections.reverse(parts);
        return parts;
    }

    private static int skip(String text, int from, boolean spaces) {
        int i = from;
        while (i < text.length() && PyChars.isSpace(text.charAt(i)) == spaces) {
            i++;
        }
        return i;
    }

    private static List<Object> splitSpaces(Object self, long limit) {
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

    private static List<Object> rsplitSpaces(Object self, long limit) {
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
        }
        Collections.reverse(parts);
        return parts;
    }

    static Object splitLines(Budget budget, Object self, Args args) {
        Object[] bound = args.bind("splitlines", 0, "keepends");
        return lines(self, bound[0] != Missing.MISSING && Numbers.index(bound[0]) != 0);
    }

    /** The lines of a text. */
    public static List<Object> lines(Object self, boolean keepEnds) {
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
        int at = last ? text.lastIndexOf(by) : text.indexOf(by);
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
