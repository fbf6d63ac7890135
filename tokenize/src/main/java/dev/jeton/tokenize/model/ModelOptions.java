package dev.jeton.tokenize.model;

import dev.jeton.tokenize.TokenizerException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The small options of a model by the names the format gives them. Every read checks the type; a
 * wrong one is reported with its place in the file. A missing option and {@code null} are the same.
 */
public final class ModelOptions {
    private final String file;
    private final String path;
    private final Map<String, Object> values;

    ModelOptions(String file, String path, Map<String, Object> values) {
        this.file = file;
        this.path = path;
        this.values = new LinkedHashMap<>(values);
    }

    /** The names that have a value, in file order. */
    public Set<String> names() {
        return Set.copyOf(values.keySet());
    }

    /** Whether the option has a value. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** A string, or null where there is none. */
    public @Nullable String string(String name) {
        Object value = values.get(name);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw wrongType(name, value, "a string");
    }

    /** A truth value. */
    public boolean flag(String name, boolean otherwise) {
        Object value = values.get(name);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Boolean b) {
            return b;
        }
        throw wrongType(name, value, "true or false");
    }

    /** A number; integers count as numbers. */
    public double number(String name, double otherwise) {
        Object value = values.get(name);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Number n) {
            return n.doubleValue();
        }
        throw wrongType(name, value, "a number");
    }

    /** A whole number from 0 on, written without a point. */
    public long integer(String name, long otherwise) {
        Object value = values.get(name);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Long n && n >= 0) {
            return n;
        }
        throw wrongType(name, value, "a whole number from 0 on");
    }

    /** A failure that begins with the place of the option. */
    public TokenizerException error(String name, String rest) {
        return new TokenizerException(file + ": " + path + "." + name + " " + rest);
    }

    private TokenizerException wrongType(String name, Object value, String expected) {
        return error(name, "is " + show(value) + ". Expected " + expected + ".");
    }

    private static String show(Object value) {
        return value instanceof String ? "\"" + value + "\"" : String.valueOf(value);
    }
}
