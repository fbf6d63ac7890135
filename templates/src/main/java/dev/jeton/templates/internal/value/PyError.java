package dev.jeton.templates.internal.value;

import dev.jeton.templates.TemplateException.Kind;

/**
 * An error inside a template, on its way to becoming a {@code TemplateException}. It has no stack
 * trace: templates fail as a matter of course (one template in ten calls {@code raise_exception}).
 */
public final class PyError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private int position = -1;

    public PyError(Kind kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    /** Python's TypeError. */
    public static PyError type(String message) {
        return new PyError(Kind.TYPE, message);
    }

    /**
     * Python's ValueError, KeyError, ZeroDivisionError, Jinja2's TemplateRuntimeError and so on.
     */
    public static PyError other(String message) {
        return new PyError(Kind.OTHER, message);
    }

    /** A limit that the template ran into. */
    public static PyError limit(String message) {
        return new PyError(Kind.SECURITY, message);
    }

    /** Jinja2's TemplateSyntaxError at an offset of the source. */
    public static PyError syntax(String message, int position) {
        return new PyError(Kind.SYNTAX, message).at(position);
    }

    /** Sets the place unless an inner expression has set it. */
    public PyError at(int offset) {
        if (position < 0) {
            position = offset;
        }
        return this;
    }

    public Kind kind() {
        return kind;
    }

    /** The offset in the normalised source, or -1. */
    public int position() {
        return position;
    }

    public String text() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
