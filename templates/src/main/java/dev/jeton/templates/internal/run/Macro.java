package dev.jeton.templates.internal.run;

import dev.jeton.templates.internal.value.Args;
import dev.jeton.templates.internal.value.Budget;
import dev.jeton.templates.internal.value.Callable;
import dev.jeton.templates.internal.value.Missing;
import dev.jeton.templates.internal.value.None;
import dev.jeton.templates.internal.value.PyDict;
import dev.jeton.templates.internal.value.PyError;
import dev.jeton.templates.internal.value.PyObject;
import dev.jeton.templates.internal.value.PyTuple;
import dev.jeton.templates.internal.value.Repr;
import dev.jeton.templates.internal.value.Undefined;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A macro or the caller of a call block: binds arguments as Jinja2's {@code Macro.__call__}. */
public final class Macro implements Callable, PyObject {
    /** Frames of Python's stack that one call takes, for the same recursion limit. */
    public static final int PYTHON_FRAMES = 5;

    /** Runs the body; {@code arguments} in the order parameters, caller, kwargs, varargs. */
    public interface Body {
        Object run(Object[] arguments);
    }

    /**
     * What the compiler knows.
     *
     * @param name empty for the caller of a call block
     * @param parameters the names
     * @param kwargs whether the body reads {@code kwargs}
     * @param varargs whether the body reads {@code varargs}
     * @param caller whether the body reads {@code caller}
     */
    public record Signature(
            String name,
            List<String> parameters,
            boolean kwargs,
            boolean varargs,
            boolean caller) {}

    private final Signature signature;
    private final Body body;

    public Macro(Signature signature, Body body) {
        this.signature = signature;
        this.body = body;
    }

    @Override
    public Object call(Budget budget, Args args) {
        Object[] arguments = bind(args);
        budget.charge(1);
        budget.enter(PYTHON_FRAMES);
        Object result = body.run(arguments);
        budget.leave(PYTHON_FRAMES);
        return result;
    }

    private Object[] bind(Args args) {
        int declared = signature.parameters.size();
        int extra =
                (signature.caller ? 1 : 0)
                        + (signature.kwargs ? 1 : 0)
                        + (signature.varargs ? 1 : 0);
        Object[] bound = new Object[declared + extra];
        int given = Math.min(args.count(), declared);
        System.arraycopy(args.positional(), 0, bound, 0, given);
        String[] names = args.names();
        boolean[] taken = new boolean[names.length];
        boolean foundCaller = given == declared && signature.parameters.contains("caller");
        for (int i = given; i < declared; i++) {
            String name = signature.parameters.get(i);
            bound[i] = take(args, taken, name);
            foundCaller |= name.equals("caller");
        }
        int at = declared;
        if (signature.caller && !foundCaller) {
            Object caller = take(args, taken, "caller");
            bound[at++] =
                    caller == Missing.MISSING || caller == None.NONE
                            ? Undefined.hint("No caller defined")
                            : caller;
        }
        if (signature.kwargs) {
            bound[at++] = rest(args, taken);
        } else {
            refuseRest(names, taken);
        }
        if (signature.varargs) {
            bound[at++] =
                    PyTuple.of(
                            Arrays.copyOfRange(
                                    args.positional(), given, Math.max(given, args.count())));
        } else if (args.count() > declared) {
            throw PyError.type(
                    "macro "
                            + describeName()
                            + " takes not more than "
                            + declared
                            + " argument(s)");
        }
        return at == bound.length ? bound : Arrays.copyOf(bound, at);
    }

    private static Object take(Args args, boolean[] taken, String name) {
        String[] names = args.names();
        for (int i = 0; i < names.length; i++) {
            if (!taken[i] && names[i].equals(name)) {
                taken[i] = true;
                return args.named()[i];
            }
        }
        return Missing.MISSING;
    }

    private static Object rest(Args args, boolean[] taken) {
        PyDict rest = new PyDict();
        for (int i = 0; i < taken.length; i++) {
            if (!taken[i]) {
                rest.put(args.names()[i], args.named()[i]);
            }
        }
        return rest;
    }

    private void refuseRest(String[] names, boolean[] taken) {
        for (int i = 0; i < names.length; i++) {
            if (taken[i]) {
                continue;
            }
            if (Arrays.asList(names).contains("caller")) {
                throw PyError.type(
                        "macro "
                                + describeName()
                                + " was invoked with two values for the special caller argument."
                                + " This is most likely a bug.");
            }
            throw PyError.type(
                    "macro " + describeName() + " takes no keyword argument '" + names[i] + "'");
        }
    }

    private String describeName() {
        return signature.name.isEmpty() ? "None" : Repr.repr(signature.name);
    }

    @Override
    public @Nullable Object attribute(String name) {
        return switch (name) {
            case "name" -> signature.name.isEmpty() ? None.NONE : signature.name;
            case "arguments" -> PyTuple.of(signature.parameters.toArray());
            case "catch_kwargs" -> signature.kwargs;
            case "catch_varargs" -> signature.varargs;
            case "caller" -> signature.caller;
            case "explicit_caller" -> signature.parameters.contains("caller");
            default -> null;
        };
    }

    @Override
    public String typeName() {
        return "Macro";
    }

    @Override
    public String describe() {
        return "<Macro " + (signature.name.isEmpty() ? "anonymous" : describeName()) + ">";
    }
}
