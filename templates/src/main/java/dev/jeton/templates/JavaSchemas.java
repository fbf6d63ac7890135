package dev.jeton.templates;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * JSON schemas of Java types, in the form of transformers' {@code get_json_schema}: the same keys
 * in the same order, {@code nullable} for what may be missing.
 *
 * <p>Java's types stand for Python's: enums for {@code Literal}, {@link Optional} for {@code
 * Optional} with a default, records for {@code TypedDict}-like objects, sealed types of records for
 * unions.
 */
final class JavaSchemas {
    private static final Map<Class<?>, String> SIMPLE =
            Map.ofEntries(
                    Map.entry(int.class, "integer"),
                    Map.entry(long.class, "integer"),
                    Map.entry(short.class, "integer"),
                    Map.entry(byte.class, "integer"),
                    Map.entry(Integer.class, "integer"),
                    Map.entry(Long.class, "integer"),
                    Map.entry(Short.class, "integer"),
                    Map.entry(Byte.class, "integer"),
                    Map.entry(BigInteger.class, "integer"),
                    Map.entry(float.class, "number"),
                    Map.entry(double.class, "number"),
                    Map.entry(Float.class, "number"),
                    Map.entry(Double.class, "number"),
                    Map.entry(BigDecimal.class, "number"),
                    Map.entry(Number.class, "number"),
                    Map.entry(boolean.class, "boolean"),
                    Map.entry(Boolean.class, "boolean"),
                    Map.entry(char.class, "string"),
                    Map.entry(Character.class, "string"),
                    Map.entry(String.class, "string"),
                    Map.entry(CharSequence.class, "string"),
                    Map.entry(void.class, "null"),
                    Map.entry(Void.class, "null"));
    private static final Map<Class<?>, String> OPTIONAL =
            Map.of(
                    OptionalInt.class, "integer",
                    OptionalLong.class, "integer",
                    OptionalDouble.class, "number");

    private final Deque<Class<?>> open = new ArrayDeque<>();

    private JavaSchemas() {}

    /** The complete form of a method. */
    static Map<String, Object> ofMethod(Method method) {
        String place = method.getDeclaringClass().getSimpleName() + "." + method.getName();
        Tool tool = annotation(method, place);
        JavaSchemas schemas = new JavaSchemas();
        Fields fields = new Fields();
        Parameter[] parameters = method.getParameters();
        for (int i = 0; i < parameters.length; i++) {
            Parameter parameter = parameters[i];
            String name = name(parameter, place, i);
            fields.add(
                    name,
                    schemas.described(
                            parameter,
                            parameter.getParameterizedType(),
                            place + ", parameter \"" + name + "\"",
                            true),
                    isRequired(parameter, parameter.getType()));
        }
        Map<String, Object> function = new LinkedHashMap<>();
        function.put("name", tool.name().isEmpty() ? method.getName() : tool.name());
        function.put("description", tool.value());
        function.put("parameters", fields.schema());
        if (!tool.returns().isEmpty()) {
            Map<String, Object> result =
                    schemas.schema(method.getGenericReturnType(), place + ", return type");
            result.put("description", tool.returns());
            function.put("return", result);
        }
        return function;
    }

    /** The complete form of a record of arguments. */
    static Map<String, Object> ofRecord(Class<?> type) {
        String place = type.getSimpleName();
        Tool tool = annotation(type, place);
        if (!type.isRecord()) {
            throw new IllegalArgumentException(
                    place
                            + " is no record. Annotate a record of arguments, or methods and use"
                            + " ToolDefinition.allOf.");
        }
        Map<String, Object> function = new LinkedHashMap<>();
        function.put("name", tool.name().isEmpty() ? snakeCase(place) : tool.name());
        function.put("description", tool.value());
        function.put("parameters", new JavaSchemas().record(type, place, true));
        return function;
    }

    private static Tool annotation(AnnotatedElement element, String place) {
        Tool tool = element.getAnnotation(Tool.class);
        if (tool == null) {
            throw new IllegalArgumentException(
                    place + " has no annotation @Tool, which says what the tool does.");
        }
        return tool;
    }

    private static String name(Parameter parameter, String place, int index) {
        ToolParam param = parameter.getAnnotation(ToolParam.class);
        if (param != null && !param.name().isEmpty()) {
            return param.name();
        }
        if (!parameter.isNamePresent()) {
            throw new IllegalArgumentException(
                    place
                            + ", parameter "
                            + (index + 1)
                            + ": its name is not in the class file. Compile with -parameters, or"
                            + " give @ToolParam(name = ...).");
        }
        return parameter.getName();
    }

    /** {@code GetWeather} as {@code get_weather}. */
    static String snakeCase(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .replaceAll("([A-Z])([A-Z][a-z])", "$1_$2")
                .toLowerCase(Locale.ROOT);
    }

    private static boolean isRequired(AnnotatedElement element, Class<?> type) {
        ToolParam param = element.getAnnotation(ToolParam.class);
        return (param == null || param.required())
                && type != Optional.class
                && !OPTIONAL.containsKey(type);
    }

    /** The properties of an object and which of them a call must give. */
    private static final class Fields {
        private final Map<String, Object> properties = new LinkedHashMap<>();
        private final List<String> required = new ArrayList<>();

        void add(String name, Map<String, Object> schema, boolean isRequired) {
            properties.put(name, schema);
            if (isRequired) {
                required.add(name);
            }
        }

