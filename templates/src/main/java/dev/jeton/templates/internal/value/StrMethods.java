package dev.jeton.templates.internal.value;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * The methods of Python's str. Results keep the origin of each character, and methods of Markup
 * give Markup and escape their arguments. Positions count code points.
 */
public final class StrMethods {
    static final Map<String, Method> TABLE = table();

    private StrMethods() {}

    private static Map<String, Method> table() {
        Map<String, Method> table = new HashMap<>();
        table.put("upper", (b, s, a) -> upper(noArgs("upper", s, a)));
        table.put("lower", (b, s, a) -> lower(noArgs("lower", s, a)));
        table.put("casefold", (b, s, a) -> StrCase.casefold(noArgs("casefold", s, a)));
        table.put("capitalize", (b, s, a) -> StrCase.capitalize(noArgs("capitalize", s, a)));
        table.put("title", (b, s, a) -> StrCase.title(noArgs("title", s, a)));
        table.put("swapcase", (b, s, a) -> StrCase.swapcase(noArgs("swapcase", s, a)));
        table.put("strip", (b, s, a) -> stripped("strip", s, a, true, true));
        table.put("lstrip", (b, s, a) -> stripped("lstrip", s, a, true, false));
        table.put("rstrip", (b, s, a) -> stripped("rstrip", s, a, false, true));
        table.put("startswith", (b, s, a) -> affix("startswith", s, a, true));
        table.put("endswith", (b, s, a) -> affix("endswith", s, a, false));
        table.put("removeprefix", (b, s, a) -> removeAffix("removeprefix", s, a, true));
        table.put("removesuffix", (b, s, a) -> removeAffix("removesuffix", s, a, false));
        table.put("split", (b, s, a) -> StrSplit.split(b, s, a, false));
        table.put("rsplit", (b, s, a) -> StrSplit.split(b, s, a, true));
        table.put("splitlines", StrSplit::splitLines);
        table.put("partition", (b, s, a) -> StrSplit.partition("partition", s, a, false));
        table.put("rpartition", (b, s, a) -> StrSplit.partition("rpartition", s, a, true));
        table.put("replace", StrMethods::replaceMethod);
        table.put("join", StrMethods::joinMethod);
        table.put("count", StrSearch::count);
        table.put("find", (b, s, a) -> StrSearch.find("find", s, a, false));
        table.put("rfind", (b, s, a) -> StrSearch.find("rfind", s, a, true));
        table.put("index", (b, s, a) -> StrSearch.index("index", s, a, false));
        table.put("rindex", (b, s, a) -> StrSearch.index("rindex", s, a, true));
        table.put("center", (b, s, a) -> padded("center", b, s, a));
        table.put("ljust", (b, s, a) -> padded("ljust", b, s, a));
        table.put("rjust", (b, s, a) -> padded("rjust", b, s, a));
        table.put("zfill", StrMethods::zfill);
        table.put("expandtabs", StrMethods::expandTabs);
        table.put("translate", StrMethods::translate);
        table.put("maketrans", StrMethods::makeTrans);
        table.put("format", StrMethods::format);
        table.put("format_map", StrMethods::formatMap);
        table.put("isalpha", (b, s, a) -> StrTests.all(noArgs("isalpha", s, a), PyChars::isAlpha));
        table.put(
                "isdecimal",
                (b, s, a) -> StrTests.all(noArgs("isdecimal", s, a), PyChars::isDecimal));
        table.put("isdigit", (b, s, a) -> StrTests.all(noArgs("isdigit", s, a), PyChars::isDigit));
        table.put(
                "isnumeric",
                (b, s, a) -> StrTests.all(noArgs("isnumeric", s, a), PyChars::isNumeric));
        table.put("isspace", (b, s, a) -> StrTests.all(noArgs("isspace", s, a), PyChars::isSpace));
        table.put("isalnum", (b, s, a) -> StrTests.all(noArgs("isalnum", s, a), PyChars::isAlnum));
        table.put("isascii", (b, s, a) -> StrTests.isAscii(noArgs("isascii", s, a)));
        table.put("isprintable", (b, s, a) -> StrTests.isPrintable(noArgs("isprintable", s, a)));
        table.put("isidentifier", (b, s, a) -> StrTests.isIdentifier(noArgs("isidentifier", s, a)));
        table.put("isupper", (b, s, a) -> StrTests.isUpper(noArgs("isupper", s, a)));
        table.put("islower", (b, s, a) -> StrTests.isLower(noArgs("islower", s, a)));
        table.put("istitle", (b, s, a) -> StrTests.isTitle(noArgs("istitle", s, a)));
        table.put("encode", StrMethods::encode);
        return Collections.unmodifiableMap(table);
    }

