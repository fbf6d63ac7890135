package dev.jeton.templates.internal.compile;

import dev.jeton.templates.internal.lang.Stmt;
import dev.jeton.templates.internal.run.Code;
import dev.jeton.templates.internal.run.Frame;
import dev.jeton.templates.internal.run.Render;
import dev.jeton.templates.internal.run.Scope;
import dev.jeton.templates.internal.value.Access;
import dev.jeton.templates.internal.value.Args;
import dev.jeton.templates.internal.value.Budget;
import dev.jeton.templates.internal.value.Callable;
import dev.jeton.templates.internal.value.Missing;
import dev.jeton.templates.internal.value.PyError;
import dev.jeton.templates.internal.value.PyObject;
import dev.jeton.templates.internal.value.Repr;
import dev.jeton.templates.internal.value.Str;
import dev.jeton.templates.internal.value.TextBuilder;
import dev.jeton.templates.internal.value.Undefined;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code {% block %}} without inheritance: a function of the context, run where it stands and
 * wherever {@code self.name()} calls it.
 */
final class Blocks {
    /** Frames of Python's stack that one {@code self.name()} takes. */
    private static final int PYTHON_FRAMES = 5;

    private Blocks() {}

    /** A block; compiled after the template around it. */
    static final class Block {
        private final Stmt.Block node;
        private @Nullable Function function;
        private @Nullable Code body;

        Block(Stmt.Block node) {
            this.node = node;
        }

        Stmt.Block node() {
            return node;
        }

        void compiled(Function newFunction, Code newBody) {
            function = newFunction;
            body = newBody;
        }

        void run(Render render, Scope scope, TextBuilder out) {
            Function variables = java.util.Objects.requireNonNull(function);
            Frame frame = new Frame(variables.size(), null, render, scope, out);
            java.util.Objects.requireNonNull(body).run(frame);
        }
    }

    static final class Call extends Code {
        private final Block block;
        private final Map<String, Integer> slots;
        private final Map<String, Integer> hops;
        private final boolean scoped;
        private final boolean required;
        private final int position;

        Call(
                Block block,
                Map<String, Integer> slots,
                Map<String, Integer> hops,
                boolean scoped,
                boolean required,
                int position) {
            this.block = block;
            this.slots = slots;
            this.hops = hops;
            this.scoped = scoped;
            this.required = required;
            this.position = position;
        }

        @Override
        public int run(Frame frame) {
            if (required) {
                throw PyError.other("Required block '" + block.node().name() + "' not found")
                        .at(position);
            }
            Scope scope = frame.scope;
            if (scoped) {
                Map<String, Object> locals = new HashMap<>();
                slots.forEach(
                        (name, slot) ->
                                locals.put(
                                        name, Names.raw(frame, hops.getOrDefault(name, 0), slot)));
                scope = scope.derived(locals);
            }
            frame.render.enter(1);
            block.run(frame.render, scope, frame.out);
            frame.render.leave(1);
            return NEXT;
        }
    }

    /** Sets {@code self}. */
    static final class SetSelf extends Code {
        private final int slot;
        private final Map<String, Block> blocks;

        SetSelf(int slot, Map<String, Block> blocks) {
            this.slot = slot;
            this.blocks = blocks;
        }

        @Override
        public int run(Frame frame) {
            frame.slots[slot] = new Self(frame, blocks);
            return NEXT;
        }
    }

    /** Sets {@code super}, which never has anything to call. */
    static final class SetSuper extends Code {
        private final int slot;
        private final Undefined value;

        SetSuper(int slot, String name) {
            this.slot = slot;
            this.value = Undefined.hint("there is no parent block called " + Repr.repr(name) + ".");
        }

        @Override
        public int run(Frame frame) {
            frame.slots[slot] = value;
            return NEXT;
        }
    }

    /** {@code self}: the blocks by name. */
    private static final class Self implements PyObject, Access.Items, Iterable<Object> {
        private final Frame frame;
        private final Map<String, Block> blocks;

        Self(Frame frame, Map<String, Block> blocks) {
            this.frame = frame;
            this.blocks = blocks;
        }

        @Override
        public Object item(Object key) {
            Block block = Str.is(key) ? blocks.get(Str.text(key)) : null;
            return block == null ? Missing.MISSING : new Reference(frame, block);
        }

        /** Python asks for the items 0, 1, and so on, and no block has such a name. */
        @Override
        public Iterator<Object> iterator() {
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    throw PyError.other("0");
                }

                @Override
                public Object next() {
                    throw PyError.other("0");
                }
            };
        }

        @Override
        public @Nullable Object attribute(String name) {
            return null;
        }

        @Override
        public String typeName() {
            return "TemplateReference";
        }

        @Override
        public String describe() {
            return "<TemplateReference None>";
        }
    }

    private record Reference(Frame frame, Block block) implements Callable, PyObject {
        @Override
        public Object call(Budget budget, Args args) {
            if (args.count() > 0 || args.hasNames()) {
                args.bind("__call__", 0);
            }
            TextBuilder out = new TextBuilder();
            budget.charge(1);
            budget.enter(PYTHON_FRAMES);
            block.run(frame.render, frame.scope, out);
            budget.leave(PYTHON_FRAMES);
            budget.checkString(out.length());
            return out.build(frame.render.autoescape());
        }

        @Override
        public @Nullable Object attribute(String name) {
            if (name.equals("super")) {
                return Undefined.hint(
                        "there is no parent block called " + Repr.repr(block.node().name()) + ".");
            }
            return name.equals("name") ? block.node().name() : null;
        }

        @Override
        public String typeName() {
            return "BlockReference";
        }

        @Override
        public String describe() {
            return PyObject.super.describe();
        }
    }
}
