package dev.jeton.templates.internal.value;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Iteration: what {@code for}, {@code list()} and most filters do with a value. */
public final class Iterate {
    private Iterate() {}

    /** An iterator, or the type error of Python. */
    public static Iterator<Object> over(Object value) {
        Iterator<Object> iterator = overOrNull(value);
        if (iterator == null) {
            throw PyError.type("'" + Types.name(value) + "' object is not iterable");
        }
        return iterator;
    }

    /** An iterator, or null for what cannot be iterated. */
    public static @Nullable Iterator<Object> overOrNull(Object value) {
        if (value instanceof List<?> list) {
            return values(list.iterator());
        }
        if (value instanceof Map<?, ?> map) {
            return values(map.keySet().iterator());
        }
        if (Str.is(value)) {
            return characters(Str.plain(value));
        }
        if (value instanceof DictView view) {
            return view(view);
        }
        if (value instanceof PyIterator iterator) {
            return iterator;
        }
        if (value instanceof PyBytes bytes) {
            return bytes.iterator();
        }
        if (value instanceof PyObject && value instanceof Iterable<?> items) {
            return values(items.iterator());
        }
        return value instanceof Undefined ? Collections.emptyIterator() : null;
    }

    private static Iterator<Object> view(DictView view) {
        switch (view.kind()) {
            case KEYS -> {
                return values(view.map().keySet().iterator());
            }
            case VALUES -> {
                return values(view.map().values().iterator());
            }
            default -> {
                Iterator<? extends Map.Entry<?, ?>> entries = view.map().entrySet().iterator();
                return new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        return entries.hasNext();
                    }

                    @Override
                    public Object next() {
                        Map.Entry<?, ?> entry = entries.next();
                        return PyTuple.of(Types.in(entry.getKey()), Types.in(entry.getValue()));
                    }
                };
            }
        }
    }

    private static Iterator<Object> values(Iterator<?> items) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return items.hasNext();
            }

            @Override
            public Object next() {
                return Types.in(items.next());
            }
        };
    }

    private static Iterator<Object> characters(Object str) {
        String text = Str.text(str);
        return new Iterator<>() {
            private int at;

            @Override
            public boolean hasNext() {
                return at < text.length();
            }

            @Override
            public Object next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                int from = at;
                at += Character.charCount(text.codePointAt(at));
                return Str.sub(str, from, at);
            }
        };
    }

    /** {@code len(value)}, or -1 for what has no length. */
    public static int lengthOrMinus(Object value) {
        if (Str.is(value)) {
            return Str.length(value);
        }
        if (value instanceof List<?> list) {
            return list.size();
        }
        if (value instanceof Map<?, ?> map) {
            return map.size();
        }
        if (value instanceof DictView view) {
            return view.map().size();
        }
        if (value instanceof Sized sized) {
            return sized.length();
        }
        return value instanceof Undefined ? 0 : -1;
    }

    /** {@code len(value)}. */
    public static int length(Object value) {
        int length = lengthOrMinus(value);
        if (length < 0) {
            throw PyError.type("object of type '" + Types.name(value) + "' has no len()");
        }
        return length;
    }

    /** {@code list(value)} of something small and finite. */
    public static List<Object> list(Object value) {
        List<Object> items = new ArrayList<>();
        over(value).forEachRemaining(items::add);
        return items;
    }

    /** {@code list(value)}. */
    public static List<Object> list(Budget budget, Object value) {
        int length = lengthOrMinus(value);
        if (length > 0) {
            budget.checkList(length);
        }
        List<Object> items = new ArrayList<>(Math.max(length, 10));
        Iterator<Object> iterator = over(value);
        while (iterator.hasNext()) {
            items.add(iterator.next());
            if (length < 0) {
                budget.charge(1);
                if ((items.size() & 1023) == 0) {
                    budget.checkList(items.size());
                }
            }
        }
        return items;
    }

    /** Whether a value is a container, without touching it. */
    static boolean overOrNullSafe(Object value) {
        return Str.is(value)
                || value instanceof List
                || value instanceof Map
                || value instanceof DictView;
    }
}
