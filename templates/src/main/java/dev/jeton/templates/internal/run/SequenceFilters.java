package dev.jeton.templates.internal.run;

import static dev.jeton.templates.internal.run.Filters.none;
import static dev.jeton.templates.internal.run.Filters.or;

import dev.jeton.templates.TemplateException.Kind;
import dev.jeton.templates.internal.value.Args;
import dev.jeton.templates.internal.value.DictView;
import dev.jeton.templates.internal.value.Hash;
import dev.jeton.templates.internal.value.Html;
import dev.jeton.templates.internal.value.Iterate;
import dev.jeton.templates.internal.value.None;
import dev.jeton.templates.internal.value.Numbers;
import dev.jeton.templates.internal.value.Ops;
import dev.jeton.templates.internal.value.PyError;
import dev.jeton.templates.internal.value.PyIterator;
import dev.jeton.templates.internal.value.PyRange;
import dev.jeton.templates.internal.value.PyTuple;
import dev.jeton.templates.internal.value.Repr;
import dev.jeton.templates.internal.value.Slices;
import dev.jeton.templates.internal.value.Str;
import dev.jeton.templates.internal.value.TextBuilder;
import dev.jeton.templates.internal.value.Types;
import dev.jeton.templates.internal.value.Undefined;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/** Filters on lists and dicts. */
final class SequenceFilters {
    private SequenceFilters() {}

    static void register(Map<String, Filter> t) {
        t.put("list", (r, v, a) -> Iterate.list(r, none(v, a, "do_list")));
        t.put("items", (r, v, a) -> items(none(v, a, "do_items")));
        t.put("join", SequenceFilters::join);
        t.put("first", (r, v, a) -> first(none(v, a, "do_first")));
        t.put("last", (r, v, a) -> last(r, none(v, a, "do_last")));
        t.put("random", (r, v, a) -> random(none(v, a, "do_random")));
        t.put("reverse", (r, v, a) -> reverse(r, none(v, a, "do_reverse")));
        t.put("sort", SequenceFilters::sort);
        t.put("dictsort", SequenceFilters::dictSort);
        t.put("unique", SequenceFilters::unique);
        t.put("min", (r, v, a) -> extreme(r, v, a, "<"));
        t.put("max", (r, v, a) -> extreme(r, v, a, ">"));
        t.put("sum", SequenceFilters::sum);
        t.put("batch", SequenceFilters::batch);
        t.put("slice", SequenceFilters::slice);
        t.put("groupby", SequenceFilters::groupBy);
    }

    private static Object items(Object value) {
        return SelectFilters.lazy(
                "do_items",
                () -> {
                    if (value instanceof Undefined) {
                        return Collections.emptyIterator();
                    }
                    if (!(value instanceof Map<?, ?> map)) {
                        throw PyError.type("Can only get item pairs from a mapping.");
                    }
                    return Iterate.over(new DictView(DictView.Kind.ITEMS, map));
                });
    }

    private static Object join(Render render, Object value, Args args) {
        Object[] bound = args.bind("do_join", 0, "d", "attribute");
        Object separator = or(bound[0], "");
        Object attribute = or(bound[1], None.NONE);
        Iterator<Object> items = Iterate.overOrNull(value);
        if (items == null) {
            throw PyError.type("'" + Types.name(value) + "' object is not iterable");
        }
        if (attribute != None.NONE) {
            items =
                    SelectFilters.mapped(
                            render, items, Attributes.getter(attribute, None.NONE, false));
        }
        return render.autoescape()
                ? escapingJoin(render, items, separator)
                : plainJoin(render, items, Repr.str(separator));
    }

    private static Object plainJoin(Render render, Iterator<Object> items, Object separator) {
        TextBuilder out = new TextBuilder();
        boolean first = true;
        while (items.hasNext()) {
            if (!first) {
                out.append(separator);
            }
            first = false;
            out.append(Repr.str(items.next()));
            render.charge(1);
            if (out.length() > render.limits().maxStringChars()) {
                render.checkString(out.length());
            }
        }
        render.checkString(out.length());
        return out.build();
    }

    private static Object escapingJoin(Render render, Iterator<Object> items, Object separator) {
        List<Object> parts = new ArrayList<>();
        boolean markup = Str.isMarkup(separator);
        while (items.hasNext()) {
            Object item = items.next();
            markup |= Str.isMarkup(item);
            parts.add(item);
            render.charge(1);
        }
        TextBuilder out = new TextBuilder();
        for (int i = 0; i < parts.size(); i++) {
            if (i > 0) {
                out.append(markup ? Html.escape(separator) : Repr.str(separator));
            }
            out.append(markup ? Html.escape(parts.get(i)) : Repr.str(parts.get(i)));
            if (out.length() > render.limits().maxStringChars()) {
                render.checkString(out.length());
            }
        }
        return out.build(markup);
    }

