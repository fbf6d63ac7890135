package dev.jeton.tokenize.internal.json;

import dev.jeton.tokenize.TokenizerException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A value of a JSON file with its place, so that every error names it.
 *
 * @param file the name of the file, for messages
 * @param path the place in the file, for example {@code normalizer.type}
 * @param value a Map, a List, a String, a Long, a BigInteger, a Double, a Boolean, or null
 */
public record JsonNode(String file, String path, @Nullable Object value) {
    /** An error at this place: {@code file: path rest}. */
    public TokenizerException error(String rest) {
        return new TokenizerException(file + ": " + path + " " + rest);
    }

    private TokenizerException wrongType(String expected) {
        return error("is " + JsonText.shorten(value) + ". Expected " + expected + ".");
    }

    /** Whether the value is null. */
    public boolean isNull() {
        return value == null;
    }

    /** Whether the value is an object. */
    public boolean isObject() {
        return value instanceof Map;
    }

    /** Whether the value is a list. */
    public boolean isList() {
        return value instanceof List;
    }

    private Map<?, ?> map() {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw wrongType("an object");
    }

    /** Whether the object has a field of this name, be it null. */
    public boolean has(String name) {
        return map().containsKey(name);
    }

    /** The names of the object's fields. */
    public Set<String> names() {
        Set<String> names = new java.util.LinkedHashSet<>();
        for (Object name : map().keySet()) {
            names.add((String) name);
        }
        return names;
    }

    /** A field of the object, which must be there. */
    public JsonNode get(String name) {
        JsonNode field = find(name);
        if (!map().containsKey(name)) {
            throw error("has no field \"" + name + "\". It is required here.");
        }
        return field;
    }

    /** A field of the object; a null value if it is missing. */
    public JsonNode find(String name) {
        return new JsonNode(file, path.isEmpty() ? name : path + "." + name, map().get(name));
    }

    /** The elements of the list. */
    public List<JsonNode> elements() {
        if (!(value instanceof List<?> list)) {
            throw wrongType("a list");
        }
        List<JsonNode> nodes = new ArrayList<>(list.size());
        for (Object element : list) {
            nodes.add(new JsonNode(file, path + "[" + nodes.size() + "]", element));
        }
        return nodes;
    }

    /** The value as a string. */
    public String string() {
        if (value instanceof String s) {
            return s;
        }
        throw wrongType("a string");
    }

    /** The value as a string of exactly one character. */
    public int character() {
        String s = string();
        if (s.isEmpty() || s.codePointCount(0, s.length()) != 1) {
            throw wrongType("a string of one character");
        }
        return s.codePointAt(0);
    }

    /** The value as a boolean. */
    public boolean flag() {
        if (value instanceof Boolean b) {
            return b;
        }
        throw wrongType("true or false");
    }

    /** The value as a boolean, or {@code otherwise} where the field is missing. */
    public boolean flag(String name, boolean otherwise) {
        return has(name) ? get(name).flag() : otherwise;
    }

    /** The value as an unsigned 32-bit number. */
    public int u32() {
        return (int) integer(0xFFFF_FFFFL);
    }

    /** The value as a number from 0 to the largest int; larger ones become the largest int. */
    public int size() {
        if (value instanceof BigInteger big && big.signum() > 0 && big.bitLength() <= 64) {
            return Integer.MAX_VALUE;
        }
        return (int) Math.min(Integer.MAX_VALUE, integer(Long.MAX_VALUE));
    }

    private long integer(long max) {
        if (value instanceof Long n && n >= 0 && n <= max) {
            return n;
        }
        throw wrongType(
                max == 0xFFFF_FFFFL
                        ? "an integer from 0 to 4294967295, written without a fraction"
                        : "an integer of 0 or more, written without a fraction");
    }

    /** The value if it is one of {@code known}, else an error that lists them. */
    public String oneOf(Collection<String> known) {
        String s = string();
        if (!known.contains(s)) {
            throw error(
                    "is \""
                            + s
                            + "\". Known values: "
                            + String.join(", ", known)
                            + "."
                            + JsonText.didYouMean(s, known));
        }
        return s;
    }

    /** The value if it is one of {@code known}, else an error that lists them. */
    public String oneOf(String... known) {
        return oneOf(Arrays.asList(known));
    }
}
