package dev.jeton.templates.internal.compile;

import dev.jeton.templates.internal.run.Frame;

/**
 * Whether a place of the template escapes HTML: known when compiling unless the value is computed.
 */
enum Escaping {
    OFF,
    ON,
    /** Inside {@code {% autoescape expression %}}. */
    VOLATILE;

    boolean active(Frame frame) {
        return this == ON || (this == VOLATILE && frame.render.autoescape());
    }
}
