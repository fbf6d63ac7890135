package dev.jeton.tokenize.pipeline;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes the JSON forms of stages. */
final class Json {
    private Json() {}

    /** An object with its fields in this order: name, value, name, value, ... */
    static Map<String, Object> object(Object... namesAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return Collections.unmodifiableMap(object);
    }
}
