package dev.jeton.templates.internal.compile;

import dev.jeton.templates.internal.run.Code;
import dev.jeton.templates.internal.run.Frame;
import dev.jeton.templates.internal.run.Macro;
import dev.jeton.templates.internal.run.Node;
import dev.jeton.templates.internal.value.Args;
import dev.jeton.templates.internal.value.Html;
import dev.jeton.templates.internal.value.Missing;
import dev.jeton.templates.internal.value.PyError;
import dev.jeton.templates.internal.value.PyIterator;
import dev.jeton.templates.internal.value.Repr;
import dev.jeton.templates.internal.value.Str;
import dev.jeton.templates.internal.value.Text;
import dev.jeton.templates.internal.value.TextBuilder;
import dev.jeton.templates.internal.value.Types;
import dev.jeton.templates.internal.value.Undefined;
import java.util.Arrays;
import java.util.Collections;

/** {@code macro}, {@code call} and {@code generation}. */
final class Macros {
    private Macros() {}

    /** The value of a parameter that the caller left out and that has no default. */
    static Node notProvided(String name) {
        return new Names.Constant(Undefined.hint("parameter '" + name + "' was not provided"));
    }

    /** A compiled body: its variables, where arguments go, defaults, and the code. */
    static final class Compiled {
        private final Macro.Signature signature;
        private final Function function;
        private final int[] slots;
        private final Node[] defaults;
        private final Statements.Enter enter;
        private final Code body;
        private final boolean generator;

        Compiled(
                Macro.Signature signature,
                Function function,
                int[] slots,
                Node[] defaults,
                Statements.Enter enter,
                Code body,
                boolean generator) {
            this.signature = signature;
            this.function = function;
            this.slots = slots;
            this.defaults = defaults;
            this.enter = enter;
            this.body = body;
            this.generator = generator;
        }

        /** The macro as a value; it sees the variables of the frame that defines it. */
        Macro define(Frame defining) {
            return new Macro(
                    signature,
                    arguments ->
                            generator ? lazily(defining, arguments) : run(defining, arguments));
        }

        /**
         * A generator's body runs when its first item is asked for; what it has is not its text.
         */
        private Object lazily(Frame defining, Object[] arguments) {
            PyIterator items =
                    PyIterator.lazy(
                            "root.<locals>.macro",
                            () -> {
                                run(defining, arguments);
                                return Collections.emptyIterator();
                            });
            return defining.render.autoescape() ? Text.markup(Repr.str(items)) : items;
        }

        private Object run(Frame defining, Object[] arguments) {
            TextBuilder out = new TextBuilder();
            Frame frame =
                    new Frame(function.size(), defining, defining.render, defining.scope, out);
            for (int i = 0; i < arguments.length; i++) {
                frame.slots[slots[i]] = arguments[i];
            }
            enter.run(frame);
            for (int i = 0; i < defaults.length; i++) {
                if (frame.slots[slots[i]] == Missing.MISSING) {
                    frame.slots[slots[i]] = defaults[i].eval(frame);
                }
            }
            body.run(frame);
            frame.render.checkString(out.length());
            return out.build(frame.render.autoescape());
        }
    }

    static final class Define extends Code {
        private final Compiled macro;
        private final Statements.Slot target;
        private final int position;

        Define(Compiled macro, Statements.Slot target, int position) {
            this.macro = macro;
            this.target = target;
            this.position = position;
        }

        @Override
        public int run(Frame frame) {
            target.set(frame, macro.define(frame));
            return NEXT;
        }

        int position() {
            return position;
        }
    }

    static final class CallBlock extends Code {
        private final Compiled caller;
        private final Node function;
        private final Calls.Arguments arguments;
        private final int position;

        CallBlock(Compiled caller, Node function, Calls.Arguments arguments, int position) {
            this.caller = caller;
            this.function = function;
            this.arguments = arguments;
            this.position = position;
        }

        @Override
        public int run(Frame frame) {
            try {
                Macro body = caller.define(frame);
                Object callee = function.eval(frame);
                Args args = arguments.eval(frame);
                String[] names = Arrays.copyOf(args.names(), args.names().length + 1);
                Object[] named = Arrays.copyOf(args.named(), names.length);
                names[names.length - 1] = "caller";
                named[names.length - 1] = body;
                Object value = Calls.call(frame, callee, new Args(args.positional(), names, named));
                if (Str.is(value)) {
                    frame.out.append(value);
                } else {
                    // Jinja2 yields the value as it is; joining the output fails later.
                    frame.out.spoil(
                            PyError.type(
                                    "sequence item: expected str instance, "
                                            + Types.name(value)
                                            + " found"));
                }
                frame.render.checkOutput(frame.out);
                return NEXT;
            } catch (PyError e) {
                throw e.at(position);
            }
        }
    }

    /**
     * {@code {% generation %}} of transformers: a call block that notes where its text lies. The
     * start is the length of what the template has written outside every buffer, as there.
     */
    static final class Generation extends Code {
        private final Compiled caller;
        private final Escaping escaping;
        private final int position;

        Generation(Compiled caller, Escaping escaping, int position) {
            this.caller = caller;
            this.escaping = escaping;
            this.position = position;
        }

        @Override
        public int run(Frame frame) {
            try {
                Object value = caller.define(frame).call(frame.render, Args.NONE);
                if (caller.generator) {
                    throw PyError.type("object of type 'generator' has no len()");
                }
                frame.render.root().checkSpoiled();
                int start = frame.render.root().length();
                int end = start + Str.text(value).length();
                frame.render.generations().add(new int[] {start, end, Str.length(value)});
                Object text =
                        escaping.active(frame)
                                ? Html.escape(value instanceof Text ? value : Text.markup(value))
                                : Repr.str(value);
                frame.out.append(text);
                frame.render.checkOutput(frame.out);
                return NEXT;
            } catch (PyError e) {
                throw e.at(position);
            }
        }
    }
}
