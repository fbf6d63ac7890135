package dev.jeton.templates.internal.value;

import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Supplier;

/** A generator or iterator: lazy, without a length, and empty after it was used once. */
public final class PyIterator implements Iterator<Object> {
    private final String typeName;
    private final String function;
    private final Iterator<Object> items;
    private boolean begun;
    private boolean ended;

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

    /** A generator whose body starts when the first item is asked for. */
    public static PyIterator lazy(String function, Supplier<Iterator<Object>> start) {
        return generator(
                function,
                new Iterator<>() {
                    private Iterator<Object> items = Collections.emptyIterator();
                    private boolean started;

                    private Iterator<Object> items() {
                        if (!started) {
                            started = true;
                            items = start.get();
                        }
                        return items;
                    }

                    @Override
                    public boolean hasNext() {
                        return items().hasNext();
                    }

                    @Override
                    public Object next() {
                        return items().next();
                    }
                });
    }

    boolean isGenerator() {
        return typeName.equals("generator");
    }

    /** Whether a generator waits between two items: begun, and not at its end. */
    boolean isSuspended() {
        return begun && !ended;
    }

    /** {@code generator.send(value)}. */
    Object send(Object value) {
        if (!begun && !ended && value != None.NONE) {
            throw PyError.type("can't send non-None value to a just-started generator");
        }
        if (ended || !hasNext()) {
            ended = true;
            // Jinja2 catches Python's StopIteration wherever a template calls something.
            return Undefined.hint(
                    "value was undefined because a callable raised a StopIteration exception");
        }
        return next();
    }

    /** {@code generator.close()}. */
    void close() {
        ended = true;
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
        if (!ended && !items.hasNext()) {
            ended = true;
        }
        return !ended;
    }

    @Override
    public Object next() {
        begun = true;
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return items.next();
    }
}
