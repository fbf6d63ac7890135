package dev.jeton.templates.internal.run;

import dev.jeton.templates.internal.value.Args;
import dev.jeton.templates.internal.value.Budget;
import dev.jeton.templates.internal.value.Callable;
import dev.jeton.templates.internal.value.Iterate;
import dev.jeton.templates.internal.value.Missing;
import dev.jeton.templates.internal.value.Ops;
import dev.jeton.templates.internal.value.PyError;
import dev.jeton.templates.internal.value.PyObject;
import dev.jeton.templates.internal.value.PyTuple;
import dev.jeton.templates.internal.value.Sized;
import dev.jeton.templates.internal.value.Undefined;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The variable {@code loop}: Jinja2's {@code LoopContext}. */
public final class Loop implements PyObject, Callable, Sized {
    /** Renders the body of a recursive loop for other items. */
    public interface Recursion {
        Object render(Object items, int depth);
    }

    private final Budget budget;
    private final Object iterable;
    private final @Nullable Recursion recursion;
    private final int depth0;
    private Iterator<Object> iterator;
    private int index0 = -1;
    private int length = -1;
    private Object after = Missing.MISSING;
    private Object current = Missing.MISSING;
    private Object before = Missing.MISSING;
    private Object lastChanged = Missing.MISSING;

    public Loop(Budget budget, Object iterable, @Nullable Recursion recursion, int depth0) {
        this.budget = budget;
        this.iterable = iterable;
        this.iterator = Iterate.over(iterable);
        this.recursion = recursion;
        this.depth0 = depth0;
    }

    /** The next item, or {@code MISSING}. */
    public Object next() {
        Object item = after;
        if (item != Missing.MISSING) {
            after = Missing.MISSING;
        } else if (iterator.hasNext()) {
            item = iterator.next();
        } else {
            return Missing.MISSING;
        }
        index0++;
        before = current;
        current = item;
        return item;
    }

    private Object peek() {
        if (after == Missing.MISSING && iterator.hasNext()) {
            after = iterator.next();
        }
        return after;
    }

    @Override
    public int length() {
        if (length < 0) {
            length = Iterate.lengthOrMinus(iterable);
        }
        if (length < 0) {
            List<Object> rest = new ArrayList<>();
            while (iterator.hasNext()) {
                rest.add(iterator.next());
                budget.charge(1);
            }
            budget.checkList(rest.size());
            iterator = rest.iterator();
            length = rest.size() + index0 + 1 + (after == Missing.MISSING ? 0 : 1);
        }
        return length;
    }

    @Override
    public @Nullable Object attribute(String name) {
        switch (name) {
            case "index" -> {
                return index0 + 1L;
            }
            case "index0" -> {
                return (long) index0;
            }
            case "first" -> {
                return index0 == 0;
            }
            case "last" -> {
                return peek() == Missing.MISSING;
            }
            case "length" -> {
                return (long) length();
            }
            case "revindex" -> {
                return (long) length() - index0;
            }
            case "revindex0" -> {
                return (long) length() - index0 - 1;
            }
            case "depth" -> {
                return depth0 + 1L;
            }
            case "depth0" -> {
                return (long) depth0;
            }
            case "previtem" -> {
                return index0 == 0 ? Undefined.hint("there is no previous item") : before;
            }
            case "nextitem" -> {
                Object next = peek();
                return next == Missing.MISSING ? Undefined.hint("there is no next item") : next;
            }
            case "cycle" -> {
                return (Callable) this::cycle;
            }
            case "changed" -> {
                return (Callable) this::changed;
            }
            default -> {
                return null;
            }
        }
    }

    private Object cycle(Budget unused, Args args) {
        args.refuseNames("cycle");
        if (args.count() == 0) {
            throw PyError.type("no items for cycling given");
        }
        return args.get(index0 % args.count());
    }

    private Object changed(Budget unused, Args args) {
        args.refuseNames("changed");
        Object value = PyTuple.of(args.positional());
        if (lastChanged != Missing.MISSING && Ops.equal(lastChanged, value)) {
            return false;
        }
        lastChanged = value;
        return true;
    }

    @Override
    public Object call(Budget caller, Args args) {
        Object[] bound = args.bind("__call__", 1, "iterable");
        if (recursion == null) {
            throw PyError.type(
                    "The loop must have the 'recursive' marker to be called recursively.");
        }
        return recursion.render(bound[0], depth0 + 1);
    }

    @Override
    public String typeName() {
        return "LoopContext";
    }

    @Override
    public String describe() {
        return "<LoopContext " + (index0 + 1) + "/" + length() + ">";
    }
}
