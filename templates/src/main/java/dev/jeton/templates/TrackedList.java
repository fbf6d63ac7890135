package dev.jeton.templates;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/** A list of the caller whose items are tracked when they are first read. */
final class TrackedList extends AbstractList<Object> implements RandomAccess {
    private final ChatSources sources;
    private final ChatSources.Place place;
    private final List<?> list;
    private final Object[] tracked;

    TrackedList(ChatSources sources, ChatSources.Place place, List<?> list) {
        this.sources = sources;
        this.place = place;
        this.list = list;
        this.tracked = new Object[list.size()];
    }

    @Override
    @SuppressWarnings("NullAway") // an array of Java starts with nulls
    public Object get(int index) {
        Object item = tracked[index];
        if (item == null) {
            item = sources.tracked(list.get(index), place, index);
            tracked[index] = item;
        }
        return item;
    }

    @Override
    public int size() {
        return tracked.length;
    }
}
