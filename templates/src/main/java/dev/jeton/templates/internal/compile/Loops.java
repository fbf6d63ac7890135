package dev.jeton.templates.internal.compile;

import dev.jeton.templates.internal.run.Code;
import dev.jeton.templates.internal.run.Frame;
import dev.jeton.templates.internal.run.Loop;
import dev.jeton.templates.internal.run.Node;
import dev.jeton.templates.internal.value.Html;
import dev.jeton.templates.internal.value.Iterate;
import dev.jeton.templates.internal.value.Missing;
import dev.jeton.templates.internal.value.PyError;
import dev.jeton.templates.internal.value.PyIterator;
import dev.jeton.templates.internal.value.TextBuilder;
import dev.jeton.templates.internal.value.Types;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** {@code for}. */
final class Loops {
    /** Frames of Python's stack that one call of a recursive loop takes. */
    private static final int PYTHON_FRAMES = 4;

    private Loops() {}

    /**
     * The condition behind {@code for ... if}: a generator function of its own.
     *
     * @param function its variables
     * @param enter gives them their start values
     * @param target where each item goes
     * @param test the condition
     */
    record Condition(
            Function function, Statements.Enter enter, Statements.Assignee target, Node test) {
        /** The items of {@code items} that pass; {@code defining} is the frame around the loop. */
        PyIterator apply(Frame defining, Object items) {
            Frame frame =
                    new Frame(
                            function.size(),
                            defining,
                            defining.render,
                            defining.scope,
                            defining.out);
            enter.run(frame);
            return PyIterator.generator(
                    "t_1",
                    new Iterator<>() {
                        private @Nullable Iterator<Object> source;
                        private Object next = Missing.MISSING;

                        @Override
                        public boolean hasNext() {
                            if (source == null) {
                                source = Iterate.over(items);
                            }
                            while (next == Missing.MISSING && source.hasNext()) {
                                Object item = source.next();
                                defining.render.charge(1);
                                target.set(frame, item);
                                if (test.test(frame)) {
                                    next = item;
                                }
                            }
                            return next != Missing.MISSING;
                        }

                        @Override
                        public Object next() {
                            if (!hasNext()) {
                                throw new NoSuchElementException();
                            }
                            Object item = next;
                            next = Missing.MISSING;
                            return item;
                        }
                    });
        }
    }

    /**
     * The parts that all loops have.
     *
     * @param condition the filter
     * @param target where each item goes
     * @param loopSlot where {@code loop} goes, or -1
     * @param enter start values for each turn
     * @param body the body
     * @param elseEnter start values of the else branch
     * @param otherwise the else branch, or null
     * @param cost the steps of a turn
     * @param position the place
     */
    record Parts(
            @Nullable Condition condition,
            Statements.Assignee target,
            int loopSlot,
            Statements.Enter enter,
            Code body,
            Statements.Enter elseEnter,
            @Nullable Code otherwise,
            int cost,
            int position) {

        /** Runs the loop in {@code frame}; the filter belongs to the frame {@code defining}. */
        int run(
                Frame frame,
                Frame defining,
                Object items,
                Loop.@Nullable Recursion self,
                int depth) {
            Object iterable = condition == null ? items : condition.apply(defining, items);
            boolean any =
                    loopSlot >= 0
                            ? extended(frame, new Loop(frame.render, iterable, self, depth))
                            : iterable instanceof List<?> list
                                    ? indexed(frame, list)
                                    : plain(frame, Iterate.over(iterable));
            enter.leave(frame);
            if (!any && otherwise != null) {
                elseEnter.run(frame);
                int next = otherwise.run(frame);
                elseEnter.leave(frame);
                return next;
            }
            return Code.NEXT;
        }

        private boolean extended(Frame frame, Loop loop) {
            boolean any = false;
            for (Object item = loop.next(); item != Missing.MISSING; item = loop.next()) {
                frame.slots[loopSlot] = loop;
                int next = turn(frame, item);
                // Jinja2 clears its "nothing was iterated" flag at the end of the body, so a loop
                // that
                // leaves every turn by break or continue still runs its else branch.
                if (next == Code.BREAK) {
                    return any;
                }
                any |= next != Code.CONTINUE;
            }
            return any;
        }

        private boolean indexed(Frame frame, List<?> list) {
            boolean any = false;
            for (int i = 0; i < list.size(); i++) {
                int next = turn(frame, Types.in(list.get(i)));
                if (next == Code.BREAK) {
                    return any;
                }
                any |= next != Code.CONTINUE;
            }
            return any;
        }

        private boolean plain(Frame frame, Iterator<Object> items) {
            boolean any = false;
            while (items.hasNext()) {
                int next = turn(frame, items.next());
                if (next == Code.BREAK) {
                    return any;
                }
                any |= next != Code.CONTINUE;
            }
            return any;
        }

        private int turn(Frame frame, Object item) {
            frame.render.charge(cost);
            target.set(frame, item);
            enter.run(frame);
            return body.run(frame);
        }
    }

    /** A loop in the function around it. */
    static final class For extends Code {
        private final Node iterable;
        private final Parts parts;

        For(Node iterable, Parts parts) {
            this.iterable = iterable;
            this.parts = parts;
        }

        @Override
        public int run(Frame frame) {
            try {
                return parts.run(frame, frame, iterable.eval(frame), null, 0);
            } catch (PyError e) {
                throw e.at(parts.position);
            }
        }
    }

    /** A recursive loop: a function of its own that its body may call with other items. */
    static final class Recursive extends Code {
        private final Node iterable;
        private final Function function;
        private final Parts parts;
        private final Escaping escaping;
        private final boolean generator;

        Recursive(
                Node iterable,
                Function function,
                Parts parts,
                Escaping escaping,
                boolean generator) {
            this.iterable = iterable;
            this.function = function;
            this.parts = parts;
            this.escaping = escaping;
            this.generator = generator;
        }

        @Override
        public int run(Frame frame) {
            try {
                Object items = iterable.eval(frame);
                if (generator) {
                    frame.out.spoil(
                            PyError.type("sequence item: expected str instance, generator found"));
                    return NEXT;
                }
                Object text = render(frame, items, 0);
                frame.out.append(escaping.active(frame) ? Html.escape(text) : text);
                frame.render.checkOutput(frame.out);
                return NEXT;
            } catch (PyError e) {
                throw e.at(parts.position);
            }
        }

        private Object render(Frame defining, Object items, int depth) {
            defining.render.enter(PYTHON_FRAMES);
            TextBuilder out = new TextBuilder();
            Frame frame =
                    new Frame(function.size(), defining, defining.render, defining.scope, out);
            parts.run(
                    frame,
                    defining,
                    items,
                    (inner, innerDepth) -> render(defining, inner, innerDepth),
                    depth);
            defining.render.leave(PYTHON_FRAMES);
            defining.render.checkString(out.length());
            return out.build(escaping.active(defining));
        }
    }
}
