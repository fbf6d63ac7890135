package dev.jeton.templates;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A tool that the model may call: what templates find in {@code tools}. Immutable.
 *
 * <p>The usual form is OpenAI's {@code {"type": "function", "function": {"name", "description",
 * "parameters"}}}.
 */
public final class ToolDefinition {
    private final Map<String, Object> map;

    private ToolDefinition(Map<String, Object> map) {
        this.map = map;
    }

    /** A tool from its complete JSON form. It is copied and passed to the template as it is. */
    public static ToolDefinition of(Map<String, ?> map) {
        return new ToolDefinition(PlainValues.copyMap(map));
    }

    /**
     * A function.
     *
     * @param parameters the JSON schema of the arguments, an object type
     */
    public static ToolDefinition function(
            String name, String description, Map<String, ?> parameters) {
        Map<String, Object> function = new LinkedHashMap<>();
        function.put("name", name);
        function.put("description", description);
        function.put("parameters", PlainValues.copyMap(parameters));
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("type", "function");
        map.put("function", Collections.unmodifiableMap(function));
        return new ToolDefinition(Collections.unmodifiableMap(map));
    }

    /** The function's name; empty if the form has none. */
    public String name() {
        Object function = map.get("function");
        Object name = function instanceof Map<?, ?> f ? f.get("name") : map.get("name");
        return name instanceof String text ? text : "";
    }

    /** The tool as the template sees it; unmodifiable. */
    public Map<String, Object> asMap() {
        return map;
    }

    @Override
    public String toString() {
        return map.toString();
    }
}
