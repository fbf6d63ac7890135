package dev.jeton.tokenize.internal.json;

import dev.jeton.tokenize.LoadLimits;
import dev.jeton.tokenize.pipeline.SplitBehavior;
import dev.jeton.tokenize.pipeline.TextPattern;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Parts that several stages share. */
final class Stages {
    private Stages() {}

    static <T> List<T> readAll(JsonNode list, LoadLimits limits, Function<JsonNode, T> reader) {
        List<JsonNode> elements = list.elements();
        if (elements.size() > limits.maxStages()) {
            throw list.error(
                    String.format(
                            "has %,d stages, more than %,d (LoadLimits.maxStages).",
                            elements.size(), limits.maxStages()));
        }
        List<T> result = new ArrayList<>(elements.size());
        for (JsonNode element : elements) {
            result.add(reader.apply(element));
        }
        return result;
    }

    /** {@code {"String": ".."}} or {@code {"Regex": ".."}}. */
    static TextPattern pattern(JsonNode json, LoadLimits limits) {
        if (json.names().size() != 1) {
            throw json.error("must have exactly one field, \"String\" or \"Regex\".");
        }
        String kind = json.names().iterator().next();
        new JsonNode(json.file(), json.path(), kind).oneOf("String", "Regex");
        JsonNode source = json.get(kind);
        String pattern = source.string();
        int bytes = pattern.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > limits.maxPatternBytes()) {
            throw source.error(
                    String.format(
                            "has %,d bytes, more than %,d (LoadLimits.maxPatternBytes).",
                            bytes, limits.maxPatternBytes()));
        }
        if (kind.equals("String")) {
            return TextPattern.literal(pattern);
        }
        try {
            return TextPattern.regex(pattern, limits.maxPatternSteps());
        } catch (IllegalArgumentException e) {
            throw source.error("is not usable: " + e.getMessage());
        }
    }

    static SplitBehavior behavior(JsonNode json) {
        Map<String, SplitBehavior> known = new LinkedHashMap<>();
        for (SplitBehavior behavior : SplitBehavior.values()) {
            known.put(behavior.jsonName(), behavior);
        }
        return java.util.Objects.requireNonNull(known.get(json.oneOf(known.keySet())));
    }
}
