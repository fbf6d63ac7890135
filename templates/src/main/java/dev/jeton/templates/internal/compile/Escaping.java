package dev.jeton.templates.internal.compile;

import dev.jeton.templates.internal.run.Frame;

/**
 * Whether a place of the template escapes HTML: known when compiling unless the value is computed.
 */
enum Escaping {
    OFF(false, false),
    ON(true, false),
    /** Inside {@code {% autoescape expression %}} where literals are not escaped. */
    VOLATILE(false, true),
    /** Inside {@code {% autoescape expression %}} where literals are escaped. */
    VOLATILE_ON(true, true);

    private final boolean literals;
    private final boolean isVolatile;

    Escaping(boolean literals, boolean isVolatile) {
        this.literals = literals;
        this.isVolatile = isVolatile;
    }

    boolean active(Frame frame) {
        return isVolatile ? frame.render.autoescape() : literals;
    }

    /** Whether a printed literal is escaped, which Jinja2 settles when compiling. */
    boolean literals() {
        return literals;
    }

    /** Whether only a run knows if values are escaped. */
    boolean isVolatile() {
        return isVolatile;
    }

    /** Inside {@code {% autoescape expression %}}: the rule for literals stays. */
    Escaping open() {
        return literals ? VOLATILE_ON : VOLATILE;
    }

    /** Inside {@code {% autoescape true %}} and {@code {% autoescape false %}}. */
    Escaping set(boolean on) {
        return isVolatile ? (on ? VOLATILE_ON : VOLATILE) : on ? ON : OFF;
    }
}
