package dev.jeton.templates;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
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

    /**
     * The tool that a method is: its JSON schema in the form of transformers' {@code
     * get_json_schema}.
     *
     * @throws IllegalArgumentException if the method or one of its parameters is not described, or
     *     a type has no schema; the message names the place
     */
    public static ToolDefinition of(Method method) {
        return function(JavaSchemas.ofMethod(method));
    }

    /**
     * The tool whose arguments are a record.
     *
     * @throws IllegalArgumentException as for methods
     */
    public static ToolDefinition of(Class<? extends Record> arguments) {
        return function(JavaSchemas.ofRecord(arguments));
    }

    /**
     * The tools of a class: its own methods with the annotation {@link Tool}, by name.
     *
     * @throws IllegalArgumentException if there is none, or as for single methods
     */
    public static List<ToolDefinition> allOf(Class<?> type) {
        List<ToolDefinition> tools = new ArrayList<>();
        for (Method method : type.getDeclaredMethods()) {
            if (method.isAnnotationPresent(Tool.class)) {
                tools.add(of(method));
            }
        }
        if (tools.isEmpty()) {
            throw new IllegalArgumentException(
                    type.getSimpleName() + " has no method with the annotation @Tool.");
        }
        tools.sort(Comparator.comparing(ToolDefinition::name));
        return List.copyOf(tools);
    }

    private static ToolDefinition function(Map<String, Object> function) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("type", "function");
        map.put("function", function);
        return of(map);
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
