package dev.jeton.templates.internal.value;

/** Jinja2's {@code namespace()}: the one object whose attributes a template may set. */
public final class Namespace {
    private final PyDict attributes = new PyDict();

    public PyDict attributes() {
        return attributes;
    }
}
