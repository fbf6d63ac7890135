package dev.jeton.templates.internal.run;

import dev.jeton.templates.internal.value.Args;
import dev.jeton.templates.internal.value.Budget;
import dev.jeton.templates.internal.value.Callable;
import dev.jeton.templates.internal.value.Missing;
import dev.jeton.templates.internal.value.PyObject;
import org.jspecify.annotations.Nullable;

/** Jinja2's {@code joiner}: nothing at the first call, the separator at every other. */
final class Joiner implements Callable, PyObject {
    private final Object separator;
    private boolean used;

    Joiner(Args args) {
        Object[] bound = args.bind("joiner", 0, "sep");
        separator = bound[0] == Missing.MISSING ? ", " : bound[0];
    }

    @Override
    public Object call(Budget budget, Args args) {
        args.bind("__call__", 0);
        Object result = used ? separator : "";
        used = true;
        return result;
    }

    @Override
    public @Nullable Object attribute(String name) {
        return switch (name) {
            case "sep" -> separator;
            case "used" -> used;
            default -> null;
        };
    }

    @Override
    public String typeName() {
        return "Joiner";
    }

    @Override
    public String module() {
        return "jinja2.utils";
    }

    @Override
    public String describe() {
        return PyObject.super.describe();
    }
}
