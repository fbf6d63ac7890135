package dev.jeton.templates.internal.value;

import dev.jeton.templates.TemplateException.Kind;

/**
 * Jinja2's default {@code Undefined}: prints as nothing, is false, empty, and equal only to another
 * undefined value; every other use fails with the message made here.
 */
public final class Undefined {
    private final String hint;
    private final Object object;
    private final Object name;
    private final Kind kind;

    private Undefined(String hint, Object object, Object name, Kind kind) {
        this.hint = hint;
        this.object = object;
        this.name = name;
        this.kind = kind;
    }

    /** A variable that does not exist. */
    public static Undefined variable(String name) {
        return new Undefined("", Missing.MISSING, name, Kind.UNDEFINED);
    }

    /** An attribute or item that does not exist. */
    public static Undefined member(Object object, Object name) {
        return new Undefined("", object, name, Kind.UNDEFINED);
    }

    /** An undefined value with a message of its own. */
    public static Undefined hint(String hint) {
        return new Undefined(hint, Missing.MISSING, "", Kind.UNDEFINED);
    }

    /** An attribute that the sandbox refuses: using it is a security error. */
    public static Undefined unsafe(Object object, String attribute) {
        String hint =
                "access to attribute "
                        + Repr.repr(attribute)
                        + " of '"
                        + Types.name(object)
                        + "' object is unsafe.";
        return new Undefined(hint, object, attribute, Kind.SECURITY);
    }

    /** The error of using it. */
    public PyError error() {
        return new PyError(kind, message());
    }

    private String message() {
        if (!hint.isEmpty()) {
            return hint;
        }
        if (object == Missing.MISSING) {
            return Repr.repr(name) + " is undefined";
        }
        String type = Types.describe(object);
        if (!Str.is(name)) {
            return type + " has no element " + Repr.repr(name);
        }
        return "'" + type + "' has no attribute " + Repr.repr(name);
    }
}
