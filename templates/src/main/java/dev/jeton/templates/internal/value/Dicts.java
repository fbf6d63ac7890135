package dev.jeton.templates.internal.value;

import java.util.Map;

/** Look-ups in dicts: those of templates and the maps of callers. */
public final class Dicts {
    private Dicts() {}

    /** The value of a key, or {@code MISSING}. */
    public static Object get(Map<?, ?> map, Object key) {
        if (key instanceof String) {
            return direct(map, key);
        }
        Object hashed = Hash.key(key);
        if (map instanceof PyDict || hashed instanceof String) {
            return direct(map, hashed instanceof String ? hashed : key);
        }
        // A caller's map may have keys of other types; they are compared as Python does.
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!(entry.getKey() instanceof String)
                    && Hash.key(Types.in(entry.getKey())).equals(hashed)) {
                return Types.in(entry.getValue());
            }
        }
        return Missing.MISSING;
    }

    private static Object direct(Map<?, ?> map, Object key) {
        Object value = map.get(key);
        if (value != null) {
            return Types.in(value);
        }
        return map.containsKey(key) ? None.NONE : Missing.MISSING;
    }
}
