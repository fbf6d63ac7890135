package dev.jeton.templates.internal.compile;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A function of the code that Jinja2 would generate: the template, a macro, a recursive loop, a
 * loop filter, a block. Variables of the same scope level and name share a slot, as they share a
 * Python variable there.
 */
final class Function {
    private final @Nullable Function outer;
    private final Map<String, Ref> refs = new HashMap<>();
    private int size;

    Function(@Nullable Function outer) {
        this.outer = outer;
    }

    /** The variable of a scope, made on first use. */
    Ref ref(int level, String name) {
        return refs.computeIfAbsent(level + ":" + name, key -> new Ref(this, size++, level, name));
    }

    /** A slot for the compiler's own use. */
    int slot() {
        return size++;
    }

    /** The size of a frame, known when the body is compiled. */
    int size() {
        return size;
    }

    /** How many functions further out {@code owner} is. */
    int hops(Function owner) {
        int hops = 0;
        for (Function f = this; f != null; f = f.outer) {
            if (f == owner) {
                return hops;
            }
            hops++;
        }
        throw new IllegalStateException("a variable of a function that does not enclose this one");
    }
}