    /** Checks that a method got no arguments. */
    private static Object noArgs(String name, Object self, Args args) {
        if (args.count() > 0 || args.hasNames()) {
            throw PyError.type(
                    "str." + name + "() takes no arguments (" + args.count() + " given)");
        }
        return self;
    }

    /** Checks the number of positional arguments. */
    static void arity(String name, Args args, int min, int max) {
        if (args.hasNames()) {
            throw PyError.type("str." + name + "() takes no keyword arguments");
        }
        if (args.count() < min || args.count() > max) {
            String bound = min == max ? "" : args.count() < min ? "at least " : "at most ";
            int expected = args.count() < min ? min : max;
            throw PyError.type(
                    name
                            + " expected "
                            + bound
                            + expected
                            + " argument"
                            + (expected == 1 ? "" : "s")
                            + ", got "
                            + args.count());
        }
    }

    /** An argument that must be a str. */
    static String text(String name, Object value) {
        if (Str.is(value)) {
            return Str.text(value);
        }
        throw PyError.type(name + " argument must be str, not " + Types.name(value));
    }

    public static Object upper(Object self) {
        return StrCase.mapped(self, PyChars.upper(Str.text(self)), PyChars::upper);
    }

    public static Object lower(Object self) {
        return StrCase.mapped(self, PyChars.lower(Str.text(self)), PyChars::lower);
    }

    private static Object stripped(
            String name, Object self, Args args, boolean left, boolean right) {
        arity(name, args, 0, 1);
        return strip(name, self, args.count() == 0 ? None.NONE : args.get(0), left, right);
    }

    /** {@code strip}, {@code lstrip} and {@code rstrip}. */
    public static Object strip(
            String name, Object self, Object chars, boolean left, boolean right) {
        if (chars != None.NONE && !Str.is(chars)) {
            throw PyError.type(name + " arg must be None or str");
        }
        String set = chars == None.NONE ? "" : Str.text(chars);
        boolean spaces = chars == None.NONE;
        String text = Str.text(self);
        int from = 0;
        int to = text.length();
        while (left && from < to) {
            int c = text.codePointAt(from);
            if (!(spaces ? PyChars.isSpace(c) : set.indexOf(c) >= 0)) {
                break;
            }
            from += Character.charCount(c);
        }
        while (right && to > from) {
            int c = text.codePointBefore(to);
            if (!(spaces ? PyChars.isSpace(c) : set.indexOf(c) >= 0)) {
                break;
            }
            to -= Character.charCount(c);
        }
        return Str.sub(self, from, to);
    }

    private static Object affix(String name, Object self, Args args, boolean start) {
        arity(name, args, 1, 3);
        String text = Str.text(self);
        int[] range = StrSearch.range(text, args);
        Object affix = args.get(0);
        List<?> affixes = affix instanceof PyTuple tuple ? tuple : List.of(affix);
        for (Object candidate : affixes) {
            if (!Str.is(candidate)) {
                throw PyError.type(
                        affix instanceof PyTuple
                                ? "tuple for "
                                        + name
                                        + " must only contain str, not "
                                        + Types.name(candidate)
                                : name
                                        + " first arg must be str or a tuple of str, not "
                                        + Types.name(candidate));
            }
            String part = Str.text(candidate);
            int at = start ? range[0] : range[1] - part.length();
            if (range[0] <= range[1]
                    && at >= range[0]
                    && at + part.length() <= range[1]
                    && text.startsWith(part, at)) {
                return true;
            }
        }
        return false;
    }

    private static Object removeAffix(String name, Object self, Args args, boolean prefix) {
        arity(name, args, 1, 1);
        String text = Str.text(self);
        String affix = text(name + "()", args.get(0));
        if (prefix && text.startsWith(affix)) {
            return Str.sub(self, affix.length(), text.length());
        }
        if (!prefix && !affix.isEmpty() && text.endsWith(affix)) {
            return Str.sub(self, 0, text.length() - affix.length());
        }
        return self;
    }

