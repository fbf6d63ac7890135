package dev.jeton.templates.internal.run;

import dev.jeton.templates.TemplateException.Kind;
import dev.jeton.templates.internal.value.Access;
import dev.jeton.templates.internal.value.Args;
import dev.jeton.templates.internal.value.Budget;
import dev.jeton.templates.internal.value.Callable;
import dev.jeton.templates.internal.value.Iterate;
import dev.jeton.templates.internal.value.Missing;
import dev.jeton.templates.internal.value.Namespace;
import dev.jeton.templates.internal.value.Numbers;
import dev.jeton.templates.internal.value.PyDict;
import dev.jeton.templates.internal.value.PyError;
import dev.jeton.templates.internal.value.PyObject;
import dev.jeton.templates.internal.value.PyRange;
import dev.jeton.templates.internal.value.PyTuple;
import dev.jeton.templates.internal.value.Repr;
import dev.jeton.templates.internal.value.Str;
import dev.jeton.templates.internal.value.Types;
import dev.jeton.templates.internal.value.Undefined;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The global functions: Jinja2's {@code range}, {@code dict}, {@code namespace}, {@code cycler},
 * {@code joiner}, {@code lipsum}, and transformers' {@code raise_exception} and {@code
 * strftime_now}.
 */
public final class Globals {
    /** A global function with its Python name. */
    private record Function(String name, String typeName, Callable body)
            implements Callable, Access.Items {
        @Override
        public Object call(Budget budget, Args args) {
            return body.call(budget, args);
        }

        /** {@code dict['a']} is a generic type to Python: its text is all that can be had. */
        @Override
        public Object item(Object key) {
            if (!name.equals("dict")) {
                return Missing.MISSING;
            }
            List<?> keys = key instanceof PyTuple tuple ? tuple : List.of(key);
            List<String> texts = keys.stream().map(Repr::repr).toList();
            return new Alias("dict[" + String.join(", ", texts) + "]");
        }

        @Override
        public String describe() {
            if (!typeName.equals("type")) {
                String function =
                        switch (name) {
                            case "range" -> "safe_range";
                            case "lipsum" -> "generate_lorem_ipsum";
                            default -> name;
                        };
                return "<function " + function + Repr.ADDRESS;
            }
            return switch (name) {
                case "dict" -> "<class 'dict'>";
                case "cycler" -> "<class 'jinja2.utils.Cycler'>";
                case "joiner" -> "<class 'jinja2.utils.Joiner'>";
                default -> "<class 'jinja2.utils.Namespace'>";
            };
        }
    }

    private record Alias(String describe) implements PyObject, Callable {
        @Override
        public Object call(Budget budget, Args args) {
            return dict(budget, args);
        }

        @Override
        public String typeName() {
            return "GenericAlias";
        }

        @Override
        public @Nullable Object attribute(String name) {
            return null;
        }
    }

    public static final Map<String, Object> ALL =
            Map.of(
                    "range", new Function("range", "function", Globals::range),
                    "dict", new Function("dict", "type", (budget, args) -> dict(budget, args)),
                    "namespace", new Function("namespace", "type", Globals::namespace),
                    "cycler", new Function("cycler", "type", (budget, args) -> new Cycler(args)),
                    "joiner", new Function("joiner", "type", (budget, args) -> new Joiner(args)),
                    "lipsum", new Function("lipsum", "function", Lipsum::generate),
                    "raise_exception", new Function("raise_exception", "function", Globals::raise),
                    "strftime_now", new Function("strftime_now", "function", Globals::now));

    private Globals() {}

    private static Object range(Budget budget, Args args) {
        args.refuseNames("range");
        if (args.count() < 1 || args.count() > 3) {
            throw PyError.type(
                    args.count() < 1
                            ? "range expected at least 1 argument, got 0"
                            : "range expected at most 3 arguments, got " + args.count());
        }
        long start = args.count() > 1 ? Numbers.index(args.get(0)) : 0;
        long stop = Numbers.index(args.get(args.count() > 1 ? 1 : 0));
        long step = args.count() > 2 ? Numbers.index(args.get(2)) : 1;
        if (step == 0) {
            throw PyError.other("range() arg 3 must not be zero");
        }
        long count =
                step > 0
                        ? (stop > start ? (stop - start - 1) / step + 1 : 0)
                        : (start > stop ? (start - stop - 1) / -step + 1 : 0);
        int max = budget.limits().maxRange();
        if (count > max) {
            throw PyError.other(
                    "Range too big. The sandbox blocks ranges larger than MAX_RANGE ("
                            + max
                            + ") (TemplateLimits.maxRange).");
        }
        return new PyRange(start, stop, step, (int) count);
    }

    private static PyDict dict(Budget budget, Args args) {
        if (args.count() > 1) {
            throw PyError.type("dict expected at most 1 argument, got " + args.count());
        }
        PyDict dict = new PyDict();
        if (args.count() == 1) {
            if (args.get(0) instanceof Undefined undefined) {
                throw undefined.error();
            }
            if (args.get(0) instanceof Map<?, ?> map) {
                budget.checkList(map.size());
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    dict.put(Types.in(entry.getKey()), Types.in(entry.getValue()));
                }
            } else {
                int index = 0;
                for (Object item : Iterate.list(budget, args.get(0))) {
                    List<Object> pair = pair(item, index++);
                    dict.put(pair.get(0), pair.get(1));
                }
            }
        }
        for (int i = 0; i < args.names().length; i++) {
            dict.put(args.names()[i], args.named()[i]);
        }
        return dict;
    }

    private static List<Object> pair(Object item, int index) {
        if (Iterate.overOrNull(item) == null) {
            throw PyError.type(
                    "cannot convert dictionary update sequence element #"
                            + index
                            + " to a sequence");
        }
        List<Object> pair = Iterate.list(item);
        if (pair.size() != 2) {
            throw PyError.other(
                    "dictionary update sequence element #"
                            + index
                            + " has length "
                            + pair.size()
                            + "; 2 is required");
        }
        return pair;
    }

    private static Object namespace(Budget budget, Args args) {
        Namespace namespace = new Namespace();
        dict(budget, args)
                .entrySet()
                .forEach(e -> namespace.attributes().put(e.getKey(), e.getValue()));
        return namespace;
    }

    private static Object raise(Budget budget, Args args) {
        Object[] bound = args.bind("raise_exception", 1, "message");
        throw new PyError(Kind.RAISE_EXCEPTION, Str.text(Repr.str(bound[0])));
    }

    private static Object now(Budget budget, Args args) {
        Object[] bound = args.bind("strftime_now", 1, "format");
        if (!Str.is(bound[0])) {
            throw PyError.type("strftime() argument 1 must be str, not " + Types.name(bound[0]));
        }
        String format = Str.text(bound[0]);
        budget.checkString(format.length() * 16L);
        ZonedDateTime now = ZonedDateTime.now(((Render) budget).clock());
        return Strftime.format(now, format);
    }
}
