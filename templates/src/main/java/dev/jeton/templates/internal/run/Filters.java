package dev.jeton.templates.internal.run;

import dev.jeton.templates.internal.value.Access;
import dev.jeton.templates.internal.value.Args;
import dev.jeton.templates.internal.value.Html;
import dev.jeton.templates.internal.value.Iterate;
import dev.jeton.templates.internal.value.MarkupMethods;
import dev.jeton.templates.internal.value.Missing;
import dev.jeton.templates.internal.value.None;
import dev.jeton.templates.internal.value.Numbers;
import dev.jeton.templates.internal.value.Ops;
import dev.jeton.templates.internal.value.PercentFormat;
import dev.jeton.templates.internal.value.PyDict;
import dev.jeton.templates.internal.value.PyError;
import dev.jeton.templates.internal.value.PyTuple;
import dev.jeton.templates.internal.value.Repr;
import dev.jeton.templates.internal.value.Str;
import dev.jeton.templates.internal.value.StrCase;
import dev.jeton.templates.internal.value.StrMethods;
import dev.jeton.templates.internal.value.Text;
import dev.jeton.templates.internal.value.Types;
import dev.jeton.templates.internal.value.Undefined;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/** Jinja2's filters by name; {@code tojson} is transformers'. */
public final class Filters {
    public static final Map<String, Filter> ALL = table();

    private Filters() {}

    private static Map<String, Filter> table() {
        Map<String, Filter> t = new HashMap<>();
        t.put("tojson", Json::dumps);
        t.put("length", (r, v, a) -> (long) Iterate.length(none(v, a, "len")));
        t.put("count", (r, v, a) -> (long) Iterate.length(none(v, a, "len")));
        t.put("default", Filters::defaultValue);
        t.put("d", Filters::defaultValue);
        t.put("string", (r, v, a) -> Repr.softStr(none(v, a, "soft_str")));
        t.put("upper", (r, v, a) -> StrMethods.upper(Repr.softStr(none(v, a, "do_upper"))));
        t.put("lower", (r, v, a) -> StrMethods.lower(Repr.softStr(none(v, a, "do_lower"))));
        t.put(
                "capitalize",
                (r, v, a) -> StrCase.capitalize(Repr.softStr(none(v, a, "do_capitalize"))));
        t.put("title", (r, v, a) -> TextFilters.title(Repr.softStr(none(v, a, "do_title"))));
        t.put("trim", Filters::trim);
        t.put("replace", Filters::replace);
        t.put("safe", (r, v, a) -> Text.markup(Repr.softStr(none(v, a, "do_mark_safe"))));
        t.put("e", (r, v, a) -> Html.escape(none(v, a, "escape")));
        t.put("escape", (r, v, a) -> Html.escape(none(v, a, "escape")));
        t.put("forceescape", (r, v, a) -> Html.escape(Repr.str(none(v, a, "do_forceescape"))));
        t.put("format", Filters::format);
        t.put("int", Conversions::toInt);
        t.put("float", Conversions::toFloat);
        t.put("abs", (r, v, a) -> Conversions.abs(none(v, a, "abs")));
        t.put("round", Conversions::round);
        t.put("filesizeformat", Conversions::fileSize);
        t.put("attr", Filters::attr);
        t.put("center", Filters::center);
        t.put("indent", TextFilters::indent);
        t.put("truncate", TextFilters::truncate);
        t.put("wordcount", (r, v, a) -> TextFilters.wordCount(none(v, a, "do_wordcount")));
        t.put("wordwrap", TextFilters::wordWrap);
        t.put(
                "striptags",
                (r, v, a) -> MarkupMethods.stripTags(Repr.str(none(v, a, "do_striptags"))));
        t.put("urlencode", (r, v, a) -> WebFilters.urlEncode(r, none(v, a, "do_urlencode")));
        t.put("urlize", WebFilters::urlize);
        t.put("xmlattr", WebFilters::xmlAttributes);
        t.put("pprint", (r, v, a) -> PrettyPrint.format(r, none(v, a, "do_pprint")));
        SequenceFilters.register(t);
        SelectFilters.register(t);
        return Collections.unmodifiableMap(t);
    }

