package dev.jeton.templates.internal.run;

/** A compiled statement. Immutable; all state is in the frame. */
public abstract class Code {
    /** The next statement follows. */
    public static final int NEXT = 0;

    /** The innermost loop ends. */
    public static final int BREAK = 1;

    /** The innermost loop takes its next item. */
    public static final int CONTINUE = 2;

    /** Runs the statement and says how to go on. */
    public abstract int run(Frame frame);

    /** Statements one after the other. */
    public static final class Sequence extends Code {
        private final Code[] statements;

        public Sequence(Code... statements) {
            this.statements = statements;
        }

        @Override
        public int run(Frame frame) {
            for (Code statement : statements) {
                int next = statement.run(frame);
                if (next != NEXT) {
                    return next;
                }
            }
            return NEXT;
        }
    }
}
