package dev.jeton.templates.internal.value;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The methods and properties of the built-in types that the sandbox lets a template use. */
public final class Methods {
    private static final Map<String, Method> LIST =
            Map.of(
                    "count", Methods::count,
                    "index", Methods::index,
                    "copy", Methods::copyList);

    private static final Map<String, Method> TUPLE =
            Map.of("count", Methods::count, "index", Methods::index);

    private static final Map<String, Method> RANGE =
            Map.of(
                    "count",
                    Methods::count,
                    "index",
                    (budget, self, args) -> {
                        arity("range.index", args, 1, 1);
                        return index(budget, self, args);
                    });

    private static final Map<String, Method> DICT =
            Map.of(
                    "get",
                    Methods::get,
                    "items",
                    (budget, self, args) -> view(DictView.Kind.ITEMS, self, args),
                    "keys",
                    (budget, self, args) -> view(DictView.Kind.KEYS, self, args),
                    "values",
                    (budget, self, args) -> view(DictView.Kind.VALUES, self, args),
                    "copy",
                    Methods::copyDict,
                    "fromkeys",
                    Methods::fromKeys);

    private static final Map<String, Method> VIEW = Map.of("isdisjoint", Methods::isDisjoint);

    private static final Map<String, Method> GENERATOR =
            Map.of(
                    "send",
                    (budget, self, args) -> {
                        args.refuseNames("generator.send()");
                        if (args.count() != 1) {
                            throw PyError.type(
                                    "generator.send() takes exactly one argument ("
                                            + args.count()
                                            + " given)");
                        }
                        return ((PyIterator) self).send(args.get(0));
                    },
                    "close",
                    (budget, self, args) -> {
                        arity("generator.close()", args, 0, 0);
                        ((PyIterator) self).close();
                        return None.NONE;
                    },
                    // No value of a template is an exception.
                    "throw",
                    (budget, self, args) -> {
                        arity("throw", args, 1, 3);
                        throw PyError.type(
                                "exceptions must be classes or instances deriving from"
                                        + " BaseException, not "
                                        + Types.name(args.get(0)));
                    });

    private static final Map<String, Method> NONE = Map.of();

    private Methods() {}

    /** The method table of a type. */
    public static @Nullable Method find(Object value, String name) {
        Method method = Str.isMarkup(value) ? MarkupMethods.TABLE.get(name) : null;
        return method != null ? method : table(value).get(name);
    }

    private static Map<String, Method> table(Object value) {
        if (Str.is(value)) {
            return StrMethods.TABLE;
        }
        if (value instanceof Map) {
            return DICT;
        }
        if (value instanceof PyTuple) {
            return TUPLE;
        }
        if (value instanceof PyRange) {
            return RANGE;
        }
        if (value instanceof List) {
            return LIST;
        }
        if (Numbers.isInt(value)) {
            return NumberMethods.INT;
        }
        if (value instanceof DictView view) {
            return view.kind() == DictView.Kind.VALUES ? NONE : VIEW;
        }
        if (value instanceof PyIterator iterator && iterator.isGenerator()) {
            return GENERATOR;
        }
        return value instanceof Double ? NumberMethods.FLOAT : NONE;
    }

    /** A property that is no method, or null. */
    static @Nullable Object property(Object value, String name) {
        if (Numbers.isInt(value)) {
            return switch (name) {
                case "real", "numerator" -> Numbers.add(value, 0L);
                case "imag" -> 0L;
                case "denominator" -> 1L;
                default -> null;
            };
        }
        if (value instanceof Double) {
            return name.equals("real") ? value : name.equals("imag") ? (Object) 0.0 : null;
        }
        if (value instanceof PyTuple tuple && tuple.isGroup()) {
            return name.equals("grouper")
                    ? tuple.get(0)
                    : name.equals("list") ? tuple.get(1) : null;
        }
        if (value instanceof DictView view) {
            return name.equals("mapping") ? view.map() : null;
        }
        if (value instanceof PyIterator iterator && iterator.isGenerator()) {
            return switch (name) {
                // A template reads them only while the generator waits.
                case "gi_running" -> false;
                case "gi_suspended" -> iterator.isSuspended();
                case "gi_yieldfrom" -> None.NONE;
                case "gi_frame", "gi_code" -> Undefined.unsafe(value, name);
                default -> null;
            };
        }
        if (value instanceof PyRange range) {
            return switch (name) {
                case "start" -> range.start();
                case "stop" -> range.stop();
                case "step" -> range.step();
                default -> null;
            };
        }
        return null;
    }

    private static void arity(String name, Args args, int min, int max) {
        args.refuseNames(name);
        if (args.count() < min || args.count() > max) {
            throw PyError.type(
                    name
                            + " expected "
                            + (min == max ? "" : "at least ")
                            + min
                            + " argument"
                            + (min == 1 ? "" : "s")
                            + ", got "
                            + args.count());
        }
    }

    private static Object isDisjoint(Budget budget, Object self, Args args) {
        arity("isdisjoint", args, 1, 1);
        boolean disjoint = true;
        for (Object item : Iterate.list(budget, args.get(0))) {
            disjoint &= !Ops.contains(self, item);
        }
        return disjoint;
    }

    private static Object count(Budget budget, Object self, Args args) {
        arity("count", args, 1, 1);
        long count = 0;
        for (Object item : (List<?>) self) {
            if (Ops.sameOrEqual(Types.in(item), args.get(0))) {
                count++;
            }
        }
        return count;
    }

    private static Object index(Budget budget, Object self, Args args) {
        arity("index", args, 1, 3);
        List<?> list = (List<?>) self;
        long from = args.count() > 1 ? clip(args.get(1), list.size()) : 0;
        long to = args.count() > 2 ? clip(args.get(2), list.size()) : list.size();
        for (int i = (int) from; i < to; i++) {
            if (Ops.sameOrEqual(Types.in(list.get(i)), args.get(0))) {
                return (long) i;
            }
        }
        throw PyError.other(Repr.repr(args.get(0)) + " is not in list");
    }

    private static long clip(Object value, int size) {
        long at = Numbers.index(value);
        return Math.max(0, Math.min(size, at < 0 ? at + size : at));
    }

    private static Object get(Budget budget, Object self, Args args) {
        arity("get", args, 1, 2);
        Object value = Dicts.get((Map<?, ?>) self, args.get(0));
        if (value != Missing.MISSING) {
            return value;
        }
        return args.count() > 1 ? args.get(1) : None.NONE;
    }

    private static Object view(DictView.Kind kind, Object self, Args args) {
        if (args.count() > 0 || args.hasNames()) {
            throw PyError.type("dict method takes no arguments (" + args.count() + " given)");
        }
        return new DictView(kind, (Map<?, ?>) self);
    }

    private static Object copyList(Budget budget, Object self, Args args) {
        arity("copy", args, 0, 0);
        return Iterate.list(budget, self);
    }

    private static Object copyDict(Budget budget, Object self, Args args) {
        arity("copy", args, 0, 0);
        Map<?, ?> map = (Map<?, ?>) self;
        budget.checkList(map.size());
        PyDict copy = new PyDict();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            copy.put(Types.in(entry.getKey()), Types.in(entry.getValue()));
        }
        return copy;
    }

    private static Object fromKeys(Budget budget, Object self, Args args) {
        arity("fromkeys", args, 1, 2);
        PyDict dict = new PyDict();
        for (Object key : Iterate.list(budget, args.get(0))) {
            dict.put(key, args.count() > 1 ? args.get(1) : None.NONE);
        }
        return dict;
    }
}
