package dev.jeton.templates.internal.value;

import org.jspecify.annotations.Nullable;

/**
 * An object of Jinja2's runtime with attributes that templates may read: loops, cyclers, macros.
 */
public interface PyObject {
    String typeName();

    /** The Python module of the type. */
    default String module() {
        return "jinja2.runtime";
    }

    /** An attribute, or null. */
    @Nullable Object attribute(String name);

    /** What {@code str()} prints. */
    default String describe() {
        return "<" + module() + "." + typeName() + " object" + Repr.ADDRESS;
    }
}
