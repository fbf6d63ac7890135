package dev.jeton.templates.internal.value;

import java.util.AbstractList;
import java.util.RandomAccess;

/** Python's tuple: a list that never changes and is no list. */
public final class PyTuple extends AbstractList<Object> implements RandomAccess {
    public static final PyTuple EMPTY = new PyTuple(new Object[0], false);

    private final Object[] items;
    private final boolean group;

    private PyTuple(Object[] items, boolean group) {
        this.items = items;
        this.group = group;
    }

    /** A pair of {@code groupby}, which has the attributes {@code grouper} and {@code list}. */
    public static PyTuple group(Object grouper, Object list) {
        return new PyTuple(new Object[] {grouper, list}, true);
    }

    /** Whether this is a pair of {@code groupby}. */
    public boolean isGroup() {
        return group;
    }

    /** Takes over the array. */
    public static PyTuple of(Object... items) {
        return new PyTuple(items, false);
    }

    @Override
    public Object get(int index) {
        return items[index];
    }

    @Override
    public int size() {
        return items.length;
    }
}
