package dev.jeton.templates;

import dev.jeton.templates.internal.value.None;
import dev.jeton.templates.internal.value.Origins;
import dev.jeton.templates.internal.value.PyDict;
import dev.jeton.templates.internal.value.Text;
import dev.jeton.templates.internal.value.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Callers' values with their origin: every text in them remembers which message it came from. */
final class TrackedValues {
    /** The source of text that is in no message: tools, documents, variables. */
    static final int NO_MESSAGE = -1;

    private TrackedValues() {}

    static Object wrap(@Nullable Object value, int source) {
        if (value instanceof String text) {
            return text.isEmpty()
                    ? text
                    : new Text(text, false, Origins.all(text.length(), source));
        }
        if (value instanceof Map<?, ?> map) {
            PyDict dict = new PyDict();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                dict.put(wrap(entry.getKey(), source), wrap(entry.getValue(), source));
            }
            return dict;
        }
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>(list.size());
            for (Object item : list) {
                copy.add(wrap(item, source));
            }
            return copy;
        }
        return value == null ? None.NONE : Types.in(value);
    }

    /** The messages, each with its index as the source. */
    static List<Object> messages(List<?> messages) {
        List<Object> wrapped = new ArrayList<>(messages.size());
        for (int i = 0; i < messages.size(); i++) {
            wrapped.add(wrap(messages.get(i), i));
        }
        return wrapped;
    }
}
