package dev.jeton.templates.internal.run;

import dev.jeton.templates.internal.value.Args;

/** A filter: a function of the value before {@code |} and the arguments in parentheses. */
@FunctionalInterface
public interface Filter {
    Object apply(Render render, Object value, Args args);
}
