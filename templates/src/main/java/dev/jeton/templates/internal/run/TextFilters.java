package dev.jeton.templates.internal.run;

import dev.jeton.templates.internal.value.Args;
import dev.jeton.templates.internal.value.Iterate;
import dev.jeton.templates.internal.value.None;
import dev.jeton.templates.internal.value.Numbers;
import dev.jeton.templates.internal.value.Ops;
import dev.jeton.templates.internal.value.PyBytes;
import dev.jeton.templates.internal.value.PyChars;
import dev.jeton.templates.internal.value.PyError;
import dev.jeton.templates.internal.value.PyRange;
import dev.jeton.templates.internal.value.PyTuple;
import dev.jeton.templates.internal.value.Repr;
import dev.jeton.templates.internal.value.Str;
import dev.jeton.templates.internal.value.StrMethods;
import dev.jeton.templates.internal.value.StrSplit;
import dev.jeton.templates.internal.value.Text;
import dev.jeton.templates.internal.value.TextBuilder;
import dev.jeton.templates.internal.value.Types;
import dev.jeton.templates.internal.value.Undefined;
import java.util.List;

/** Filters that lay out text. */
final class TextFilters {
    private TextFilters() {}

    /**
     * Words start after white space and opening brackets, other than in the method of that name.
     */
    static Object title(Object str) {
        String text = Str.text(str);
        TextBuilder out = new TextBuilder(text.length());
        int from = 0;
        while (from < text.length()) {
            boolean separator = isSeparator(text.charAt(from));
            int to = from;
            while (to < text.length() && isSeparator(text.charAt(to)) == separator) {
                to++;
            }
            if (separator) {
                out.append(str, from, to);
            } else {
                int first = from + Character.charCount(text.codePointAt(from));
                out.append(StrMethods.upper(Str.sub(str, from, first)));
                out.append(StrMethods.lower(Str.sub(str, first, to)));
            }
            from = to;
        }
        return out.build();
    }

    private static boolean isSeparator(char c) {
        return PyChars.isSpace(c) || "-({[<".indexOf(c) >= 0;
    }

    static Object indent(Render render, Object value, Args args) {
        Object[] bound = args.bind("do_indent", 0, "width", "first", "blank");
        Object width = Filters.or(bound[0], 4L);
        boolean first = Filters.given(bound[1]) && Ops.truth(bound[1]);
        boolean blank = Filters.given(bound[2]) && Ops.truth(bound[2]);
        Object indention = Str.is(width) ? width : Ops.multiply(render, " ", width);
        if (value instanceof List<?>
                && !(value instanceof PyTuple)
                && !(value instanceof PyRange)) {
            throw PyError.other("'list' object has no attribute 'splitlines'");
        }
        // The type errors of s += newline.
        Object text = Ops.add(render, value, Str.isMarkup(value) ? Text.markup("\n") : "\n");
        if (!Str.is(text)) {
            throw PyError.type(
                    "can only concatenate str (not \"" + Types.name(value) + "\") to str");
        }
        boolean markup = Str.isMarkup(value);
        List<Object> lines = StrSplit.lines(render, text, false);
        long grown = (long) lines.size() * Str.text(indention).length();
        render.checkString(grown + Str.text(text).length());
        TextBuilder out = new TextBuilder();
        for (int i = 0; i < lines.size(); i++) {
            Object line = lines.get(i);
            if (i > 0) {
                out.append('\n');
            }
            if (i == 0 ? first : blank || !Str.text(line).isEmpty()) {
                out.append(indention);
            }
            out.append(line);
        }
        return out.build(markup);
    }

    static Object truncate(Render render, Object value, Args args) {
        Object[] bound = args.bind("do_truncate", 0, "length", "killwords", "end", "leeway");
        Object lengthValue = Filters.or(bound[0], 255L);
        boolean killWords = Filters.given(bound[1]) && Ops.truth(bound[1]);
        Object end = Filters.or(bound[2], "...");
        Object leewayValue = Filters.or(bound[3], None.NONE);
        leewayValue = leewayValue == None.NONE ? (Object) 5L : leewayValue;
        int endLength = Iterate.length(end);
        if (!Ops.ordered(">=", lengthValue, (long) endLength)) {
            throw PyError.other("expected length >= " + endLength);
        }
        if (!Ops.ordered(">=", leewayValue, 0L)) {
            throw PyError.other("expected leeway >= 0");
        }
        int size = Iterate.length(value);
        if (Ops.ordered("<=", (long) size, Ops.add(render, lengthValue, leewayValue))) {
            return value;
        }
        if (!Str.is(value)) {
            throw PyError.type("'" + Types.name(value) + "' object is not subscriptable");
        }
        long length =
                Numbers.index(
                        lengthValue,
                        "slice indices must be integers or None or have an __index__ method");
        int cut = Str.offset(Str.text(value), (int) (length - endLength));
        if (!killWords) {
            int space = Str.text(value).substring(0, cut).lastIndexOf(' ');
            cut = space >= 0 ? space : cut;
        }
        return Ops.add(render, Str.sub(value, 0, cut), end);
    }

    static Object wordCount(Object value) {
        long words = 0;
        boolean inWord = false;
        for (int c : Str.text(Repr.softStr(value)).codePoints().toArray()) {
            boolean word = PyChars.isWord(c);
            if (word && !inWord) {
                words++;
            }
            inWord = word;
        }
        return words;
    }

    static Object wordWrap(Render render, Object value, Args args) {
        Object[] bound =
                args.bind(
                        "do_wordwrap",
                        0,
                        "width",
                        "break_long_words",
                        "wrapstring",
                        "break_on_hyphens");
        boolean breakLong = Ops.truth(Filters.or(bound[1], true));
        Object wrap = Filters.or(bound[2], None.NONE);
        boolean hyphens = Ops.truth(Filters.or(bound[3], true));
        if (!Str.is(value)) {
            if (value instanceof PyBytes bytes) {
                if (bytes.length() == 0) {
                    return "";
                }
                throw PyError.type("cannot use a string pattern on a bytes-like object");
            }
            throw value instanceof Undefined undefined
                    ? undefined.error()
                    : PyError.other(
                            "'" + Types.name(value) + "' object has no attribute 'splitlines'");
        }
        Object separator = wrap == None.NONE ? "\n" : wrap;
        TextBuilder out = new TextBuilder();
        boolean first = true;
        for (Object line : StrSplit.lines(render, value, false)) {
            long width = wrapWidth(Filters.or(bound[0], 79L));
            List<Object> parts = WordWrap.wrap(render, line, width, breakLong, hyphens);
            if (!first) {
                out.append(separator);
            }
            first = false;
            for (int i = 0; i < parts.size(); i++) {
                if (i > 0) {
                    out.append(separator);
                }
                out.append(parts.get(i));
            }
            render.checkString(out.length());
        }
        return out.build();
    }

    /** Python first compares the width with 0. */
    private static long wrapWidth(Object value) {
        if (!Numbers.isNumber(value)) {
            Ops.ordered("<=", value, 0L);
        }
        return Numbers.index(value);
    }
}
