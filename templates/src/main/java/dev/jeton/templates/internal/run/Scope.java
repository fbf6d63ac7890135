package dev.jeton.templates.internal.run;

import dev.jeton.templates.internal.value.Missing;
import dev.jeton.templates.internal.value.Types;
import java.util.HashMap;
import java.util.Map;

/**
 * Jinja2's {@code Context}: the variables of the caller, the globals, and what the template has set
 * at its top level (only blocks look there).
 */
public final class Scope {
    private final Map<String, ?> variables;
    private final Map<String, Object> globals;
    private final Map<String, Object> exported = new HashMap<>();

    public Scope(Map<String, ?> variables, Map<String, Object> globals) {
        this.variables = variables;
        this.globals = globals;
    }

    /** The value of a name, or {@code MISSING}. */
    public Object resolve(String name) {
        if (!exported.isEmpty()) {
            Object value = exported.get(name);
            if (value != null) {
                return value;
            }
        }
        Object value = variables.get(name);
        if (value != null) {
            return Types.in(value);
        }
        if (variables.containsKey(name)) {
            return Types.in(null);
        }
        Object global = globals.get(name);
        return global == null ? Missing.MISSING : global;
    }

    /** Keeps an assignment of the top level for blocks. */
    public void export(String name, Object value) {
        exported.put(name, value);
    }

    /** The scope of a {@code scoped} block: with the local variables of its place. */
    public Scope derived(Map<String, Object> locals) {
        Scope scope = new Scope(variables, globals);
        scope.exported.putAll(exported);
        locals.forEach(
                (name, value) -> {
                    if (value != Missing.MISSING) {
                        scope.exported.put(name, value);
                    }
                });
        return scope;
    }
}