    private static Object first(Object value) {
        Iterator<Object> items = Iterate.over(value);
        return items.hasNext()
                ? items.next()
                : Undefined.hint("No first item, sequence was empty.");
    }

    private static Object last(Render render, Object value) {
        if (value instanceof PyIterator) {
            throw PyError.type("'" + Types.name(value) + "' object is not reversible");
        }
        int size = Iterate.lengthOrMinus(value);
        if (size < 0) {
            throw PyError.type("'" + Types.name(value) + "' object is not reversible");
        }
        if (size == 0) {
            return Undefined.hint("No last item, sequence was empty.");
        }
        if (value instanceof List<?> list) {
            return Types.in(list.get(size - 1));
        }
        if (Str.is(value)) {
            String text = Str.text(value);
            return Str.sub(value, Str.offset(text, size - 1), text.length());
        }
        List<Object> items = Iterate.list(render, value);
        return items.get(items.size() - 1);
    }

    private static Object random(Object value) {
        int size = Iterate.length(value);
        if (size == 0) {
            return Undefined.hint("No random item, sequence was empty.");
        }
        List<Object> items = Iterate.list(value);
        return items.get(ThreadLocalRandom.current().nextInt(size));
    }

    private static Object reverse(Render render, Object value) {
        if (Str.is(value)) {
            return Slices.slice(render, value, None.NONE, None.NONE, -1L);
        }
        boolean reversible = !(value instanceof PyIterator);
        List<Object> items;
        try {
            items = new ArrayList<>(Iterate.list(render, value));
        } catch (PyError e) {
            throw e.kind() == Kind.TYPE ? PyError.other("argument must be iterable") : e;
        }
        Collections.reverse(items);
        return reversible ? new PyIterator(reversedType(value), items.iterator()) : items;
    }

    /** The type of what Python's {@code reversed} gives. */
    private static String reversedType(Object value) {
        if (value instanceof DictView view) {
            return switch (view.kind()) {
                case KEYS -> "dict_reversekeyiterator";
                case VALUES -> "dict_reversevalueiterator";
                case ITEMS -> "dict_reverseitemiterator";
            };
        }
        if (value instanceof Map) {
            return "dict_reversekeyiterator";
        }
        if (value instanceof PyRange) {
            return "range_iterator";
        }
        return value instanceof List && !(value instanceof PyTuple)
                ? "list_reverseiterator"
                : "reversed";
    }

    /** An argument of Python's sorted(), which takes ints only. */
    private static boolean reverse(Object value) {
        return Numbers.cInt(value) != 0;
    }

    private static Object sort(Render render, Object value, Args args) {
        Object[] bound = args.bind("do_sort", 0, "reverse", "case_sensitive", "attribute");
        boolean caseSensitive = Ops.truth(or(bound[1], false));
        Function<Object, Object> key = Attributes.keys(or(bound[2], None.NONE), !caseSensitive);
        List<Object> items = Iterate.list(render, value);
        render.charge(items.size() * 8L);
        return Sorting.sorted(items, key, reverse(or(bound[0], false)));
    }

    private static Object dictSort(Render render, Object value, Args args) {
        Object[] bound = args.bind("do_dictsort", 0, "case_sensitive", "by", "reverse");
        boolean caseSensitive = Ops.truth(or(bound[0], false));
        Object by = or(bound[1], "key");
        boolean byKey = Ops.equal(by, "key");
        if (!byKey && !Ops.equal(by, "value")) {
            throw PyError.other("You can only sort by either \"key\" or \"value\"");
        }
        if (!(value instanceof Map<?, ?> map)) {
            Object method = dev.jeton.templates.internal.value.Access.attribute(value, "items");
            throw method instanceof Undefined undefined
                    ? PyError.other(undefined.error().text())
                    : PyError.type("dictsort needs a mapping");
        }
        List<Object> items = Iterate.list(render, new DictView(DictView.Kind.ITEMS, map));
        render.charge(items.size() * 8L);
        return Sorting.sorted(
                items,
                item -> {
                    Object key = ((PyTuple) item).get(byKey ? 0 : 1);
                    return caseSensitive ? key : Attributes.ignoreCase(key);
                },
                reverse(or(bound[2], false)));
    }

    private static Object unique(Render render, Object value, Args args) {
        Object[] bound = args.bind("do_unique", 0, "case_sensitive", "attribute");
        boolean caseSensitive = Ops.truth(or(bound[0], false));
        Function<Object, Object> key =
                Attributes.getter(or(bound[1], None.NONE), None.NONE, !caseSensitive);
        return SelectFilters.lazy(
                "sync_do_unique",
                () -> {
                    Set<Object> seen = new HashSet<>();
                    return SelectFilters.filtered(
                            render,
                            Iterate.over(value),
                            item -> seen.add(Hash.key(key.apply(item))));
                });
    }

