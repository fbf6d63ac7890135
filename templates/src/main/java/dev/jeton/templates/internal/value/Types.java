package dev.jeton.templates.internal.value;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names of Python's types, and the door through which callers' values come in. */
public final class Types {
    private Types() {}

    /** {@code type(value).__name__}. */
    public static String name(Object value) {
        if (value instanceof String) {
            return "str";
        }
        if (value instanceof Text text) {
            return text.markup() ? "Markup" : "str";
        }
        if (value instanceof Boolean) {
            return "bool";
        }
        if (value instanceof Long || value instanceof BigInteger) {
            return "int";
        }
        if (value instanceof Double) {
            return "float";
        }
        if (value == None.NONE) {
            return "NoneType";
        }
        if (value instanceof PyTuple) {
            return "tuple";
        }
        if (value instanceof PyRange) {
            return "range";
        }
        if (value instanceof List) {
            return "list";
        }
        if (value instanceof Map) {
            return "dict";
        }
        if (value instanceof Undefined) {
            return "Undefined";
        }
        if (value instanceof PyIterator iterator) {
            return iterator.typeName();
        }
        if (value instanceof DictView view) {
            return switch (view.kind()) {
                case KEYS -> "dict_keys";
                case VALUES -> "dict_values";
                case ITEMS -> "dict_items";
            };
        }
        if (value instanceof Namespace) {
            return "Namespace";
        }
        if (value instanceof PyObject object) {
            return object.typeName();
        }
        return value instanceof Callable callable ? callable.typeName() : "object";
    }

    /** What Jinja2's messages call a value: {@code 'dict object'}. */
    static String describe(Object value) {
        if (value == None.NONE) {
            return "None";
        }
        if (value instanceof Namespace) {
            return "jinja2.utils.Namespace object";
        }
        if (value instanceof PyObject object && !(value instanceof PyBytes)) {
            return object.module() + "." + object.typeName() + " object";
        }
        if (Str.isMarkup(value)) {
            return "markupsafe.Markup object";
        }
        return name(value) + " object";
    }

    /** A caller's value in the form that the engine uses; refuses everything but plain data. */
    public static Object in(@Nullable Object value) {
        if (value instanceof String || value instanceof Text) {
            return value;
        }
        if (value instanceof Map || value instanceof List) {
            return value;
        }
        if (value == null) {
            return None.NONE;
        }
        if (value instanceof Boolean || value instanceof Long || value instanceof Double) {
            return value;
        }
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        if (value instanceof BigInteger integer) {
            return Numbers.normalize(integer);
        }
        if (value instanceof Float number) {
            return Double.valueOf(number.toString());
        }
        if (value.getClass().getPackageName().startsWith("dev.jeton.templates.")) {
            return value;
        }
        throw PyError.type(
                "a variable of the template holds a "
                        + value.getClass().getName()
                        + ". Known: maps, lists, strings, numbers, booleans, null.");
    }
}
