package dev.jeton.templates.internal.run;

import dev.jeton.templates.internal.value.Missing;
import dev.jeton.templates.internal.value.TextBuilder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The local variables of one call of a function: the template itself, a macro, a recursive loop, a
 * loop filter or a block. A name is a slot; a function inside another one reaches the outer slots
 * through {@link #up}, as Python's closures do.
 */
public final class Frame {
    public final Object[] slots;
    public final @Nullable Frame up;
    public final Render render;
    public final Scope scope;

    /** Where text goes; set blocks and the like change it for a while. */
    public TextBuilder out;

    public Frame(int size, @Nullable Frame up, Render render, Scope scope, TextBuilder out) {
        slots = new Object[size];
        Arrays.fill(slots, Missing.MISSING);
        this.up = up;
        this.render = render;
        this.scope = scope;
        this.out = out;
    }

    /** The frame {@code hops} functions further out. */
    public Frame up(int hops) {
        Frame frame = this;
        for (int i = 0; i < hops; i++) {
            frame = java.util.Objects.requireNonNull(frame.up);
        }
        return frame;
    }
}
