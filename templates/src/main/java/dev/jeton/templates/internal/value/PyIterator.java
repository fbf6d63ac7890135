package dev.jeton.templates.internal.value;

import java.util.Iterator;
import java.util.NoSuchElementException;

/** A generator or iterator: lazy, without a length, and empty after it was used once. */
public final class PyIterator implements Iterator<Object> {
    private final String typeName;
    private final Iterator<Object> items;

    public PyIterator(String typeName, Iterator<Object> items) {
        this.typeName = typeName;
        this.items = items;
    }

    /** A generator, as made by {@code map} and {@code select}. */
    public static PyIterator generator(Iterator<Object> items) {
        return new PyIterator("generator", items);
    }

    public String typeName() {
        return typeName;
    }

    @Override
    public boolean hasNext() {
        return items.hasNext();
    }

    @Override
    public Object next() {
        if (!items.hasNext()) {
            throw new NoSuchElementException();
        }
        return items.next();
    }
}
