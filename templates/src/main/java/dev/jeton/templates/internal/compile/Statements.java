package dev.jeton.templates.internal.compile;

import dev.jeton.templates.internal.lang.Stmt;
import dev.jeton.templates.internal.run.Code;
import dev.jeton.templates.internal.run.Frame;
import dev.jeton.templates.internal.run.Node;
import dev.jeton.templates.internal.run.Render;
import dev.jeton.templates.internal.value.Html;
import dev.jeton.templates.internal.value.Iterate;
import dev.jeton.templates.internal.value.Missing;
import dev.jeton.templates.internal.value.Namespace;
import dev.jeton.templates.internal.value.Ops;
import dev.jeton.templates.internal.value.PyError;
import dev.jeton.templates.internal.value.Repr;
import dev.jeton.templates.internal.value.Str;
import dev.jeton.templates.internal.value.TextBuilder;
import dev.jeton.templates.internal.value.Types;
import dev.jeton.templates.internal.value.Undefined;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Simple statements: text, print, if, set, blocks that capture. */
final class Statements {
    private Statements() {}

    static final class WriteText extends Code {
        private final String text;

        WriteText(String text) {
            this.text = text;
        }

        @Override
        public int run(Frame frame) {
            TextBuilder out = frame.out;
            out.append(text);
            frame.render.checkOutput(out);
            return NEXT;
        }
    }

    static final class Print extends Code {
        private final Node node;
        private final @Nullable Sum sum;
        private final Escaping escaping;
        private final int position;

        Print(Node node, Escaping escaping, int position) {
            this.node = node;
            this.sum = escaping == Escaping.OFF && node instanceof Sum terms ? terms : null;
            this.escaping = escaping;
            this.position = position;
        }

        @Override
        public int run(Frame frame) {
            try {
                if (sum == null) {
                    write(frame, node.eval(frame));
                } else {
                    writeSum(frame, sum);
                }
                frame.render.checkOutput(frame.out);
                return NEXT;
            } catch (PyError e) {
                throw e.at(position);
            }
        }

        private void write(Frame frame, Object value) {
            TextBuilder out = frame.out;
            if (escaping != Escaping.OFF && escaping.active(frame)) {
                out.append(Html.escape(value));
            } else if (value instanceof String text) {
                out.append(text);
            } else {
                out.append(Repr.str(value));
            }
        }

        private void writeSum(Frame frame, Sum terms) {
            Object[] texts = new Object[terms.size()];
            Object other = terms.collect(frame, texts);
            if (other != null) {
                write(frame, other);
                return;
            }
            for (Object text : texts) {
                frame.out.append(text);
            }
        }
    }

    static final class If extends Code {
        private final Node[] tests;
        private final Code[] bodies;
        private final Code otherwise;
        private final int position;

        If(Node[] tests, Code[] bodies, Code otherwise, int position) {
            this.tests = tests;
            this.bodies = bodies;
            this.otherwise = otherwise;
            this.position = position;
        }

        @Override
        public int run(Frame frame) {
            for (int i = 0; i < tests.length; i++) {
                if (holds(i, frame)) {
                    return bodies[i].run(frame);
                }
            }
            return otherwise.run(frame);
        }

        private boolean holds(int i, Frame frame) {
            try {
                return tests[i].test(frame);
            } catch (PyError e) {
                throw e.at(position);
            }
        }
    }

    static final class Jump extends Code {
        private final int kind;

        Jump(int kind) {
            this.kind = kind;
        }

        @Override
        public int run(Frame frame) {
            return kind;
        }
    }

    /** Gives the variables of a scope their start values: Jinja2's {@code enter_frame}. */
    static final class Enter extends Code {
        private final int[] slots;
        private final Symbols.Action[] actions;
        private final String[] names;
        private final int[] hops;
        private final int[] sources;

        Enter(Symbols symbols, Function function) {
            int size = symbols.loads().size();
            slots = new int[size];
            actions = new Symbols.Action[size];
            names = new String[size];
            hops = new int[size];
            sources = new int[size];
            int i = 0;
            for (var entry : symbols.loads().entrySet()) {
                slots[i] = entry.getKey().slot();
                names[i] = entry.getKey().name();
                actions[i] = entry.getValue().action();
                Ref source = entry.getValue().source();
                if (source != null) {
                    hops[i] = function.hops(source.owner());
                    sources[i] = source.slot();
                }
                i++;
            }
        }

