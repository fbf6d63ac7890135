package dev.jeton.templates.internal.run;

import dev.jeton.templates.internal.value.Args;
import dev.jeton.templates.internal.value.Iterate;
import dev.jeton.templates.internal.value.Missing;
import dev.jeton.templates.internal.value.None;
import dev.jeton.templates.internal.value.Ops;
import dev.jeton.templates.internal.value.PyError;
import dev.jeton.templates.internal.value.PyIterator;
import dev.jeton.templates.internal.value.Repr;
import dev.jeton.templates.internal.value.Str;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * {@code map}, {@code select}, {@code reject}, {@code selectattr}, {@code rejectattr}: lazy
 * generators that treat every false value as empty. Even wrong arguments show up only when one is
 * used.
 */
final class SelectFilters {
    private SelectFilters() {}

    static void register(Map<String, Filter> table) {
        table.put("map", SelectFilters::map);
        table.put("select", (r, v, a) -> select(r, v, a, true, false));
        table.put("reject", (r, v, a) -> select(r, v, a, false, false));
        table.put("selectattr", (r, v, a) -> select(r, v, a, true, true));
        table.put("rejectattr", (r, v, a) -> select(r, v, a, false, true));
    }

    /** A generator whose body starts when the first item is asked for. */
    static PyIterator lazy(String function, Supplier<Iterator<Object>> start) {
        return PyIterator.lazy(function, start);
    }

    /** An iterator over the items that pass. */
    static Iterator<Object> filtered(
            Render render, Iterator<Object> items, Predicate<Object> keep) {
        return new Iterator<>() {
            private Object next = Missing.MISSING;

            @Override
            public boolean hasNext() {
                while (next == Missing.MISSING && items.hasNext()) {
                    Object item = items.next();
                    render.charge(1);
                    if (keep.test(item)) {
                        next = item;
                    }
                }
                return next != Missing.MISSING;
            }

            @Override
            public Object next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                Object item = next;
                next = Missing.MISSING;
                return item;
            }
        };
    }

    /** An iterator over the results of a function. */
    static Iterator<Object> mapped(
            Render render, Iterator<Object> items, Function<Object, Object> f) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return items.hasNext();
            }

            @Override
            public Object next() {
                render.charge(1);
                return f.apply(items.next());
            }
        };
    }

    private static Object map(Render render, Object value, Args args) {
        return lazy(
                "sync_do_map",
                () ->
                        Ops.truth(value)
                                ? mapped(render, Iterate.over(value), mapping(render, args))
                                : Collections.emptyIterator());
    }

    private static Function<Object, Object> mapping(Render render, Args args) {
        Object attribute = args.named("attribute");
        if (args.count() == 0 && attribute != Missing.MISSING) {
            for (String name : args.names()) {
                if (!name.equals("attribute") && !name.equals("default")) {
                    throw PyError.other("Unexpected keyword argument " + Repr.repr(name));
                }
            }
            return Attributes.getter(
                    attribute, Filters.or(args.named("default"), None.NONE), false);
        }
        if (args.count() == 0) {
            throw PyError.other("map requires a filter argument");
        }
        Args rest = args.tail(1);
        return item -> Filters.named(args.get(0)).apply(render, item, rest);
    }

    private static Object select(
            Render render, Object value, Args args, boolean wanted, boolean attribute) {
        return lazy(
                "select_or_reject",
                () -> {
                    if (!Ops.truth(value)) {
                        return Collections.emptyIterator();
                    }
                    Predicate<Object> test = test(render, args, attribute);
                    return filtered(render, Iterate.over(value), item -> test.test(item) == wanted);
                });
    }

    private static Predicate<Object> test(Render render, Args args, boolean attribute) {
        Function<Object, Object> getter = item -> item;
        int at = 0;
        if (attribute) {
            if (args.count() == 0) {
                throw PyError.other("Missing parameter for attribute name");
            }
            getter = Attributes.getter(args.get(0), None.NONE, false);
            at = 1;
        }
        Function<Object, Object> get = getter;
        if (args.count() <= at) {
            return item -> Ops.truth(get.apply(item));
        }
        Object name = args.get(at);
        Args rest = args.tail(at + 1);
        return item -> {
            Object value = get.apply(item);
            Test test = Str.is(name) ? Tests.ALL.get(Str.text(name)) : null;
            if (test == null) {
                throw PyError.other("No test named " + Repr.repr(name) + ".");
            }
            return test.apply(render, value, rest);
        };
    }

    /** For filters that are generators over a list. */
    static PyIterator generator(String function, Supplier<List<Object>> items) {
        return lazy(function, () -> new ArrayList<>(items.get()).iterator());
    }
}
