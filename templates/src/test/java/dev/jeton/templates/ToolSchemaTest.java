package dev.jeton.templates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Schemas of Java methods and records; methods equal transformers' {@code get_json_schema}. */
class ToolSchemaTest {
    private static final Path GOLDEN =
            Path.of("src", "test", "resources", "dev", "jeton", "templates", "tool-schemas.jsonl");
    private static final ChatTemplate JSON = ChatTemplate.parse("{{ tool | tojson }}");

    enum Unit {
        CELSIUS,
        FAHRENHEIT
    }

    enum Days {
        ONE,
        TWO
    }

    /** The functions of make_tool_schemas.py. */
    @SuppressWarnings({"unused", "rawtypes"})
    interface Functions {
        @Tool("A function that multiplies two numbers")
        void multiply(
                @ToolParam(name = "x", value = "The first number to multiply") double x,
                @ToolParam(name = "y", value = "The second number to multiply") double y);

        @Tool(name = "no_arguments", value = "Nothing to say")
        void noArguments();

        @Tool("Simple types")
        void kinds(
                @ToolParam(name = "a", value = "An integer") long a,
                @ToolParam(name = "b", value = "A string") String b,
                @ToolParam(name = "c", value = "A boolean") boolean c,
                @ToolParam(name = "d", value = "Anything") Object d);

        @Tool("Lists")
        void lists(
                @ToolParam(name = "a", value = "Integers") int[] a,
                @ToolParam(name = "b", value = "Lists of strings") List<Set<String>> b,
                @ToolParam(name = "c", value = "A list of anything") List c);

        @Tool("Maps")
        void maps(
                @ToolParam(name = "a", value = "Numbers") Map<String, Double> a,
                @ToolParam(name = "b", value = "Lists") Map<String, List<Integer>> b,
                @ToolParam(name = "c", value = "An object") Map c);

        @Tool("Optional parameters")
        void optional(
                @ToolParam(name = "a", value = "Must be given") String a,
                @ToolParam(name = "b", value = "May be missing") OptionalInt b,
                @ToolParam(name = "c", value = "May be missing too") Optional<List<String>> c);

        @Tool(name = "default", value = "Defaults")
        void withDefaults(
                @ToolParam(name = "a", value = "A number", required = false) int a,
                @ToolParam(name = "b", value = "A text", required = false) String b);

        @Tool("Enums")
        void literal(
                @ToolParam(name = "unit", value = "The unit") Unit unit,
                @ToolParam(name = "days", value = "How many") Optional<Days> days);

        @Tool("A drink")
        void choices(
                @ToolParam(
                                name = "drink",
                                value = "The beverage",
                                choices = {"tea", "coffee"})
                        String drink);

        @Tool(value = "Temperatures", returns = "The temperatures, one an hour")
        List<Double> returning(@ToolParam(name = "city", value = "The city") String city);

        @Tool("Größe – \"quoted\" \\ 漢字")
        void unicode(@ToolParam(name = "größe", value = "Zahl 😀") int size);
    }

    private static String json(ToolDefinition tool) {
        return JSON.render(Map.of("tool", tool.asMap()));
    }

    @Test
    void methodsHaveTheSchemasOfTheReference() throws IOException {
        List<String> expected = Files.readAllLines(GOLDEN);
        List<String> found =
                ToolDefinition.allOf(Functions.class).stream()
                        .map(ToolSchemaTest::json)
                        .sorted()
                        .toList();
        assertEquals(expected.subList(1, expected.size()).stream().sorted().toList(), found);
    }

    record Place(double lat, double lon) {}

    sealed interface Shape permits Circle, Square {}

    record Circle(double radius) implements Shape {}

    record Square(double side) implements Shape {}

    @Tool("Draws.")
    record DrawShape(
            @ToolParam("What to draw") Shape shape,
            @ToolParam("Where") Optional<Place> place,
            @ToolParam(name = "line_width", value = "How thick", required = false) int lineWidth) {}

