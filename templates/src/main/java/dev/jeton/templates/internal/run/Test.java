package dev.jeton.templates.internal.run;

import dev.jeton.templates.internal.value.Args;

/** A test: what stands behind {@code is}. */
@FunctionalInterface
public interface Test {
    boolean apply(Render render, Object value, Args args);
}
