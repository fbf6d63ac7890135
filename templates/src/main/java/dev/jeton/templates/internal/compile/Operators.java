package dev.jeton.templates.internal.compile;

import dev.jeton.templates.internal.run.Frame;
import dev.jeton.templates.internal.run.Node;
import dev.jeton.templates.internal.value.Html;
import dev.jeton.templates.internal.value.None;
import dev.jeton.templates.internal.value.Ops;
import dev.jeton.templates.internal.value.PyDict;
import dev.jeton.templates.internal.value.PyError;
import dev.jeton.templates.internal.value.PyTuple;
import dev.jeton.templates.internal.value.Repr;
import dev.jeton.templates.internal.value.Slices;
import dev.jeton.templates.internal.value.Str;
import dev.jeton.templates.internal.value.Text;
import dev.jeton.templates.internal.value.TextBuilder;
import dev.jeton.templates.internal.value.Undefined;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Expressions without calls: logic, comparison, arithmetic, literals with parts, slices. */
final class Operators {
    private Operators() {}

    static final class And extends Node {
        private final Node left;
        private final Node right;

        And(Node left, Node right) {
            this.left = left;
            this.right = right;
        }

        @Override
        public Object eval(Frame frame) {
            Object value = left.eval(frame);
            return Ops.truth(value) ? right.eval(frame) : value;
        }

        @Override
        public boolean test(Frame frame) {
            return left.test(frame) && right.test(frame);
        }
    }

    static final class Or extends Node {
        private final Node left;
        private final Node right;

        Or(Node left, Node right) {
            this.left = left;
            this.right = right;
        }

        @Override
        public Object eval(Frame frame) {
            Object value = left.eval(frame);
            return Ops.truth(value) ? value : right.eval(frame);
        }

        @Override
        public boolean test(Frame frame) {
            return left.test(frame) || right.test(frame);
        }
    }

    static final class Not extends Node {
        private final Node node;

        Not(Node node) {
            this.node = node;
        }

        @Override
        public Object eval(Frame frame) {
            return !node.test(frame);
        }

        @Override
        public boolean test(Frame frame) {
            return !node.test(frame);
        }
    }

    static final class Conditional extends Node {
        private final Node test;
        private final Node then;
        private final Node otherwise;

        Conditional(Node test, Node then, @Nullable Node otherwise, int line) {
            this.test = test;
            this.then = then;
            this.otherwise =
                    otherwise != null
                            ? otherwise
                            : new Names.Constant(
                                    Undefined.hint(
                                            "the inline if-expression on line "
                                                    + line
                                                    + " evaluated to false and no else section was"
                                                    + " defined."));
        }

        @Override
        public Object eval(Frame frame) {
            return test.test(frame) ? then.eval(frame) : otherwise.eval(frame);
        }
    }

    /** Comparisons; a chain stops at the first that fails. */
    static final class Compare extends Node {
        private final Node first;
        private final String[] operators;
        private final Node[] others;
        private final int position;

        Compare(Node first, List<String> operators, Node[] others, int position) {
            this.first = first;
            this.operators = operators.toArray(new String[0]);
            this.others = others;
            this.position = position;
        }

        @Override
        public Object eval(Frame frame) {
            return test(frame);
        }

        @Override
        public boolean test(Frame frame) {
            Object left = first.eval(frame);
            for (int i = 0; i < others.length; i++) {
                Object right = others[i].eval(frame);
                if (!holds(operators[i], left, right)) {
                    return false;
                }
                left = right;
            }
            return true;
        }

        private boolean holds(String operator, Object left, Object right) {
            try {
                return switch (operator) {
                    case "==" -> Ops.equal(left, right);
                    case "!=" -> !Ops.equal(left, right);
                    case "in" -> Ops.contains(right, left);
                    case "not in" -> !Ops.contains(right, left);
                    default -> Ops.ordered(operator, left, right);
                };
            } catch (PyError e) {
                throw e.at(position);
            }
        }
    }

    /** {@code ==} or {@code !=} alone, by far the most common comparison. */
    static final class Equal extends Node {
        private final Node left;
        private final Node right;
        private final boolean wanted;

        Equal(Node left, Node right, boolean wanted) {
            this.left = left;
            this.right = right;
            this.wanted = wanted;
        }

        @Override
        public Object eval(Frame frame) {
            return test(frame);
        }

        @Override
        public boolean test(Frame frame) {
            return Ops.equal(left.eval(frame), right.eval(frame)) == wanted;
        }
    }

    /** {@code ==} or {@code !=} with a string literal. */
    static final class EqualText extends Node {
        private final Node node;
        private final String text;
        private final boolean wanted;

        EqualText(Node node, String text, boolean wanted) {
            this.node = node;
            this.text = text;
            this.wanted = wanted;
        }

