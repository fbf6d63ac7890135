package dev.jeton.templates.internal.value;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Attributes and items as Jinja2's {@code ImmutableSandboxedEnvironment} finds them.
 *
 * <p>{@code a.b} looks for an attribute (a method) first and for the item {@code "b"} then; {@code
 * a["b"]} the other way round. Names that start with {@code _} and methods that would change a list
 * or a dict give an undefined value whose use is a security error.
 */
public final class Access {
    private static final Set<String> LIST_CHANGES =
            Set.of("append", "clear", "pop", "reverse", "insert", "sort", "extend", "remove");
    private static final Set<String> DICT_CHANGES =
            Set.of("clear", "pop", "popitem", "setdefault", "update");

    /** Attributes of every Python object. */
    private static final Set<String> DUNDERS =
            Set.of(
                    "__class__",
                    "__delattr__",
                    "__dir__",
                    "__doc__",
                    "__eq__",
                    "__format__",
                    "__ge__",
                    "__getattribute__",
                    "__getstate__",
                    "__gt__",
                    "__hash__",
                    "__init__",
                    "__init_subclass__",
                    "__le__",
                    "__lt__",
                    "__ne__",
                    "__new__",
                    "__reduce__",
                    "__reduce_ex__",
                    "__repr__",
                    "__setattr__",
                    "__sizeof__",
                    "__str__",
                    "__subclasshook__");

    private static final Set<String> CONTAINER_DUNDERS =
            Set.of("__contains__", "__getitem__", "__iter__", "__len__");

    private static final Set<String> FUNCTION_DUNDERS =
            Set.of(
                    "__call__",
                    "__closure__",
                    "__code__",
                    "__defaults__",
                    "__dict__",
                    "__func__",
                    "__globals__",
                    "__module__",
                    "__name__",
                    "__qualname__",
                    "__self__");

    private static final Set<String> BUILTIN_DUNDERS =
            Set.of("__call__", "__module__", "__name__", "__qualname__", "__self__");

    private static final Set<String> TYPE_DUNDERS =
            Set.of("__call__", "__dict__", "__module__", "__name__", "__qualname__");

    /** Attributes of objects of Jinja2's own classes. */
    private static final Set<String> OBJECT_DUNDERS = Set.of("__dict__", "__module__");

    private Access() {}

    /** {@code value.name}. */
    public static Object attribute(Object value, String name) {
        Object attribute = find(value, name);
        if (attribute != null) {
            return attribute;
        }
        Object item = itemOrMissing(value, name);
        return item == Missing.MISSING ? Undefined.member(value, name) : item;
    }

    /** {@code value[key]}. */
    public static Object item(Object value, Object key) {
        Object item = itemOrMissing(value, key);
        if (item != Missing.MISSING) {
            return item;
        }
        if (Str.is(key)) {
            Object attribute = find(value, Str.text(key));
            if (attribute != null) {
                return attribute;
            }
        }
        return Undefined.member(value, key);
    }

    /** An attribute in Python's sense, or null. */
    public static @Nullable Object find(Object value, String name) {
        if (value instanceof Undefined undefined) {
            if (DUNDERS.contains(name) || CONTAINER_DUNDERS.contains(name)) {
                return Undefined.unsafe(value, name);
            }
            throw undefined.error();
        }
        if (value instanceof Namespace namespace) {
            Object attribute = Dicts.get(namespace.attributes(), name);
            if (attribute != Missing.MISSING) {
                return name.startsWith("_") ? Undefined.unsafe(value, name) : attribute;
            }
        }
        if (name.startsWith("_")) {
            boolean exists =
                    DUNDERS.contains(name)
                            || (CONTAINER_DUNDERS.contains(name) && Iterate.overOrNullSafe(value))
                            || dundersOf(value).contains(name)
                            || (value instanceof Callable && name.equals("__call__"));
            return exists ? Undefined.unsafe(value, name) : null;
        }
        if (value instanceof PyObject object) {
            return object.attribute(name);
        }
        if (value instanceof Map ? DICT_CHANGES.contains(name) : isChange(value, name)) {
            return Undefined.unsafe(value, name);
        }
        Method method = Methods.find(value, name);
        if (method != null) {
            return new BoundMethod(value, name, method);
        }
        return Methods.property(value, name);
    }

    private static Set<String> dundersOf(Object value) {
        if (value instanceof PyObject) {
            return value instanceof PyBytes ? Set.of() : OBJECT_DUNDERS;
        }
        if (value instanceof BoundMethod method) {
            return method.isPython() ? FUNCTION_DUNDERS : BUILTIN_DUNDERS;
        }
        if (value instanceof Callable callable) {
            return callable.typeName().equals("type") ? TYPE_DUNDERS : FUNCTION_DUNDERS;
        }
        return Set.of();
    }

    /** An attribute of Undefined with two underscores, or null. */
    public static @Nullable Object findDunder(Object undefined, String name) {
        return DUNDERS.contains(name) || CONTAINER_DUNDERS.contains(name)
                ? Undefined.unsafe(undefined, name)
                : null;
    }

    private static boolean isChange(Object value, String name) {
        return value instanceof List
                && !(value instanceof PyTuple)
                && !(value instanceof PyRange)
                && LIST_CHANGES.contains(name);
    }

    /** {@code value[key]} in Python's sense, or MISSING where Python raises. */
    private static Object itemOrMissing(Object value, Object key) {
        if (value instanceof Map<?, ?> map) {
            if (key instanceof List || key instanceof Map) {
                if (!(key instanceof PyTuple) && !(key instanceof PyRange)) {
                    return Missing.MISSING;
                }
            }
            return Dicts.get(map, key);
        }
        if (value instanceof Undefined undefined) {
            throw undefined.error();
        }
        if (!Numbers.isInt(key)) {
            return value instanceof Items items ? items.item(key) : Missing.MISSING;
        }
        if (value instanceof List<?> list) {
            long index = Numbers.index(key);
            long at = index < 0 ? index + list.size() : index;
            return at >= 0 && at < list.size() ? Types.in(list.get((int) at)) : Missing.MISSING;
        }
        if (Str.is(value)) {
            String text = Str.text(value);
            long index = Numbers.index(key);
            int length = text.codePointCount(0, text.length());
            long at = index < 0 ? index + length : index;
            if (at < 0 || at >= length) {
                return Missing.MISSING;
            }
            int from = Str.offset(text, (int) at);
            return Str.sub(value, from, text.offsetByCodePoints(from, 1));
        }
        return value instanceof Items items ? items.item(key) : Missing.MISSING;
    }

    /** An object with items besides the built-in containers. */
    public interface Items {
        /** The item, or MISSING. */
        Object item(Object key);
    }
}