    private static Object replaceMethod(Budget budget, Object self, Args args) {
        arity("replace", args, 2, 3);
        text("replace()", args.get(0));
        Object with = args.get(1);
        text("replace()", with);
        long count = args.count() > 2 ? Numbers.index(args.get(2)) : -1;
        Object replacement = Str.isMarkup(self) ? Html.escape(with) : Str.plain(with);
        return replace(budget, self, args.get(0), replacement, count);
    }

    /** {@code replace}; a negative count means all. */
    public static Object replace(Budget budget, Object self, Object old, Object with, long count) {
        String text = Str.text(self);
        String search = Str.text(old);
        if (count == 0 || (!search.isEmpty() && StrSearch.indexOf(text, search, 0) < 0)) {
            return self;
        }
        if (self instanceof String && with instanceof String w && count < 0 && !search.isEmpty()) {
            if (w.length() <= search.length() && search.length() <= StrSearch.SHORT) {
                budget.checkString(text.length());
                return text.replace(search, w);
            }
        }
        TextBuilder out = new TextBuilder(text.length() + 16);
        long left = count < 0 ? Long.MAX_VALUE : count;
        int at = 0;
        if (search.isEmpty()) {
            while (left-- > 0) {
                out.append(with);
                if (at >= text.length()) {
                    break;
                }
                int next = at + Character.charCount(text.codePointAt(at));
                out.append(self, at, next);
                at = next;
                checkGrowth(budget, out);
            }
        } else {
            for (int i = StrSearch.indexOf(text, search, 0);
                    i >= 0 && left-- > 0;
                    i = StrSearch.indexOf(text, search, at)) {
                out.append(self, at, i).append(with);
                at = i + search.length();
                checkGrowth(budget, out);
            }
        }
        out.append(self, at, text.length());
        budget.checkString(out.length());
        return out.build(Str.isMarkup(self));
    }

    private static void checkGrowth(Budget budget, TextBuilder out) {
        if (out.length() > budget.limits().maxStringChars()) {
            budget.checkString(out.length());
        }
    }

    private static Object joinMethod(Budget budget, Object self, Args args) {
        arity("join", args, 1, 1);
        Iterator<Object> items = Iterate.overOrNull(args.get(0));
        if (items == null) {
            throw PyError.type("can only join an iterable");
        }
        boolean markup = Str.isMarkup(self);
        TextBuilder out = new TextBuilder();
        for (int i = 0; items.hasNext(); i++) {
            Object item = items.next();
            if (!markup && !Str.is(item)) {
                throw PyError.type(
                        "sequence item "
                                + i
                                + ": expected str instance, "
                                + Types.name(item)
                                + " found");
            }
            if (i > 0) {
                out.append(self);
            }
            out.append(markup ? Html.escape(item) : item);
            budget.charge(1);
            checkGrowth(budget, out);
        }
        budget.checkString(out.length());
        return out.build(markup);
    }

    private static Object padded(String name, Budget budget, Object self, Args args) {
        arity(name, args, 1, 2);
        Object fill = args.count() > 1 ? args.get(1) : " ";
        if (!Str.is(fill)) {
            throw PyError.type(
                    "The fill character must be a unicode character, not " + Types.name(fill));
        }
        if (Str.length(fill) != 1) {
            throw PyError.type("The fill character must be exactly one character long");
        }
        return pad(budget, self, Numbers.index(args.get(0)), fill, name);
    }

    /** {@code center}, {@code ljust} or {@code rjust}. */
    public static Object pad(Budget budget, Object self, long width, Object fill, String name) {
        int length = Str.length(self);
        long missing = width - length;
        if (missing <= 0) {
            return self;
        }
        budget.checkString(width);
        long left = 0;
        if (name.equals("rjust")) {
            left = missing;
        } else if (name.equals("center")) {
            // CPython puts the odd one to the left if the width is odd.
            left = missing / 2 + (missing & width & 1);
        }
        TextBuilder out = new TextBuilder((int) width);
        for (long i = 0; i < left; i++) {
            out.append(fill);
        }
        out.append(self);
        for (long i = left; i < missing; i++) {
            out.append(fill);
        }
        return out.build(Str.isMarkup(self));
    }

