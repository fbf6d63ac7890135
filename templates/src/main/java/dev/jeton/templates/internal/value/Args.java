package dev.jeton.templates.internal.value;

import java.util.Arrays;

/** The arguments of one call. */
public final class Args {
    private static final String[] NO_NAMES = {};
    private static final Object[] NO_VALUES = {};

    public static final Args NONE = new Args(NO_VALUES, NO_NAMES, NO_VALUES);

    private final Object[] positional;
    private final String[] names;
    private final Object[] named;

    public Args(Object[] positional, String[] names, Object[] named) {
        this.positional = positional;
        this.names = names;
        this.named = named;
    }

    public static Args of(Object... positional) {
        return new Args(positional, NO_NAMES, NO_VALUES);
    }

    public int count() {
        return positional.length;
    }

    public Object get(int index) {
        return positional[index];
    }

    public Object[] positional() {
        return positional;
    }

    public boolean hasNames() {
        return names.length > 0;
    }

    public String[] names() {
        return names;
    }

    public Object[] named() {
        return named;
    }

    /** Without the first {@code n} positional arguments. */
    public Args tail(int n) {
        return new Args(Arrays.copyOfRange(positional, n, positional.length), names, named);
    }

    /** The value of a name, or {@code MISSING}. */
    public Object named(String name) {
        for (int i = 0; i < names.length; i++) {
            if (names[i].equals(name)) {
                return named[i];
            }
        }
        return Missing.MISSING;
    }

    /** Fails as Python does where a function takes no names. */
    public void refuseNames(String function) {
        if (names.length > 0) {
            throw PyError.type(function + "() takes no keyword arguments");
        }
    }

    /** Binds to a signature; parameters that are not given are {@code MISSING}. */
    public Object[] bind(String function, int required, String... parameters) {
        if (positional.length > parameters.length) {
            throw PyError.type(
                    function
                            + "() takes at most "
                            + parameters.length
                            + " arguments ("
                            + positional.length
                            + " given)");
        }
        Object[] bound = Arrays.copyOf(positional, parameters.length);
        Arrays.fill(bound, positional.length, bound.length, Missing.MISSING);
        for (int i = 0; i < names.length; i++) {
            int at = Arrays.asList(parameters).indexOf(names[i]);
            if (at < 0) {
                throw PyError.type(
                        function + "() got an unexpected keyword argument '" + names[i] + "'");
            }
            if (bound[at] != Missing.MISSING) {
                throw PyError.type(
                        function + "() got multiple values for argument '" + names[i] + "'");
            }
            bound[at] = named[i];
        }
        for (int i = 0; i < required; i++) {
            if (bound[i] == Missing.MISSING) {
                throw PyError.type(
                        function
                                + "() missing required positional argument: '"
                                + parameters[i]
                                + "'");
            }
        }
        return bound;
    }
}
