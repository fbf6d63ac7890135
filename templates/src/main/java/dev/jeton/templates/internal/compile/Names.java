package dev.jeton.templates.internal.compile;

import dev.jeton.templates.internal.run.Frame;
import dev.jeton.templates.internal.run.Node;
import dev.jeton.templates.internal.value.Missing;
import dev.jeton.templates.internal.value.Undefined;

/** Reading and setting variables. */
final class Names {
    private Names() {}

    /** Reads a variable; one without a value is undefined. */
    static Node read(Function from, Ref ref) {
        int hops = from.hops(ref.owner());
        return hops == 0
                ? new Local(ref.slot(), ref.name())
                : new Outer(hops, ref.slot(), ref.name());
    }

    /** The raw value of a variable, {@code MISSING} included. */
    static Object raw(Frame frame, int hops, int slot) {
        return frame.up(hops).slots[slot];
    }

    private static final class Local extends Node {
        private final int slot;
        private final Undefined undefined;

        Local(int slot, String name) {
            this.slot = slot;
            this.undefined = Undefined.variable(name);
        }

        @Override
        public Object eval(Frame frame) {
            Object value = frame.slots[slot];
            return value == Missing.MISSING ? undefined : value;
        }
    }

    private static final class Outer extends Node {
        private final int hops;
        private final int slot;
        private final Undefined undefined;

        Outer(int hops, int slot, String name) {
            this.hops = hops;
            this.slot = slot;
            this.undefined = Undefined.variable(name);
        }

        @Override
        public Object eval(Frame frame) {
            Object value = frame.up(hops).slots[slot];
            return value == Missing.MISSING ? undefined : value;
        }
    }

    /** A literal. */
    static final class Constant extends Node {
        private final Object value;

        Constant(Object value) {
            this.value = value;
        }

        Object value() {
            return value;
        }

        @Override
        public Object eval(Frame frame) {
            return value;
        }
    }
}