    private static Object zfill(Budget budget, Object self, Args args) {
        arity("zfill", args, 1, 1);
        long missing = Numbers.index(args.get(0)) - Str.length(self);
        if (missing <= 0) {
            return self;
        }
        budget.checkString(Numbers.index(args.get(0)));
        String text = Str.text(self);
        int sign = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
        return new TextBuilder()
                .append(self, 0, sign)
                .repeat("0", (int) missing)
                .append(self, sign, text.length())
                .build(Str.isMarkup(self));
    }

    private static Object expandTabs(Budget budget, Object self, Args args) {
        Object[] bound = args.bind("expandtabs", 0, "tabsize");
        long size = bound[0] == Missing.MISSING ? 8 : Numbers.cInt(bound[0]);
        String text = Str.text(self);
        TextBuilder out = new TextBuilder();
        long column = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            int next = i + Character.charCount(c);
            if (c == '\t') {
                long spaces = size > 0 ? size - column % size : 0;
                budget.checkString(out.length() + spaces);
                out.repeat(" ", (int) spaces);
                column += spaces;
            } else {
                out.append(self, i, next);
                column = c == '\n' || c == '\r' ? 0 : column + 1;
            }
            i = next;
        }
        return out.build(Str.isMarkup(self));
    }

    private static Object translate(Budget budget, Object self, Args args) {
        arity("translate", args, 1, 1);
        String text = Str.text(self);
        TextBuilder out = new TextBuilder();
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            int next = i + Character.charCount(c);
            Object mapped = Access.item(args.get(0), (long) c);
            if (mapped instanceof Undefined) {
                out.append(self, i, next);
            } else if (Numbers.isInt(mapped)) {
                out.appendCodePoint((int) Numbers.index(mapped));
            } else if (Str.is(mapped)) {
                out.append(mapped);
            } else if (mapped != None.NONE) {
                throw PyError.type("character mapping must return integer, None or str");
            }
            i = next;
            checkGrowth(budget, out);
        }
        return out.build(Str.isMarkup(self));
    }

    private static Object makeTrans(Budget budget, Object self, Args args) {
        arity("maketrans", args, 1, 3);
        PyDict table = new PyDict();
        if (args.count() == 1) {
            if (!(args.get(0) instanceof Map<?, ?> map)) {
                throw PyError.type("if you give only one argument to maketrans it must be a dict");
            }
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                Object key = Types.in(entry.getKey());
                table.put(
                        Str.is(key) ? (Object) (long) Str.text(key).codePointAt(0) : key,
                        Types.in(entry.getValue()));
            }
            return table;
        }
        int[] from = text("maketrans()", args.get(0)).codePoints().toArray();
        int[] to = text("maketrans()", args.get(1)).codePoints().toArray();
        if (from.length != to.length) {
            throw PyError.other("the first two maketrans arguments must have equal length");
        }
        for (int i = 0; i < from.length; i++) {
            table.put((long) from[i], (long) to[i]);
        }
        if (args.count() > 2) {
            text("maketrans()", args.get(2))
                    .codePoints()
                    .forEach(c -> table.put((long) c, None.NONE));
        }
        return table;
    }

    private static Object format(Budget budget, Object self, Args args) {
        return StrFormat.format(budget, self, args, Map.of());
    }

    private static Object formatMap(Budget budget, Object self, Args args) {
        args.refuseNames("format_map");
        if (args.count() != 1) {
            throw PyError.type(
                    "format_map() takes exactly one argument (" + args.count() + " given)");
        }
        return StrFormat.format(budget, self, Args.NONE, args.get(0));
    }

    private static Object encode(Budget budget, Object self, Args args) {
        Object[] bound = args.bind("encode", 0, "encoding", "errors");
        return PyBytes.encode(
                Str.text(self),
                PyBytes.option(bound[0], "utf-8", "encoding"),
                PyBytes.option(bound[1], "strict", "errors"));
    }

    /** Joins with {@code str()} of each item: Jinja2's {@code ~} and {@code join} filter. */
    public static Object concat(Budget budget, List<Object> parts) {
        TextBuilder out = new TextBuilder();
        for (Object part : new ArrayList<>(parts)) {
            out.append(Repr.str(part));
            checkGrowth(budget, out);
        }
        budget.checkString(out.length());
        return out.build();
    }
}