    private static Object extreme(Render render, Object value, Args args, String operator) {
        Object[] bound = args.bind("do_min", 0, "case_sensitive", "attribute");
        boolean caseSensitive = Ops.truth(or(bound[0], false));
        Function<Object, Object> key =
                Attributes.getter(or(bound[1], None.NONE), None.NONE, !caseSensitive);
        Iterator<Object> items = Iterate.over(value);
        if (!items.hasNext()) {
            return Undefined.hint("No aggregated item, sequence was empty.");
        }
        Object best = items.next();
        Object bestKey = key.apply(best);
        while (items.hasNext()) {
            Object item = items.next();
            Object itemKey = key.apply(item);
            render.charge(1);
            if (Ops.ordered(operator, itemKey, bestKey)) {
                best = item;
                bestKey = itemKey;
            }
        }
        return best;
    }

    private static Object sum(Render render, Object value, Args args) {
        Object[] bound = args.bind("do_sum", 0, "attribute", "start");
        Object attribute = or(bound[0], None.NONE);
        Object total = or(bound[1], 0L);
        if (Str.is(total)) {
            throw PyError.type("sum() can't sum strings [use ''.join(seq) instead]");
        }
        Function<Object, Object> get =
                attribute == None.NONE
                        ? item -> item
                        : Attributes.getter(attribute, None.NONE, false);
        Iterator<Object> items = Iterate.over(value);
        while (items.hasNext()) {
            render.charge(1);
            total = Ops.add(render, total, get.apply(items.next()));
        }
        return total;
    }

    private static Object batch(Render render, Object value, Args args) {
        Object[] bound = args.bind("do_batch", 1, "linecount", "fill_with");
        Object fill = or(bound[1], None.NONE);
        return SelectFilters.generator(
                "do_batch",
                () -> {
                    List<Object> rows = new ArrayList<>();
                    List<Object> row = new ArrayList<>();
                    Iterator<Object> items = Iterate.over(value);
                    while (items.hasNext()) {
                        Object item = items.next();
                        render.charge(1);
                        if (Ops.equal((long) row.size(), bound[0])) {
                            rows.add(row);
                            row = new ArrayList<>();
                        }
                        row.add(item);
                    }
                    if (!row.isEmpty()) {
                        if (fill != None.NONE && Ops.ordered("<", (long) row.size(), bound[0])) {
                            long missing = Numbers.index(bound[0]) - row.size();
                            render.checkList(missing);
                            row.addAll(Collections.nCopies((int) missing, fill));
                        }
                        rows.add(row);
                    }
                    return rows;
                });
    }

    private static Object slice(Render render, Object value, Args args) {
        Object[] bound = args.bind("do_slice", 1, "slices", "fill_with");
        Object fill = or(bound[1], None.NONE);
        return SelectFilters.generator(
                "sync_do_slice",
                () -> {
                    List<Object> items = Iterate.list(render, value);
                    // len(items) // slices comes first in Jinja2, with its errors.
                    Ops.floorDivide((long) items.size(), bound[0]);
                    long slices = Numbers.index(bound[0]);
                    render.checkList(Math.max(0, slices));
                    List<Object> columns = new ArrayList<>();
                    long each = Math.floorDiv(items.size(), slices);
                    long extra = Math.floorMod(items.size(), slices);
                    int at = 0;
                    for (long i = 0; i < slices; i++) {
                        int end = (int) (at + each + (i < extra ? 1 : 0));
                        List<Object> column = new ArrayList<>(items.subList(at, end));
                        if (fill != None.NONE && i >= extra) {
                            column.add(fill);
                        }
                        columns.add(column);
                        at = end;
                    }
                    return columns;
                });
    }

    private static Object groupBy(Render render, Object value, Args args) {
        Object[] bound = args.bind("do_groupby", 1, "attribute", "default", "case_sensitive");
        Object fallback = or(bound[1], None.NONE);
        boolean lower = !Ops.truth(or(bound[2], false));
        Function<Object, Object> key = Attributes.getter(bound[0], fallback, lower);
        Function<Object, Object> shown = Attributes.getter(bound[0], fallback, false);
        List<Object> items = Iterate.list(render, value);
        render.charge(items.size() * 8L);
        List<Object> groups = new ArrayList<>();
        List<Object> group = new ArrayList<>();
        Object groupKey = None.NONE;
        for (Object item : Sorting.sorted(items, key, false)) {
            Object itemKey = key.apply(item);
            if (group.isEmpty() || !Ops.sameOrEqual(groupKey, itemKey)) {
                group = new ArrayList<>();
                groupKey = itemKey;
                groups.add(PyTuple.group(shown.apply(item), group));
            }
            group.add(item);
        }
        return groups;
    }
}