    /** Checks that there are no arguments. */
    static Object none(Object value, Args args, String function) {
        if (args.count() > 0 || args.hasNames()) {
            args.bind(function, 0);
        }
        return value;
    }

    static boolean given(Object argument) {
        return argument != Missing.MISSING;
    }

    static Object or(Object argument, Object fallback) {
        return argument == Missing.MISSING ? fallback : argument;
    }

    /** A filter by a name that is known only when it runs, as in {@code map('upper')}. */
    static Filter named(Object name) {
        Filter filter = Str.is(name) ? ALL.get(Str.text(name)) : null;
        if (filter == null) {
            throw PyError.other("No filter named " + Repr.repr(name) + ".");
        }
        return filter;
    }

    private static Object defaultValue(Render render, Object value, Args args) {
        Object[] bound = args.bind("do_default", 0, "default_value", "boolean");
        boolean replace =
                value instanceof Undefined
                        || (given(bound[1]) && Ops.truth(bound[1]) && !Ops.truth(value));
        return replace ? or(bound[0], "") : value;
    }

    private static Object trim(Render render, Object value, Args args) {
        Object chars = None.NONE;
        if (args.count() > 0 || args.hasNames()) {
            chars = or(args.bind("do_trim", 0, "chars")[0], None.NONE);
        }
        return StrMethods.strip("strip", Repr.softStr(value), chars, true, true);
    }

    private static Object replace(Render render, Object value, Args args) {
        Object[] bound = args.bind("do_replace", 2, "old", "new", "count");
        Object count = or(bound[2], None.NONE);
        long times = count == None.NONE ? -1 : Numbers.index(count);
        if (!render.autoescape()) {
            return StrMethods.replace(
                    render, Repr.str(value), Repr.str(bound[0]), Repr.str(bound[1]), times);
        }
        boolean escape = Str.isMarkup(bound[0]) || (Str.isMarkup(bound[1]) && !Str.isMarkup(value));
        Object text = escape ? Html.escape(value) : Repr.softStr(value);
        Object with = Repr.softStr(bound[1]);
        return StrMethods.replace(
                render,
                text,
                Repr.softStr(bound[0]),
                Str.isMarkup(text) ? Html.escape(with) : with,
                times);
    }

    private static Object format(Render render, Object value, Args args) {
        if (args.count() > 0 && args.hasNames()) {
            throw PyError.other("can't handle positional and keyword arguments at the same time");
        }
        if (args.hasNames()) {
            PyDict names = new PyDict();
            for (int i = 0; i < args.names().length; i++) {
                names.put(args.names()[i], args.named()[i]);
            }
            return PercentFormat.format(render, Repr.softStr(value), names);
        }
        return PercentFormat.format(render, Repr.softStr(value), PyTuple.of(args.positional()));
    }

    private static Object attr(Render render, Object value, Args args) {
        Object name = args.bind("do_attr", 1, "name")[0];
        if (!Str.is(name)) {
            throw PyError.type("attribute name must be string, not '" + Types.name(name) + "'");
        }
        if (value instanceof Undefined && Str.text(name).startsWith("__")) {
            Object dunder = Access.findDunder(value, Str.text(name));
            return dunder == null ? Undefined.member(value, name) : dunder;
        }
        Object found = Access.find(value, Str.text(name));
        return found == null ? Undefined.member(value, name) : found;
    }

    private static Object center(Render render, Object value, Args args) {
        Object width = or(args.bind("do_center", 0, "width")[0], 80L);
        return StrMethods.pad(render, Repr.softStr(value), Numbers.index(width), " ", "center");
    }
}
