package dev.jeton.templates.internal.run;

import dev.jeton.templates.internal.value.Access;
import dev.jeton.templates.internal.value.None;
import dev.jeton.templates.internal.value.PyChars;
import dev.jeton.templates.internal.value.PyTuple;
import dev.jeton.templates.internal.value.Str;
import dev.jeton.templates.internal.value.StrMethods;
import dev.jeton.templates.internal.value.Undefined;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Jinja2's {@code make_attrgetter}: {@code "a.b.0"} as a path of items and attributes. */
final class Attributes {
    private Attributes() {}

    /**
     * A getter of a path; {@code fallback} replaces undefined values, None means that there is
     * none.
     */
    static Function<Object, Object> getter(Object attribute, Object fallback, boolean lower) {
        List<Object> parts = parts(attribute);
        return item -> {
            Object value = item;
            for (Object part : parts) {
                value = Access.item(value, part);
                if (fallback != None.NONE && value instanceof Undefined) {
                    value = fallback;
                }
            }
            return lower ? ignoreCase(value) : value;
        };
    }

    /** The keys of {@code sort}: several paths with commas between them. */
    static Function<Object, Object> keys(Object attribute, boolean lower) {
        List<Function<Object, Object>> getters = new ArrayList<>();
        if (Str.is(attribute)) {
            for (String path : Str.text(attribute).split(",", -1)) {
                getters.add(getter(path, None.NONE, lower));
            }
        } else {
            getters.add(getter(attribute, None.NONE, lower));
        }
        return item -> {
            Object[] keys = new Object[getters.size()];
            for (int i = 0; i < keys.length; i++) {
                keys[i] = getters.get(i).apply(item);
            }
            return PyTuple.of(keys);
        };
    }

    static Object ignoreCase(Object value) {
        return Str.is(value) ? StrMethods.lower(value) : value;
    }

    private static List<Object> parts(Object attribute) {
        if (attribute == None.NONE) {
            return List.of();
        }
        if (!Str.is(attribute)) {
            return List.of(attribute);
        }
        List<Object> parts = new ArrayList<>();
        for (String part : Str.text(attribute).split("\\.", -1)) {
            boolean number =
                    !part.isEmpty()
                            && part.length() < 18
                            && part.codePoints().allMatch(PyChars::isDecimal);
            parts.add(number ? (Object) Long.valueOf(part) : part);
        }
        return parts;
    }
}
