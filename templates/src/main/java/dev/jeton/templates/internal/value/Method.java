package dev.jeton.templates.internal.value;

/** A method of a built-in type. */
@FunctionalInterface
public interface Method {
    Object call(Budget budget, Object self, Args args);
}
