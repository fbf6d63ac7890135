package dev.jeton.templates.internal.compile;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names of one scope: Jinja2's {@code idtracking.Symbols}. It decides when compiling what a
 * name means: a parameter, a variable of an outer scope, one of the context, or nothing yet.
 */
final class Symbols {
    /** How a variable gets its value when its scope is entered. */
    enum Action {
        /** It is set by a call or a loop. */
        PARAMETER,
        /** It is looked up in the context. */
        RESOLVE,
        /** It starts with the value of an outer variable. */
        ALIAS,
        /** It starts without a value. */
        UNDEFINED
    }

    /**
     * The start value of a variable.
     *
     * @param action where it comes from
     * @param source the outer variable of an alias
     */
    record Load(Action action, @Nullable Ref source) {}

    private final Function owner;
    private final @Nullable Symbols parent;
    private final int level;
    private final Map<String, Ref> refs;
    private final Map<Ref, Load> loads;
    private final Set<String> stores;

    private Symbols(
            Function owner,
            @Nullable Symbols parent,
            int level,
            Map<String, Ref> refs,
            Map<Ref, Load> loads,
            Set<String> stores) {
        this.owner = owner;
        this.parent = parent;
        this.level = level;
        this.refs = refs;
        this.loads = loads;
        this.stores = stores;
    }

    static Symbols root(Function owner) {
        return new Symbols(
                owner, null, 0, new HashMap<>(), new LinkedHashMap<>(), new LinkedHashSet<>());
    }

    /** The names of a scope inside this one, in the same function or a new one. */
    Symbols inner(Function function) {
        return new Symbols(
                function,
                this,
                level + 1,
                new HashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashSet<>());
    }

    Symbols copy() {
        return new Symbols(
                owner,
                parent,
                level,
                new HashMap<>(refs),
                new LinkedHashMap<>(loads),
                new LinkedHashSet<>(stores));
    }

    Map<Ref, Load> loads() {
        return loads;
    }

    private Ref define(String name, Action action, @Nullable Ref source) {
        Ref ref = owner.ref(level, name);
        refs.put(name, ref);
        loads.put(ref, new Load(action, source));
        return ref;
    }

    @Nullable Ref find(String name) {
        for (Symbols s = this; s != null; s = s.parent) {
            Ref ref = s.refs.get(name);
            if (ref != null) {
                return ref;
            }
        }
        return null;
    }

    void store(String name) {
        stores.add(name);
        if (refs.containsKey(name)) {
            return;
        }
        Ref outer = parent == null ? null : parent.find(name);
        define(name, outer == null ? Action.UNDEFINED : Action.ALIAS, outer);
    }

    Ref parameter(String name) {
        stores.add(name);
        return define(name, Action.PARAMETER, null);
    }

    void load(String name) {
        if (find(name) == null) {
            define(name, Action.RESOLVE, null);
        }
    }

    /** Joins the branches of an {@code if}: a name set in one of them may have its old value. */
    void update(List<Symbols> branches) {
        Set<String> stored = new LinkedHashSet<>();
        branches.forEach(branch -> stored.addAll(branch.stores));
        stored.removeAll(stores);
        for (Symbols branch : branches) {
            refs.putAll(branch.refs);
            loads.putAll(branch.loads);
            stores.addAll(branch.stores);
        }
        for (String name : stored) {
            Ref target = java.util.Objects.requireNonNull(find(name));
            Ref outer = parent == null ? null : parent.find(name);
            loads.put(target, new Load(outer == null ? Action.RESOLVE : Action.ALIAS, outer));
        }
    }

    /** Everything set in this scope and around it, by name: the locals of a scoped block. */
    Map<String, Ref> allStores() {
        Map<String, Ref> result = new LinkedHashMap<>();
        for (Symbols s = this; s != null; s = s.parent) {
            for (String name : s.stores) {
                result.putIfAbsent(name, java.util.Objects.requireNonNull(find(name)));
            }
        }
        return result;
    }
}
