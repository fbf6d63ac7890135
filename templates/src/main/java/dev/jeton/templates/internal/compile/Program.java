package dev.jeton.templates.internal.compile;

import dev.jeton.templates.internal.run.Code;
import dev.jeton.templates.internal.run.Frame;
import dev.jeton.templates.internal.run.Globals;
import dev.jeton.templates.internal.run.Render;
import dev.jeton.templates.internal.run.Scope;
import java.util.Map;
import java.util.Set;

/** A compiled template. Immutable and shared by threads. */
public final class Program {
    private final Function function;
    private final Code body;
    private final Set<String> variables;

    Program(Function function, Code body, Set<String> variables) {
        this.function = function;
        this.body = body;
        this.variables = Set.copyOf(variables);
    }

    /** The names that the template reads from its caller or the globals. */
    public Set<String> variables() {
        return variables;
    }

    /** Runs the template; its text is in {@code render.root()}. */
    public void run(Render render, Map<String, ?> values) {
        Scope scope = new Scope(values, Globals.ALL);
        Frame frame = new Frame(function.size(), null, render, scope, render.root());
        body.run(frame);
        render.root().checkSpoiled();
    }
}
