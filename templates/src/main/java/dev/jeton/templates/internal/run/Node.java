package dev.jeton.templates.internal.run;

import dev.jeton.templates.internal.value.Ops;

/** A compiled expression. Immutable; all state is in the frame. */
public abstract class Node {
    public abstract Object eval(Frame frame);

    /** The truth of the value; operators that yield booleans answer without making one. */
    public boolean test(Frame frame) {
        return Ops.truth(eval(frame));
    }
}
