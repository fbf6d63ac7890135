package dev.jeton.templates.internal.run;

import dev.jeton.templates.internal.value.Args;
import dev.jeton.templates.internal.value.Callable;
import dev.jeton.templates.internal.value.None;
import dev.jeton.templates.internal.value.PyError;
import dev.jeton.templates.internal.value.PyObject;
import dev.jeton.templates.internal.value.PyTuple;
import org.jspecify.annotations.Nullable;

/** Jinja2's {@code cycler}. */
final class Cycler implements PyObject {
    private final Object[] items;
    private int position;

    Cycler(Args args) {
        args.refuseNames("cycler");
        if (args.count() == 0) {
            throw PyError.other("at least one item has to be provided");
        }
        items = args.positional();
    }

    @Override
    public @Nullable Object attribute(String name) {
        return switch (name) {
            case "current" -> items[position];
            case "next" ->
                    (Callable)
                            (budget, args) -> {
                                Object current = items[position];
                                position = (position + 1) % items.length;
                                return current;
                            };
            case "reset" ->
                    (Callable)
                            (budget, args) -> {
                                position = 0;
                                return None.NONE;
                            };
            case "items" -> PyTuple.of(items.clone());
            case "pos" -> (long) position;
            default -> null;
        };
    }

    @Override
    public String typeName() {
        return "Cycler";
    }

    @Override
    public String module() {
        return "jinja2.utils";
    }
}
