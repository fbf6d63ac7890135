package dev.jeton.cli.parity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The first difference of two values, for people.
 *
 * @param where the path of the first differing part: {@code encodings[1].offsets[17]}
 * @param what the values there and around
 */
public record Difference(String where, String what) {
    private static final int ITEMS_BEFORE = 4;
    private static final int ITEMS_AFTER = 5;
    private static final int LONGEST_VALUE = 160;

    /**
     * The first difference in the order of the expected keys, null if there is none. Floats are
     * compared exactly.
     */
    public static @Nullable Difference of(JsonNode expected, JsonNode actual) {
        return of("", expected, actual);
    }

    private static @Nullable Difference of(String path, JsonNode expected, JsonNode actual) {
        if (expected instanceof ObjectNode e && actual instanceof ObjectNode a) {
            return ofObjects(path, e, a);
        }
        if (expected instanceof ArrayNode e && actual instanceof ArrayNode a) {
            return ofArrays(path, e, a);
        }
        if (expected.isTextual() && actual.isTextual()) {
            Difference difference = ofTexts(expected.textValue(), actual.textValue());
            return difference == null
                    ? null
                    : new Difference(path + difference.where, difference.what);
        }
        if (expected.isIntegralNumber() && actual.isIntegralNumber()) {
            return expected.bigIntegerValue().equals(actual.bigIntegerValue())
                    ? null
                    : values(path, expected, actual);
        }
        return expected.equals(actual) ? null : values(path, expected, actual);
    }

    private static @Nullable Difference ofObjects(
            String path, ObjectNode expected, ObjectNode actual) {
        Set<String> keys = new LinkedHashSet<>();
        expected.fieldNames().forEachRemaining(keys::add);
        actual.fieldNames().forEachRemaining(keys::add);
        for (String key : keys) {
            String inner = path.isEmpty() ? key : path + "." + key;
            JsonNode e = expected.get(key);
            JsonNode a = actual.get(key);
            if (e == null || a == null) {
                return new Difference(
                        inner,
                        "expected: "
                                + (e == null ? "no such key" : brief(e))
                                + "\nactual:   "
                                + (a == null ? "no such key" : brief(a)));
            }
            Difference difference = of(inner, e, a);
            if (difference != null) {
                return difference;
            }
        }
        return null;
    }

    private static @Nullable Difference ofArrays(
            String path, ArrayNode expected, ArrayNode actual) {
        int common = Math.min(expected.size(), actual.size());
        for (int i = 0; i < common; i++) {
            Difference difference = of(path + "[" + i + "]", expected.get(i), actual.get(i));
            if (difference != null) {
                boolean flat = !expected.get(i).isContainerNode() || expected.get(i).size() <= 2;
                return flat ? around(path, i, expected, actual) : difference;
            }
        }
        return expected.size() == actual.size() ? null : around(path, common, expected, actual);
    }

    private static Difference around(String path, int index, ArrayNode expected, ArrayNode actual) {
        return new Difference(
                path + "[" + index + "]",
                "expected: "
                        + window(expected, index)
                        + "\nactual:   "
                        + window(actual, index)
                        + (expected.size() == actual.size()
                                ? ""
                                : "\nlengths:  expected "
                                        + expected.size()
                                        + ", actual "
                                        + actual.size()));
    }

    private static String window(ArrayNode array, int index) {
        StringBuilder out = new StringBuilder("[");
        int from = Math.max(0, index - ITEMS_BEFORE);
        int to = Math.min(array.size(), index + ITEMS_AFTER);
        out.append(from > 0 ? "… " : "");
        for (int i = from; i < to; i++) {
            out.append(i == from ? "" : ", ");
            out.append(i == index ? ">" + brief(array.get(i)) + "<" : brief(array.get(i)));
        }
        if (index >= array.size()) {
            out.append(array.isEmpty() ? ">end<" : ", >end<");
        }
        return out.append(to < array.size() ? " …]" : "]").toString();
    }

    private static Difference values(String path, JsonNode expected, JsonNode actual) {
        return new Difference(
                path, "expected: " + brief(expected) + "\nactual:   " + brief(actual));
    }

    /**
     * The first difference of two texts: index in chars, and both texts around it. Null if equal.
     */
    public static @Nullable Difference ofTexts(String expected, String actual) {
        if (expected.equals(actual)) {
            return null;
        }
        int common = Math.min(expected.length(), actual.length());
        int at = 0;
        while (at < common && expected.charAt(at) == actual.charAt(at)) {
            at++;
        }
        return new Difference(
                "(char " + at + ")",
                "expected: "
                        + Excerpt.around(expected, at, 50, 70)
                        + "\nactual:   "
                        + Excerpt.around(actual, at, 50, 70)
                        + "\nlengths:  expected "
                        + expected.length()
                        + ", actual "
                        + actual.length());
    }

    private static String brief(JsonNode node) {
        if (node.isTextual()) {
            return Excerpt.quoted(node.textValue(), LONGEST_VALUE);
        }
        String json = node.toString();
        return json.length() <= LONGEST_VALUE ? json : json.substring(0, LONGEST_VALUE) + "…";
    }
}