        @Override
        public Object eval(Frame frame) {
            return test(frame);
        }

        @Override
        public boolean test(Frame frame) {
            Object value = node.eval(frame);
            boolean equal =
                    value instanceof String plain
                            ? plain.equals(text)
                            : value instanceof Text other && other.text().equals(text);
            return equal == wanted;
        }
    }

    static final class Binary extends Node {
        private final String operator;
        private final Node left;
        private final Node right;
        private final int position;

        Binary(String operator, Node left, Node right, int position) {
            this.operator = operator;
            this.left = left;
            this.right = right;
            this.position = position;
        }

        @Override
        public Object eval(Frame frame) {
            Object a = left.eval(frame);
            Object b = right.eval(frame);
            try {
                return Ops.binary(frame.render, operator, a, b);
            } catch (PyError e) {
                throw e.at(position);
            }
        }
    }

    static final class Unary extends Node {
        private final char operator;
        private final Node node;
        private final int position;

        Unary(char operator, Node node, int position) {
            this.operator = operator;
            this.node = node;
            this.position = position;
        }

        @Override
        public Object eval(Frame frame) {
            Object value = node.eval(frame);
            try {
                return Ops.unary(operator, value);
            } catch (PyError e) {
                throw e.at(position);
            }
        }
    }

    /** {@code ~}: joins the texts of its operands; under autoescape the first Markup escapes. */
    static final class Concat extends Node {
        private final Node[] nodes;
        private final Escaping escaping;

        Concat(Node[] nodes, Escaping escaping) {
            this.nodes = nodes;
            this.escaping = escaping;
        }

        /** As Jinja2 computes it when compiling: without regard to Markup. */
        Concat plain() {
            return new Concat(nodes, Escaping.OFF);
        }

        @Override
        public Object eval(Frame frame) {
            Object[] values = new Object[nodes.length];
            boolean markup = false;
            for (int i = 0; i < nodes.length; i++) {
                values[i] = nodes[i].eval(frame);
                markup |= Str.isMarkup(values[i]);
            }
            // Jinja2 asks for context.eval_ctx.volatile, which is never set when a template runs.
            markup &= escaping == Escaping.ON;
            TextBuilder out = new TextBuilder();
            for (Object value : values) {
                out.append(markup ? Html.escape(value) : Repr.str(value));
                if (out.length() > frame.render.limits().maxStringChars()) {
                    frame.render.checkString(out.length());
                }
            }
            frame.render.checkString(out.length());
            return out.build(markup);
        }
    }

    static final class ListOf extends Node {
        private final Node[] items;

        ListOf(Node[] items) {
            this.items = items;
        }

        @Override
        public Object eval(Frame frame) {
            List<Object> list = new ArrayList<>(items.length);
            for (Node item : items) {
                list.add(item.eval(frame));
            }
            frame.render.charge(items.length);
            return list;
        }
    }

    static final class TupleOf extends Node {
        private final Node[] items;

        TupleOf(Node[] items) {
            this.items = items;
        }

        @Override
        public Object eval(Frame frame) {
            Object[] values = new Object[items.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = items[i].eval(frame);
            }
            frame.render.charge(items.length);
            return PyTuple.of(values);
        }
    }

    static final class DictOf extends Node {
        private final Node[] keys;
        private final Node[] values;
        private final int position;

        DictOf(Node[] keys, Node[] values, int position) {
            this.keys = keys;
            this.values = values;
            this.position = position;
        }

        @Override
        public Object eval(Frame frame) {
            PyDict dict = new PyDict();
            try {
                for (int i = 0; i < keys.length; i++) {
                    Object key = keys[i].eval(frame);
                    dict.put(key, values[i].eval(frame));
                }
            } catch (PyError e) {
                throw e.at(position);
            }
            frame.render.charge(keys.length);
            return dict;
        }
    }

    static final class Slice extends Node {
        private final Node node;
        private final @Nullable Node start;
        private final @Nullable Node stop;
        private final @Nullable Node step;
        private final int position;

        Slice(
                Node node,
                @Nullable Node start,
                @Nullable Node stop,
                @Nullable Node step,
                int position) {
            this.node = node;
            this.start = start;
            this.stop = stop;
            this.step = step;
            this.position = position;
        }

        @Override
        public Object eval(Frame frame) {
            Object value = node.eval(frame);
            try {
                return Slices.slice(
                        frame.render,
                        value,
                        bound(start, frame),
                        bound(stop, frame),
                        bound(step, frame));
            } catch (PyError e) {
                throw e.at(position);
            }
        }

        private static Object bound(@Nullable Node node, Frame frame) {
            return node == null ? None.NONE : node.eval(frame);
        }
    }
}
