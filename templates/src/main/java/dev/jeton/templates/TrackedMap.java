package dev.jeton.templates;

import dev.jeton.templates.internal.value.None;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A map of the caller whose keys and values are tracked when they are first read. A field that is
 * read again by its key is the same text; one that comes out of a walk over the map may have
 * another number, which stands for the same place.
 */
final class TrackedMap extends AbstractMap<Object, Object> {
    /** Up to so many fields are looked for one by one: most templates read three of a message. */
    private static final int FEW = 8;

    private final ChatSources sources;
    private final ChatSources.Place place;
    private final Map<?, ?> map;

    /** Keys and values that were read by key, in turn. */
    private Object[] few = new Object[8];

    private int fewSize;
    private @Nullable Map<Object, Object> many;
    private @Nullable List<Map.Entry<Object, Object>> entries;

    TrackedMap(ChatSources sources, ChatSources.Place place, Map<?, ?> map) {
        this.sources = sources;
        this.place = place;
        this.map = map;
    }

    @Override
    public @Nullable Object get(@Nullable Object key) {
        for (int i = 0; i < fewSize; i += 2) {
            if (few[i].equals(key)) {
                return few[i + 1];
            }
        }
        if (many != null) {
            Object value = many.get(key);
            if (value != null) {
                return value;
            }
        }
        Object value = map.get(key);
        if (key == null || (value == null && !map.containsKey(key))) {
            return null;
        }
        Object tracked = value == null ? None.NONE : sources.tracked(value, place, key);
        keep(key, tracked);
        return tracked;
    }

    private void keep(Object key, Object value) {
        if (fewSize == 2 * FEW) {
            if (many == null) {
                many = new HashMap<>();
            }
            many.put(key, value);
            return;
        }
        if (fewSize == few.length) {
            few = Arrays.copyOf(few, 2 * fewSize);
        }
        few[fewSize] = key;
        few[fewSize + 1] = value;
        fewSize += 2;
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return map.containsKey(key);
    }

    @Override
    public int size() {
        return map.size();
    }

    @Override
    public Set<Map.Entry<Object, Object>> entrySet() {
        List<Map.Entry<Object, Object>> all = entries();
        return new AbstractSet<>() {
            @Override
            public Iterator<Map.Entry<Object, Object>> iterator() {
                return all.iterator();
            }

            @Override
            public int size() {
                return all.size();
            }
        };
    }

    private List<Map.Entry<Object, Object>> entries() {
        List<Map.Entry<Object, Object>> all = entries;
        if (all == null) {
            all = new ArrayList<>(map.size());
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                Object key = entry.getKey();
                Object value = fewSize == 0 ? null : get(key);
                all.add(
                        Map.entry(
                                sources.trackedKey(key, place),
                                value != null
                                        ? value
                                        : sources.tracked(entry.getValue(), place, key)));
            }
            entries = all;
        }
        return all;
    }
}