    @Test
    void recordIsAnObjectWithItsComponents() {
        assertEquals(
                "{\"type\": \"function\", \"function\": {\"name\": \"draw_shape\", \"description\":"
                        + " \"Draws.\", \"parameters\": {\"type\": \"object\", \"properties\":"
                        + " {\"shape\": {\"anyOf\": [{\"type\": \"object\", \"properties\":"
                        + " {\"radius\": {\"type\": \"number\"}}, \"required\": [\"radius\"]},"
                        + " {\"type\": \"object\", \"properties\": {\"side\": {\"type\":"
                        + " \"number\"}}, \"required\": [\"side\"]}], \"description\": \"What to"
                        + " draw\"}, \"place\": {\"type\": \"object\", \"properties\": {\"lat\":"
                        + " {\"type\": \"number\"}, \"lon\": {\"type\": \"number\"}}, \"required\":"
                        + " [\"lat\", \"lon\"], \"nullable\": true, \"description\": \"Where\"},"
                        + " \"line_width\": {\"type\": \"integer\", \"description\": \"How"
                        + " thick\"}}, \"required\": [\"shape\"]}}}",
                json(ToolDefinition.of(DrawShape.class)));
    }

    @Test
    void namesOfRecordsBecomeSnakeCase() {
        assertEquals("get_weather", JavaSchemas.snakeCase("GetWeather"));
        assertEquals("get_html_page", JavaSchemas.snakeCase("GetHTMLPage"));
        assertEquals("a1_b", JavaSchemas.snakeCase("A1B"));
    }

    // Errors.

    record Node(String name, List<Node> children) {}

    @Tool("A tree.")
    record Tree(@ToolParam("The root") Node root) {}

    @SuppressWarnings("unused")
    interface Wrong {
        @Tool("x")
        void undescribed(int a);

        @Tool("x")
        void unknownType(@ToolParam(name = "t", value = "x") Thread t);

        @Tool("x")
        void keys(@ToolParam(name = "m", value = "x") Map<Integer, String> m);

        @Tool("x")
        void nested(@ToolParam(name = "l", value = "x") List<Map<String, Thread>> l);

        @Tool("x")
        void choices(@ToolParam(name = "n", value = "x", choices = "1") int n);

        @Tool("x")
        <T> void generic(@ToolParam(name = "t", value = "x") T t);

        void plain();
    }

    private static String error(String method) {
        Method found =
                Arrays.stream(Wrong.class.getDeclaredMethods())
                        .filter(m -> m.getName().equals(method))
                        .findFirst()
                        .orElseThrow();
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> ToolDefinition.of(found))
                        .getMessage());
    }

    private static void assertStarts(String expected, String message) {
        assertEquals(expected, message.substring(0, Math.min(expected.length(), message.length())));
    }

    @Test
    void errorsNameThePlace() {
        String known = ". Known: numbers, booleans, strings, enums, records";
        assertStarts(
                "Wrong.unknownType, parameter \"t\": there is no JSON schema for the type"
                        + " java.lang.Thread"
                        + known,
                error("unknownType"));
        assertStarts(
                "Wrong.nested, parameter \"l\", items, values: there is no JSON schema for the type"
                        + " java.lang.Thread"
                        + known,
                error("nested"));
        assertEquals(
                "Wrong.keys, parameter \"m\": the keys of a map must be strings in JSON, but they"
                        + " are java.lang.Integer.",
                error("keys"));
        assertEquals(
                "Wrong.choices, parameter \"n\": choices are for strings, but its type is int.",
                error("choices"));
        assertStarts(
                "Wrong.generic, parameter \"t\": there is no JSON schema for the type T",
                error("generic"));
        assertEquals(
                "Wrong.plain has no annotation @Tool, which says what the tool does.",
                error("plain"));
        assertStarts("Wrong.undescribed, parameter ", error("undescribed"));
    }

    @Test
    void recordThatContainsItselfIsRefused() {
        assertEquals(
                "Tree, component \"root\", component \"children\", items: the record Node contains"
                        + " itself. A schema without references cannot say that.",
                assertThrows(IllegalArgumentException.class, () -> ToolDefinition.of(Tree.class))
                        .getMessage());
    }

    @Test
    void classWithoutToolsIsRefused() {
        assertEquals(
                "String has no method with the annotation @Tool.",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> ToolDefinition.allOf(String.class))
                        .getMessage());
    }
}
