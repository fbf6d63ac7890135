package dev.jeton.templates.internal.run;

import dev.jeton.templates.internal.value.Args;
import dev.jeton.templates.internal.value.Callable;
import dev.jeton.templates.internal.value.Hash;
import dev.jeton.templates.internal.value.Iterate;
import dev.jeton.templates.internal.value.None;
import dev.jeton.templates.internal.value.Numbers;
import dev.jeton.templates.internal.value.Ops;
import dev.jeton.templates.internal.value.PyError;
import dev.jeton.templates.internal.value.PyTuple;
import dev.jeton.templates.internal.value.Repr;
import dev.jeton.templates.internal.value.Str;
import dev.jeton.templates.internal.value.StrTests;
import dev.jeton.templates.internal.value.Types;
import dev.jeton.templates.internal.value.Undefined;
import java.math.BigInteger;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Jinja2's tests. */
public final class Tests {
    public static final Map<String, Test> ALL = table();

    private Tests() {}

    private static Map<String, Test> table() {
        Map<String, Test> t = new HashMap<>();
        plain(t, "defined", v -> !(v instanceof Undefined));
        plain(t, "undefined", v -> v instanceof Undefined);
        plain(t, "none", v -> v == None.NONE);
        plain(t, "boolean", v -> v instanceof Boolean);
        plain(t, "true", v -> v instanceof Boolean flag && flag);
        plain(t, "false", v -> v instanceof Boolean flag && !flag);
        plain(t, "integer", v -> v instanceof Long || v instanceof BigInteger);
        plain(t, "float", v -> v instanceof Double);
        plain(t, "number", Numbers::isNumber);
        plain(t, "string", Str::is);
        plain(t, "mapping", v -> v instanceof Map);
        plain(t, "sequence", Tests::isSequence);
        plain(t, "iterable", v -> Iterate.overOrNull(v) != null || v instanceof Loop);
        plain(t, "callable", v -> v instanceof Callable || v instanceof Undefined);
        plain(t, "escaped", Str::isMarkup);
        plain(t, "lower", v -> StrTests.isLower(Repr.str(v)));
        plain(t, "upper", v -> StrTests.isUpper(Repr.str(v)));
        t.put("odd", (r, v, a) -> remainder(r, v, 2L).equals(1L));
        t.put("even", (r, v, a) -> Ops.equal(remainder(r, v, 2L), 0L));
        t.put("divisibleby", (r, v, a) -> Ops.equal(remainder(r, v, one("num", a)), 0L));
        t.put("sameas", (r, v, a) -> same(v, one("other", a)));
        t.put("in", (r, v, a) -> Ops.contains(one("seq", a), v));
        t.put("filter", (r, v, a) -> Filters.ALL.containsKey(Hash.key(v)));
        t.put("test", (r, v, a) -> Tests.ALL.containsKey(Hash.key(v)));
        for (String name : List.of("eq", "equalto", "==")) {
            t.put(name, (r, v, a) -> Ops.equal(v, operand(a)));
        }
        for (String name : List.of("ne", "!=")) {
            t.put(name, (r, v, a) -> !Ops.equal(v, operand(a)));
        }
        for (String name : List.of("gt", "greaterthan", ">")) {
            t.put(name, (r, v, a) -> Ops.ordered(">", v, operand(a)));
        }
        for (String name : List.of("ge", ">=")) {
            t.put(name, (r, v, a) -> Ops.ordered(">=", v, operand(a)));
        }
        for (String name : List.of("lt", "lessthan", "<")) {
            t.put(name, (r, v, a) -> Ops.ordered("<", v, operand(a)));
        }
        for (String name : List.of("le", "<=")) {
            t.put(name, (r, v, a) -> Ops.ordered("<=", v, operand(a)));
        }
        return Collections.unmodifiableMap(t);
    }

    private interface Plain {
        boolean test(Object value);
    }

    private static void plain(Map<String, Test> table, String name, Plain test) {
        table.put(
                name,
                (render, value, args) -> {
                    if (args.count() > 0 || args.hasNames()) {
                        args.bind("test_" + name, 0);
                    }
                    return test.test(value);
                });
    }

    private static Object one(String name, Args args) {
        return args.bind("test", 1, name)[0];
    }

    private static Object operand(Args args) {
        args.refuseNames("operator");
        if (args.count() != 1) {
            throw PyError.type("operator expected 2 arguments, got " + (args.count() + 1));
        }
        return args.get(0);
    }

    private static Object remainder(Render render, Object value, Object by) {
        return Ops.modulo(render, value, by);
    }

    private static boolean isSequence(Object value) {
        return Str.is(value)
                || value instanceof List
                || value instanceof Map
                || value instanceof dev.jeton.templates.internal.value.PyBytes
                || value instanceof Undefined;
    }

    @SuppressWarnings("ReferenceEquality") // Python's "is"
    private static boolean same(Object a, Object b) {
        if (a == b) {
            return true;
        }
        // Small integers, booleans, short strings and () are one object each in CPython.
        if (a instanceof Long x && b instanceof Long y) {
            return x.equals(y) && x >= -5 && x <= 256;
        }
        if (a instanceof Boolean || b instanceof Boolean) {
            return a.equals(b);
        }
        return (a instanceof PyTuple x && x.isEmpty() && b instanceof PyTuple y && y.isEmpty())
                || (a instanceof String s && s.equals(b) && Types.name(a).equals("str"));
    }
}
