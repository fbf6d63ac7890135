package dev.jeton.templates;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call of a tool that the assistant asked for.
 *
 * @param id the call's id, for the formats that have one
 * @param name the function's name
 * @param arguments the arguments by name, values as in JSON
 */
public record ToolCall(@Nullable String id, String name, Map<String, Object> arguments) {

    /** Copies the arguments. */
    public ToolCall {
        arguments = PlainValues.copyMap(arguments);
    }

    /** A call without an id. */
    public static ToolCall of(String name, Map<String, Object> arguments) {
        return new ToolCall(null, name, arguments);
    }

    /** The value that templates see: OpenAI's form, with the arguments as an object. */
    public Map<String, Object> asMap() {
        Map<String, Object> function = new LinkedHashMap<>();
        function.put("name", name);
        function.put("arguments", arguments);
        Map<String, Object> map = new LinkedHashMap<>();
        if (id != null) {
            map.put("id", id);
        }
        map.put("type", "function");
        map.put("function", Collections.unmodifiableMap(function));
        return Collections.unmodifiableMap(map);
    }
}
