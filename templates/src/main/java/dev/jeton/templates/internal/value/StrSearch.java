package dev.jeton.templates.internal.value;

/** {@code find}, {@code index}, {@code count} with start and end in code points. */
final class StrSearch {
    private StrSearch() {}

    /** Up to this length the JDK's search is fast, and cannot be made slow. */
    static final int SHORT = 64;

    private static final int BASE = 0x01000193;

    /** {@code text.indexOf(search, from)}. */
    static int indexOf(String text, String search, int from) {
        int at =
                search.length() <= SHORT
                        ? text.indexOf(search, from)
                        : search(text, search, from, text.length() - search.length(), 1);
        Budget.scan((at < 0 ? text.length() : at) - from);
        return at;
    }

    /** {@code text.lastIndexOf(search, from)}. */
    static int lastIndexOf(String text, String search, int from) {
        int at =
                search.length() <= SHORT
                        ? text.lastIndexOf(search, from)
                        : search(
                                text,
                                search,
                                Math.min(from, text.length() - search.length()),
                                0,
                                -1);
        Budget.scan(from - Math.max(0, at));
        return at;
    }

    /**
     * Karp and Rabin's search: in linear time where the JDK's takes the product of the two lengths,
     * as for many {@code a} in more of them. A text whose hashes are right and whose chars are not
     * can be made; what it costs is charged.
     */
    private static int search(String text, String search, int first, int last, int step) {
        int size = search.length();
        if (first < 0 || last < 0 || (last - first) * step < 0) {
            return -1;
        }
        int wanted = 0;
        int hash = 0;
        int highest = 1;
        for (int i = 0; i < size; i++) {
            // The char that leaves first has the highest power.
            int at = step > 0 ? i : size - 1 - i;
            wanted = wanted * BASE + search.charAt(at);
            hash = hash * BASE + text.charAt(first + at);
            highest = i == 0 ? 1 : highest * BASE;
        }
        for (int at = first; ; at += step) {
            if (hash == wanted) {
                Budget.scan(size);
                if (text.startsWith(search, at)) {
                    return at;
                }
            }
            if (at == last) {
                return -1;
            }
            char leaving = text.charAt(step > 0 ? at : at + size - 1);
            char entering = text.charAt(step > 0 ? at + size : at - 1);
            hash = (hash - leaving * highest) * BASE + entering;
        }
    }

    /** The range in chars that the second and third argument give; may be empty or reversed. */
    static int[] range(String text, Args args) {
        int length = text.codePointCount(0, text.length());
        long from = args.count() > 1 ? bound(args.get(1), 0, length) : 0;
        long to = args.count() > 2 ? bound(args.get(2), length, length) : length;
        if (from > length) {
            return new int[] {text.length() + 1, text.length()};
        }
        if (from == 0 && to == length) {
            return new int[] {0, text.length()};
        }
        return new int[] {
            Str.offset(text, (int) from), Str.offset(text, (int) Math.min(to, length))
        };
    }

    private static long bound(Object value, int missing, int length) {
        if (value == None.NONE) {
            return missing;
        }
        long at =
                Numbers.index(
                        value,
                        "slice indices must be integers or None or have an __index__ method");
        return at < 0 ? Math.max(0, at + length) : at;
    }

    static Object count(Budget budget, Object self, Args args) {
        StrMethods.arity("count", args, 1, 3);
        String text = Str.text(self);
        String search = StrMethods.text("count()", args.get(0));
        int[] range = range(text, args);
        if (range[0] > range[1]) {
            return 0L;
        }
        String part = text.substring(range[0], range[1]);
        if (search.isEmpty()) {
            return (long) part.codePointCount(0, part.length()) + 1;
        }
        long count = 0;
        for (int i = indexOf(part, search, 0);
                i >= 0;
                i = indexOf(part, search, i + search.length())) {
            count++;
        }
        return count;
    }

    static Object find(String name, Object self, Args args, boolean last) {
        StrMethods.arity(name, args, 1, 3);
        String text = Str.text(self);
        String search = StrMethods.text(name + "()", args.get(0));
        int[] range = range(text, args);
        if (range[0] > range[1]) {
            return -1L;
        }
        String part = text.substring(range[0], range[1]);
        int at = last ? lastIndexOf(part, search, part.length()) : indexOf(part, search, 0);
        return at < 0 ? -1L : (long) text.codePointCount(0, range[0] + at);
    }

    static Object index(String name, Object self, Args args, boolean last) {
        Object at = find(name, self, args, last);
        if (at.equals(-1L)) {
            throw PyError.other("substring not found");
        }
        return at;
    }
}
