package dev.jeton.tokenize.pipeline;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes the JSON forms of stages. */
final class Json {
    private Json() {}

    /** An object with its fields in this order: name, value, name, value, ... */
    static Map<String, Object> object(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put(Objects.requireNonNull((String) namesAndValues[i]), namesAndValues[i + 1]);
        }
        return Collections.unmodifiableMap(object);
    }
}
