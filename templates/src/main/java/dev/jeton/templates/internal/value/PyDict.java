package dev.jeton.templates.internal.value;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Python's dict for what templates make themselves (callers' maps are used as they are): insertion
 * order, and keys that are equal as Python compares them ({@code 1}, {@code 1.0} and {@code true}
 * are one key). A key keeps the form in which it came first.
 */
public final class PyDict extends AbstractMap<Object, Object> {
    private final Map<Object, Map.Entry<Object, Object>> entries = new LinkedHashMap<>();

    /** Sets an item; for the maker of the dict only. */
    @Override
    public @Nullable Object put(Object key, Object value) {
        Map.Entry<Object, Object> entry =
                entries.putIfAbsent(Hash.key(key), new SimpleEntry<>(key, value));
        return entry == null ? null : entry.setValue(value);
    }

    @Override
    public @Nullable Object get(@Nullable Object key) {
        Map.Entry<Object, Object> entry =
                entries.get(key instanceof String ? key : Hash.key(nonNull(key)));
        return entry == null ? null : entry.getValue();
    }

    private static Object nonNull(@Nullable Object key) {
        return key == null ? None.NONE : key;
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return entries.containsKey(key instanceof String ? key : Hash.key(nonNull(key)));
    }

    @Override
    public int size() {
        return entries.size();
    }

    @Override
    public Set<Map.Entry<Object, Object>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Map.Entry<Object, Object>> iterator() {
                return entries.values().iterator();
            }

            @Override
            public int size() {
                return entries.size();
            }
        };
    }
}
