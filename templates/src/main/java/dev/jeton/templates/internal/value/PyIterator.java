package dev.jeton.templates.internal.value;

import java.util.Iterator;
import java.util.NoSuchElementException;

/** A generator or iterator: lazy, without a length, and empty after it was used once. */
public final class PyIterator implements Iterator<Object> {
    private final String typeName;
    private final String function;
    private final Iterator<Object> items;

    public PyIterator(String typeName, Iterator<Object> items) {
        this(typeName, "", items);
    }

    private PyIterator(String typeName, String function, Iterator<Object> items) {
        this.typeName = typeName;
        this.function = function;
        this.items = items;
    }

    /** A generator, as made by {@code map} and {@code select}. */
    public static PyIterator generator(String function, Iterator<Object> items) {
        return new PyIterator("generator", function, items);
    }

    /** What is printed for it: {@code generator object do_map}. */
    String describe() {
        return typeName + " object" + (function.isEmpty() ? "" : " " + function);
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