        boolean isEmpty() {
            for (Symbols.Action action : actions) {
                if (action != Symbols.Action.PARAMETER) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public int run(Frame frame) {
            for (int i = 0; i < slots.length; i++) {
                switch (actions[i]) {
                    case RESOLVE -> frame.slots[slots[i]] = frame.scope.resolve(names[i]);
                    case ALIAS -> frame.slots[slots[i]] = Names.raw(frame, hops[i], sources[i]);
                    case UNDEFINED -> frame.slots[slots[i]] = Missing.MISSING;
                    case PARAMETER -> {}
                }
            }
            return NEXT;
        }

        /** Forgets the variables: Jinja2's {@code leave_frame}. */
        void leave(Frame frame) {
            for (int slot : slots) {
                frame.slots[slot] = Missing.MISSING;
            }
        }
    }

    /** A place to assign to. */
    abstract static class Assignee {
        abstract void set(Frame frame, Object value);

        /** Checks namespaces before the value is computed. */
        void check(Frame frame) {}
    }

    static final class Slot extends Assignee {
        private final int slot;
        private final String exported;

        /** With {@code exported}, blocks see the variable, too. */
        Slot(int slot, String exported) {
            this.slot = slot;
            this.exported = exported;
        }

        @Override
        void set(Frame frame, Object value) {
            frame.slots[slot] = value;
            if (!exported.isEmpty()) {
                frame.scope.export(exported, value);
            }
        }
    }

    static final class NamespaceSlot extends Assignee {
        private final int hops;
        private final int slot;
        private final String name;

        NamespaceSlot(int hops, int slot, String name) {
            this.hops = hops;
            this.slot = slot;
            this.name = name;
        }

        private Namespace namespace(Frame frame) {
            if (Names.raw(frame, hops, slot) instanceof Namespace namespace) {
                return namespace;
            }
            throw PyError.other("cannot assign attribute on non-namespace object");
        }

        @Override
        void check(Frame frame) {
            namespace(frame);
        }

        @Override
        void set(Frame frame, Object value) {
            Namespace namespace = namespace(frame);
            namespace.attributes().put(name, value);
            frame.render.checkList(namespace.attributes().size() >> 10);
        }
    }

    static final class Unpack extends Assignee {
        private final Assignee[] targets;

        Unpack(Assignee[] targets) {
            this.targets = targets;
        }

        @Override
        void check(Frame frame) {
            for (Assignee target : targets) {
                target.check(frame);
            }
        }

        @Override
        void set(Frame frame, Object value) {
            Object[] values = new Object[targets.length];
            if (value instanceof List<?> list && list.size() == values.length) {
                for (int i = 0; i < values.length; i++) {
                    values[i] = Types.in(list.get(i));
                }
            } else {
                unpack(value, values);
            }
            for (int i = 0; i < values.length; i++) {
                targets[i].set(frame, values[i]);
            }
        }

        private static void unpack(Object value, Object[] values) {
            Iterator<Object> items = Iterate.overOrNull(value);
            if (items == null) {
                throw PyError.type("cannot unpack non-iterable " + Types.name(value) + " object");
            }
            int expected = values.length;
            for (int i = 0; i < expected; i++) {
                if (!items.hasNext()) {
                    throw PyError.other(
                            "not enough values to unpack (expected "
                                    + expected
                                    + ", got "
                                    + i
                                    + ")");
                }
                values[i] = items.next();
            }
            if (items.hasNext()) {
                throw PyError.other("too many values to unpack (expected " + expected + ")");
            }
        }
    }

    static final class Assign extends Code {
        private final Assignee target;
        private final Node value;
        private final int position;

        Assign(Assignee target, Node value, int position) {
            this.target = target;
            this.value = value;
            this.position = position;
        }

        @Override
        public int run(Frame frame) {
            try {
                target.check(frame);
                target.set(frame, value.eval(frame));
                return NEXT;
            } catch (PyError e) {
                throw e.at(position);
            }
        }
    }

    /** Runs a body into a buffer of its own. */
    static int capture(Frame frame, Code body, TextBuilder buffer) {
        TextBuilder outer = frame.out;
        frame.out = buffer;
        int next = body.run(frame);
        frame.out = outer;
        return next;
    }

    /** {@code {% set x %}...{% endset %}}, perhaps with filters. */
    static final class AssignBlock extends Code {
        private final Enter enter;
        private final Code body;
        private final Assignee target;
        private final int captured;
        private final @Nullable Node filtered;
        private final Escaping escaping;
        private final int position;

        AssignBlock(
                Enter enter,
                Code body,
                Assignee target,
                int captured,
                @Nullable Node filtered,
                Escaping escaping,
                int position) {
            this.enter = enter;
            this.body = body;
            this.target = target;
            this.captured = captured;
            this.filtered = filtered;
            this.escaping = escaping;
            this.position = position;
        }

        @Override
        public int run(Frame frame) {
            try {
                enter.run(frame);
                TextBuilder buffer = new TextBuilder();
                int next = capture(frame, body, buffer);
                if (next != NEXT) {
                    return next; // a jump out of the block: its text is lost
                }
                frame.render.checkString(buffer.length());
                Object value = buffer.build(filtered != null && escaping.active(frame));
                if (filtered != null) {
                    frame.slots[captured] = value;
                    value = filtered.eval(frame);
                }
                if (frame.render.autoescape()) {
                    value = dev.jeton.templates.internal.value.Text.markup(Repr.softStr(value));
                }
                target.set(frame, value);
                enter.leave(frame);
                return NEXT;
            } catch (PyError e) {
                throw e.at(position);
            }
        }
    }

    /** {@code {% filter f %}...{% endfilter %}}. */
    static final class FilterBlock extends Code {
        private final Enter enter;
        private final Code body;
        private final int captured;
        private final Node filtered;
        private final Escaping escaping;
        private final int position;

        FilterBlock(
                Enter enter,
                Code body,
                int captured,
                Node filtered,
                Escaping escaping,
                int position) {
            this.enter = enter;
            this.body = body;
            this.captured = captured;
            this.filtered = filtered;
            this.escaping = escaping;
            this.position = position;
        }

        @Override
        public int run(Frame frame) {
            try {
                enter.run(frame);
                TextBuilder buffer = new TextBuilder();
                int next = capture(frame, body, buffer);
                if (next != NEXT) {
                    return next; // a jump out of the block: its text is lost
                }
                frame.render.checkString(buffer.length());
                frame.slots[captured] = buffer.build(escaping.active(frame));
                Object value = filtered.eval(frame);
                if (Str.is(value)) {
                    frame.out.append(value);
                    frame.render.checkOutput(frame.out);
                } else {
                    // Jinja2 yields the value as it is; joining the output fails later.
                    frame.out.spoil(
                            PyError.type(
                                    "sequence item: expected str instance, "
                                            + Types.name(value)
                                            + " found"));
                }
                enter.leave(frame);
                return NEXT;
            } catch (PyError e) {
                throw e.at(position);
            }
        }
    }

    static final class With extends Code {
        private final Enter enter;
        private final Assignee[] targets;
        private final Node[] values;
        private final Code body;
        private final int position;

        With(Enter enter, Assignee[] targets, Node[] values, Code body, int position) {
            this.enter = enter;
            this.targets = targets;
            this.values = values;
            this.body = body;
            this.position = position;
        }

        @Override
        public int run(Frame frame) {
            try {
                enter.run(frame);
                for (int i = 0; i < targets.length; i++) {
                    targets[i].set(frame, values[i].eval(frame));
                }
            } catch (PyError e) {
                throw e.at(position);
            }
            int next = body.run(frame);
            enter.leave(frame);
            return next;
        }
    }

    static final class Autoescape extends Code {
        private final Enter enter;
        private final Node value;
        private final Code body;

        Autoescape(Enter enter, Node value, Code body) {
            this.enter = enter;
            this.value = value;
            this.body = body;
        }

        @Override
        public int run(Frame frame) {
            enter.run(frame);
            Render render = frame.render;
            boolean before = render.autoescape();
            render.setAutoescape(Ops.truth(value.eval(frame)));
            int next = body.run(frame);
            if (next == NEXT) {
                // Jinja2 does not come back to this either when a loop ends inside.
                render.setAutoescape(before);
            }
            enter.leave(frame);
            return next;
        }
    }

    /**
     * {@code include}, {@code import} and {@code extends}: there is no loader, as in transformers.
     */
    static final class Load extends Code {
        private final Stmt.Load statement;
        private final Node template;

        Load(Stmt.Load statement, Node template) {
            this.statement = statement;
            this.template = template;
        }

        @Override
        public int run(Frame frame) {
            try {
                Object name = template.eval(frame);
                boolean one = Str.is(name) || name instanceof Undefined;
                if (statement.isInclude() && !one) {
                    select(name);
                    return NEXT;
                }
                throw noLoader();
            } catch (PyError e) {
                throw e.at(statement.position());
            }
        }

        /** Looks for the first of several templates: only nothing to look for is no such error. */
        private void select(Object names) {
            if (Ops.truth(names)) {
                throw Iterate.over(names).hasNext()
                        ? noLoader()
                        : PyError.type("'" + Types.name(names) + "' object is not subscriptable");
            }
            if (!statement.ignoreMissing()) {
                throw PyError.other("Tried to select from an empty list of templates.");
            }
        }

        private static PyError noLoader() {
            return PyError.type("no loader for this environment specified");
        }
    }
}
