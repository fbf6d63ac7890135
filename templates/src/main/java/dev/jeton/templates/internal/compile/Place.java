package dev.jeton.templates.internal.compile;

/**
 * Where in the template the compiler is: Jinja2's {@code Frame}.
 *
 * @param function the function whose code is made
 * @param symbols the names
 * @param toplevel whether assignments are seen by blocks
 * @param soft whether unknown filters fail only when they run (inside {@code if})
 * @param inLoop whether {@code break} and {@code continue} have a loop to act on
 * @param escaping whether printed values are escaped
 */
record Place(
        Function function,
        Symbols symbols,
        boolean toplevel,
        boolean soft,
        boolean inLoop,
        Escaping escaping) {

    /** A scope inside the same function. */
    Place inner() {
        return new Place(function, symbols.inner(function), false, false, inLoop, escaping);
    }

    /** A scope that is a function of its own. */
    Place function(Function inner) {
        return new Place(inner, symbols.inner(inner), false, false, false, escaping);
    }

    Place asSoft() {
        return new Place(function, symbols, toplevel, true, inLoop, escaping);
    }

    Place asLoop() {
        return new Place(function, symbols, toplevel, soft, true, escaping);
    }

    Place withEscaping(Escaping value) {
        return new Place(function, symbols, toplevel, soft, inLoop, value);
    }
}
