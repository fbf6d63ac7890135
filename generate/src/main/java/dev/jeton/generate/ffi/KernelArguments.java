package dev.jeton.generate.ffi;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The arguments of a kernel in the order of its parameters, in memory that is used again for every
 * launch: the driver copies them before a launch returns. Not thread-safe.
 */
public final class KernelArguments {
    private static final int MOST = 32;

    private final MemorySegment values;
    private final MemorySegment pointers;
    private int count;

    /** Makes room in an arena. */
    public KernelArguments(Arena arena) {
        values = arena.allocate(MOST * 8L, 8);
        pointers = arena.allocate(ValueLayout.ADDRESS, MOST);
        for (int i = 0; i < MOST; i++) {
            pointers.setAtIndex(ValueLayout.ADDRESS, i, values.asSlice(i * 8L));
        }
    }

    /** Begins anew. */
    public KernelArguments reset() {
        count = 0;
        return this;
    }

    /** Adds a device address. */
    public KernelArguments address(long value) {
        values.setAtIndex(ValueLayout.JAVA_LONG, count++, value);
        return this;
    }

    /** Adds an {@code int}. */
    public KernelArguments integer(int value) {
        values.set(ValueLayout.JAVA_INT, 8L * count++, value);
        return this;
    }

    /** Adds a {@code float}. */
    public KernelArguments number(float value) {
        values.set(ValueLayout.JAVA_FLOAT, 8L * count++, value);
        return this;
    }

    MemorySegment pointers() {
        return pointers;
    }
}