        Map<String, Object> schema() {
            Map<String, Object> schema = new LinkedHashMap<>();
            schema.put("type", "object");
            schema.put("properties", properties);
            if (!required.isEmpty()) {
                schema.put("required", required);
            }
            return schema;
        }
    }

    private Map<String, Object> described(
            AnnotatedElement element, Type type, String place, boolean mustBeDescribed) {
        ToolParam param = element.getAnnotation(ToolParam.class);
        Map<String, Object> schema = schema(type, place);
        if (param == null) {
            if (mustBeDescribed) {
                throw new IllegalArgumentException(
                        place
                                + ": it is not described. Add @ToolParam(\"...\"), which tells the"
                                + " model what it means.");
            }
            return schema;
        }
        if (param.choices().length > 0) {
            if (!"string".equals(schema.get("type"))) {
                throw new IllegalArgumentException(
                        place + ": choices are for strings, but its type is " + type + ".");
            }
            schema.put("enum", List.of(param.choices()));
        }
        schema.put("description", param.value());
        return schema;
    }

    private static IllegalArgumentException unsupported(Type type, String place) {
        return new IllegalArgumentException(
                place
                        + ": there is no JSON schema for the type "
                        + type.getTypeName()
                        + ". Known: numbers, booleans, strings, enums, records, sealed types of"
                        + " records, lists, sets, arrays, maps with string keys, Optional, Object.");
    }

    private Map<String, Object> schema(Type type, String place) {
        if (type instanceof Class<?> plain) {
            return schema(plain, place);
        }
        if (type instanceof GenericArrayType array) {
            return array(array.getGenericComponentType(), place);
        }
        if (type instanceof WildcardType wildcard) {
            return schema(wildcard.getUpperBounds()[0], place);
        }
        if (type instanceof ParameterizedType generic
                && generic.getRawType() instanceof Class<?> raw) {
            return generic(generic, raw, place);
        }
        throw unsupported(type, place);
    }

    private Map<String, Object> generic(ParameterizedType type, Class<?> raw, String place) {
        Type[] arguments = type.getActualTypeArguments();
        if (raw == Optional.class) {
            Map<String, Object> schema = schema(arguments[0], place);
            schema.put("nullable", true);
            return schema;
        }
        if (Map.class.isAssignableFrom(raw) && arguments.length == 2) {
            if (arguments[0] != String.class) {
                throw new IllegalArgumentException(
                        place
                                + ": the keys of a map must be strings in JSON, but they are "
                                + arguments[0].getTypeName()
                                + ".");
            }
            Map<String, Object> schema = typed("object");
            schema.put("additionalProperties", schema(arguments[1], place + ", values"));
            return schema;
        }
        if (Iterable.class.isAssignableFrom(raw) && arguments.length == 1) {
            return array(arguments[0], place);
        }
        throw unsupported(type, place);
    }

    private Map<String, Object> array(Type item, String place) {
        Map<String, Object> schema = typed("array");
        schema.put("items", schema(item, place + ", items"));
        return schema;
    }

    private static Map<String, Object> typed(String type) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", type);
        return schema;
    }

    private Map<String, Object> schema(Class<?> type, String place) {
        @Nullable String simple = SIMPLE.get(type);
        if (simple != null) {
            return typed(simple);
        }
        @Nullable String optional = OPTIONAL.get(type);
        if (optional != null) {
            Map<String, Object> schema = typed(optional);
            schema.put("nullable", true);
            return schema;
        }
        if (type == Object.class) {
            return new LinkedHashMap<>();
        }
        if (type.isEnum()) {
            List<String> names = new ArrayList<>();
            for (Object constant : type.getEnumConstants()) {
                names.add(((Enum<?>) constant).name());
            }
            Map<String, Object> schema = typed("string");
            schema.put("enum", names);
            return schema;
        }
        if (type.isArray()) {
            return array(type.getComponentType(), place);
        }
        if (type.isRecord()) {
            return record(type, place, false);
        }
        if (type.isSealed()) {
            List<Object> any = new ArrayList<>();
            for (Class<?> permitted : type.getPermittedSubclasses()) {
                any.add(schema(permitted, place));
            }
            Map<String, Object> schema = new LinkedHashMap<>();
            schema.put("anyOf", any);
            return schema;
        }
        if (Set.of(List.class, Set.class, java.util.Collection.class, Iterable.class)
                .contains(type)) {
            return typed("array");
        }
        if (type == Map.class) {
            return typed("object");
        }
        throw unsupported(type, place);
    }

    private Map<String, Object> record(Class<?> type, String place, boolean mustBeDescribed) {
        if (open.contains(type)) {
            throw new IllegalArgumentException(
                    place
                            + ": the record "
                            + type.getSimpleName()
                            + " contains itself. A schema without references cannot say that.");
        }
        open.push(type);
        Fields fields = new Fields();
        for (RecordComponent component : type.getRecordComponents()) {
            ToolParam param = component.getAnnotation(ToolParam.class);
            String name =
                    param != null && !param.name().isEmpty() ? param.name() : component.getName();
            fields.add(
                    name,
                    described(
                            component,
                            component.getGenericType(),
                            place + ", component \"" + name + "\"",
                            mustBeDescribed),
                    isRequired(component, component.getType()));
        }
        open.pop();
        return fields.schema();
    }
}
