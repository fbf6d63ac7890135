package dev.jeton.templates.internal.value;

/** A value that a template may call. */
public interface Callable {
    Object call(Budget budget, Args args);

    /** The name of its Python type. */
    default String typeName() {
        return "builtin_function_or_method";
    }

    /** What {@code str()} prints. */
    default String describe() {
        return "<" + typeName() + ">";
    }
}
