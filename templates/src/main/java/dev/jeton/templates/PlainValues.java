package dev.jeton.templates;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Copies of the values that may enter a template: maps with string keys, lists, strings, numbers,
 * booleans and null. Everything else is refused, so no Java object is ever reachable.
 */
final class PlainValues {
    private static final int MAX_DEPTH = 200;

    private PlainValues() {}

    static Map<String, Object> copyMap(Map<String, ?> map) {
        return copyMap(map, 0);
    }

    static @Nullable Object copy(@Nullable Object value) {
        return copy(value, 0);
    }

    private static Map<String, Object> copyMap(Map<?, ?> map, int depth) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>(map.size() * 2);
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!(entry.getKey() instanceof String key)) {
                throw new IllegalArgumentException(
                        "a map for a chat template has the key "
                                + entry.getKey()
                                + ", must be a string");
            }
            copy.put(key, copy(entry.getValue(), depth + 1));
        }
        return castValues(Collections.unmodifiableMap(copy));
    }

    /** Null values are data here (None); the public type leaves that to the documentation. */
    @SuppressWarnings({"unchecked", "NullAway"})
    private static Map<String, Object> castValues(Map<String, @Nullable Object> map) {
        return (Map<String, Object>) (Map<?, ?>) map;
    }

    private static @Nullable Object copy(@Nullable Object value, int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException(
                    "a value for a chat template is nested more than " + MAX_DEPTH + " deep");
        }
        if (value == null || value instanceof String || value instanceof Boolean) {
            return value;
        }
        if (value instanceof Long || value instanceof Double || value instanceof BigInteger) {
            return value;
        }
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        if (value instanceof Float f) {
            return Double.parseDouble(f.toString());
        }
        if (value instanceof BigDecimal d) {
            return d.doubleValue();
        }
        if (value instanceof Map<?, ?> map) {
            return copyMap(map, depth);
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>(list.size());
            for (Object item : list) {
                copy.add(copy(item, depth + 1));
            }
            return Collections.unmodifiableList(copy);
        }
        if (value instanceof ChatMessage message) {
            return message.asMap();
        }
        if (value instanceof ContentPart part) {
            return part.asMap();
        }
        if (value instanceof ToolDefinition tool) {
            return tool.asMap();
        }
        throw new IllegalArgumentException(
                "a value for a chat template is a "
                        + value.getClass().getName()
                        + ". Known: maps, lists, strings, numbers, booleans, null.");
    }
}
