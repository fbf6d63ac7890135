package dev.jeton.cli.parity;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON as plain values: unmodifiable maps in the order of the file, lists, strings, booleans, null.
 *
 * <p>Numbers keep their kind: integers become {@link Integer}, {@link Long} or {@link
 * java.math.BigInteger}, all others {@link Double}.
 */
public final class PlainJson {
    private PlainJson() {}

    /** The value of {@code node}. */
    public static @Nullable Object of(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> map(node);
            case ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>(node.size());
                node.forEach(item -> list.add(of(item)));
                yield Collections.unmodifiableList(list);
            }
            case STRING -> node.textValue();
            case BOOLEAN -> node.booleanValue();
            case NUMBER ->
                    node.isIntegralNumber() ? node.numberValue() : (Object) node.doubleValue();
            case NULL, MISSING -> null;
            case BINARY, POJO ->
                    throw new IllegalArgumentException("not a JSON value: " + node.getNodeType());
        };
    }

    /** The entries of an object. */
    public static Map<String, @Nullable Object> map(JsonNode object) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        object.properties().forEach(entry -> map.put(entry.getKey(), of(entry.getValue())));
        return Collections.unmodifiableMap(map);
    }
}
