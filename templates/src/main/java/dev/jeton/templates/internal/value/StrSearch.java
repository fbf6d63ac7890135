package dev.jeton.templates.internal.value;

/** {@code find}, {@code index}, {@code count} with start and end in code points. */
final class StrSearch {
    private StrSearch() {}

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
        for (int i = part.indexOf(search); i >= 0; i = part.indexOf(search, i + search.length())) {
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
        int at = last ? part.lastIndexOf(search) : part.indexOf(search);
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
