package dev.jeton.generate.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jeton.generate.GenerateException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Typed look-ups in one JSON object; remembers what was asked for. */
final class ConfigFields {
    private final String where;
    private final JsonNode object;
    private final Set<String> asked = new HashSet<>();

    ConfigFields(String where, JsonNode object) {
        this.where = where;
        this.object = object;
    }

    boolean has(String key) {
        asked.add(key);
        return object.hasNonNull(key);
    }

    /** A size: 1 to 2^31 - 1. */
    int size(String key) {
        return findSize(key).orElseThrow(() -> fail(key, "is missing", "an integer"));
    }

    int size(String key, int otherwise) {
        return findSize(key).orElse(otherwise);
    }

    Optional<Integer> findSize(String key) {
        if (!has(key)) {
            return Optional.empty();
        }
        JsonNode value = object.get(key);
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 1) {
            throw fail(key, "is " + shown(value), "an integer from 1 to 2,147,483,647");
        }
        return Optional.of(value.intValue());
    }

    double number(String key) {
        return findNumber(key).orElseThrow(() -> fail(key, "is missing", "a number"));
    }

    double number(String key, double otherwise) {
        return findNumber(key).orElse(otherwise);
    }

    /** A positive number. */
    Optional<Double> findNumber(String key) {
        if (!has(key)) {
            return Optional.empty();
        }
        JsonNode value = object.get(key);
        if (!value.isNumber() || !(value.doubleValue() > 0) || value.doubleValue() > 1e300) {
            throw fail(key, "is " + shown(value), "a positive number");
        }
        return Optional.of(value.doubleValue());
    }

    boolean flag(String key, boolean otherwise) {
        if (!has(key)) {
            return otherwise;
        }
        JsonNode value = object.get(key);
        if (!value.isBoolean()) {
            throw fail(key, "is " + shown(value), "true or false");
        }
        return value.booleanValue();
    }

    Optional<String> findText(String key) {
        if (!has(key)) {
            return Optional.empty();
        }
        JsonNode value = object.get(key);
        if (!value.isTextual()) {
            throw fail(key, "is " + shown(value), "a string");
        }
        return Optional.of(value.textValue());
    }

    /** The first text of an array of texts. */
    Optional<String> findFirstText(String key) {
        if (!has(key)) {
            return Optional.empty();
        }
        JsonNode first = object.get(key).path(0);
        if (!first.isTextual()) {
            throw fail(key, "is " + shown(object.get(key)), "an array of names");
        }
        return Optional.of(first.textValue());
    }

    Optional<ConfigFields> findObject(String key) {
        if (!has(key)) {
            return Optional.empty();
        }
        JsonNode value = object.get(key);
        if (!value.isObject()) {
            throw fail(key, "is " + shown(value), "an object");
        }
        return Optional.of(new ConfigFields(where + ": " + key, value));
    }

    /** Refuses keys that would change the computation. */
    void refuse(String... keys) {
        for (String key : keys) {
            if (has(key) && !isOff(object.get(key))) {
                throw fail(key, "is " + shown(object.get(key)), "it to be absent");
            }
        }
    }

    /** Takes note of keys that say nothing about the computation. */
    void skip(String... keys) {
        asked.addAll(Arrays.asList(keys));
    }

    /** Keys that nobody asked for. */
    List<String> others() {
        List<String> others = new ArrayList<>();
        object.fieldNames()
                .forEachRemaining(
                        key -> {
                            if (!asked.contains(key)) {
                                others.add(key);
                            }
                        });
        return others;
    }

    private static boolean isOff(JsonNode value) {
        return value.isBoolean() && !value.booleanValue();
    }

    private static String shown(JsonNode value) {
        String text = value.toString();
        return text.length() <= 80 ? text : text.substring(0, 80) + "...";
    }

    GenerateException fail(String key, String found, String expected) {
        return new GenerateException(
                where + ": " + key + " " + found + ", expected " + expected + ".");
    }
}
