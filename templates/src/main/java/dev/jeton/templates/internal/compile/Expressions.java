package dev.jeton.templates.internal.compile;

import dev.jeton.templates.internal.lang.Expr;
import dev.jeton.templates.internal.run.Filter;
import dev.jeton.templates.internal.run.Filters;
import dev.jeton.templates.internal.run.Node;
import dev.jeton.templates.internal.run.Test;
import dev.jeton.templates.internal.run.Tests;
import dev.jeton.templates.internal.value.Html;
import dev.jeton.templates.internal.value.Ops;
import dev.jeton.templates.internal.value.PyError;
import dev.jeton.templates.internal.value.Repr;
import dev.jeton.templates.internal.value.Text;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Expressions to closures. */
final class Expressions {
    /** Filters that need the rendering: Jinja2 does not compute them while compiling. */
    private static final Set<String> CONTEXT_FILTERS =
            Set.of("random", "map", "select", "reject", "selectattr", "rejectattr");

    private final Compiler compiler;
    private final Folding folding = new Folding();

    /** How many expressions were compiled that only a rendering can compute. */
    private int variables;

    Expressions(Compiler compiler) {
        this.compiler = compiler;
    }

    Node compile(Expr node, Place place) {
        int before = variables;
        Node compiled = plain(node, place);
        if (variables != before || !isFolded(node, place)) {
            return compiled;
        }
        // Concatenation knows Markup only when it runs.
        Node folded = compiled instanceof Operators.Concat concat ? concat.plain() : compiled;
        Object value = folding.valueOf(folded, place.escaping());
        if (value == null) {
            if (node instanceof Expr.Item item && item.key() instanceof Expr.Slice) {
                Node lenient = folding.lenient(compiled);
                if (folding.valueOf(lenient, place.escaping()) != null) {
                    return lenient;
                }
            }
            variables++;
            return compiled;
        }
        return Folding.isLiteral(value) ? folding.constant(value) : compiled;
    }

    /** An expression to print: a value that is known is printed as it is. */
    Node printed(Expr node, Place place) {
        int before = variables;
        Node compiled = compile(node, place);
        Object value = variables == before ? folding.valueOf(compiled, place.escaping()) : null;
        if (value == null) {
            return compiled;
        }
        if (place.escaping() == Escaping.OFF) {
            return new Names.Constant(Repr.str(value));
        }
        // Escaped here or never: Markup stays as it is.
        return new Names.Constant(
                Text.markup(place.escaping().literals() ? Html.escape(value) : Repr.str(value)));
    }

    /** The value of an expression without variables, or null. */
    @Nullable Object known(Expr node, Place place) {
        int before = variables;
        Node compiled = compile(node, place);
        return variables == before ? folding.valueOf(compiled, place.escaping()) : null;
    }

    private static boolean isFolded(Expr node, Place place) {
        return !place.escaping().isVolatile()
                && !(node instanceof Expr.Const
                        || node instanceof Expr.TupleOf
                        || node instanceof Expr.ListOf
                        || node instanceof Expr.DictOf);
    }

    private Node plain(Expr node, Place place) {
        if (node instanceof Expr.Const literal) {
            return folding.constant(literal.value());
        }
        if (node instanceof Expr.Name name) {
            variables++;
            return Names.read(place.function(), compiler.ref(name.name(), place, name.position()));
        }
        if (node instanceof Expr.Attribute attribute) {
            return new Calls.Attribute(
                    compile(attribute.node(), place), attribute.name(), attribute.position());
        }
        if (node instanceof Expr.Item item) {
            return item(item, place);
        }
        if (node instanceof Expr.Call call) {
            variables++;
            return call(call, place);
        }
        if (node instanceof Expr.Filter filter) {
            if (CONTEXT_FILTERS.contains(filter.name()) || place.escaping().isVolatile()) {
                variables++;
            }
            return new Calls.Filtered(
                    compile(java.util.Objects.requireNonNull(filter.node()), place),
                    filter(filter, place),
                    arguments(filter.arguments(), place, filter.position()),
                    filter.position());
        }
        if (node instanceof Expr.Test test) {
            variables += place.escaping().isVolatile() ? 1 : 0;
            return new Calls.Tested(
                    compile(test.node(), place),
                    test(test, place),
                    arguments(test.arguments(), place, test.position()),
                    test.position());
        }
        if (node instanceof Expr.Conditional conditional) {
            return conditional(conditional, place.asSoft());
        }
        return operator(node, place);
    }

    /** Of a known test only the branch that it takes decides whether the value is known. */
    private Node conditional(Expr.Conditional node, Place place) {
        int before = variables;
        Node test = compile(node.test(), place);
        Object known = variables == before ? folding.valueOf(test, place.escaping()) : null;
        Node then = compile(node.then(), place);
        int afterThen = variables;
        Node otherwise = optional(node.otherwise(), place);
        if (known != null) {
            boolean holds = Ops.truth(known);
            int inElse = otherwise == null ? 1 : variables - afterThen;
            variables = holds ? afterThen : before + inElse;
        } else if (otherwise == null) {
            variables++;
        }
        return new Operators.Conditional(test, then, otherwise, compiler.line(node.position()));
    }

    private Node operator(Expr node, Place place) {
        if (node instanceof Expr.And and) {
            Node left = compile(and.left(), place);
            return decides(left, false, place)
                    ? left
                    : new Operators.And(left, compile(and.right(), place));
        }
        if (node instanceof Expr.Or or) {
            Node left = compile(or.left(), place);
            return decides(left, true, place)
                    ? left
                    : new Operators.Or(left, compile(or.right(), place));
        }
        if (node instanceof Expr.Not not) {
            return new Operators.Not(compile(not.node(), place));
        }
        if (node instanceof Expr.Compare compare) {
            return compare(compare, place);
        }
        if (node instanceof Expr.Binary binary) {
            if (binary.operator().equals("+")) {
                return sum(binary, place);
            }
            int before = variables;
            Node left = compile(binary.left(), place);
            boolean known = variables == before;
            Node right = compile(binary.right(), place);
            if (binary.operator().equals("**") && known && variables != before) {
                return power(left, right, binary.position());
            }
            return new Operators.Binary(binary.operator(), left, right, binary.position());
        }
        if (node instanceof Expr.Unary unary) {
            return new Operators.Unary(
                    unary.operator(), compile(unary.node(), place), unary.position());
        }
        if (node instanceof Expr.Concat concat) {
            return new Operators.Concat(all(concat.nodes(), place), place.escaping());
        }
        if (node instanceof Expr.ListOf list) {
            return new Operators.ListOf(all(list.items(), place));
        }
        if (node instanceof Expr.TupleOf tuple) {
            return new Operators.TupleOf(all(tuple.items(), place));
        }
        if (node instanceof Expr.DictOf dict) {
            return new Operators.DictOf(
                    all(dict.keys(), place), all(dict.values(), place), dict.position());
        }
        throw PyError.syntax("invalid syntax", node.position());
    }

    /** All of {@code ((a + b) + c) + d} at once. */
    private Node sum(Expr.Binary sum, Place place) {
        Deque<Expr> terms = new ArrayDeque<>();
        Deque<Integer> positions = new ArrayDeque<>();
        Expr left = sum;
        while (left instanceof Expr.Binary binary && binary.operator().equals("+")) {
            terms.addFirst(binary.right());
            positions.addFirst(binary.position());
            left = binary.left();
        }
        terms.addFirst(left);
        positions.addFirst(left.position());
        List<Node> nodes = new ArrayList<>(terms.size());
        for (Expr term : terms) {
            nodes.add(compile(term, place));
        }
        return Sum.of(nodes, List.copyOf(positions));
    }

    /** Whether a known left side makes the right one superfluous, even an unknown filter in it. */
    private static boolean decides(Node left, boolean truth, Place place) {
        return !place.escaping().isVolatile()
                && left instanceof Names.Constant constant
                && Ops.truth(constant.value()) == truth;
    }

    /** A power of a known number: a minus sign in front of it binds looser. */
    private static Node power(Node left, Node right, int position) {
        if (left instanceof Names.Constant constant && isNegative(constant.value())) {
            Node positive = new Names.Constant(Ops.unary('-', constant.value()));
            Node power = new Operators.Binary("**", positive, right, position);
            return new Operators.Unary('-', power, position);
        }
        return new Operators.Binary("**", left, right, position);
    }

    private static boolean isNegative(Object value) {
        return value instanceof Double number
                ? number < 0 || 1 / number < 0
                : value instanceof Number && Ops.ordered("<", value, 0L);
    }

    private Node compare(Expr.Compare compare, Place place) {
        Node first = compile(compare.first(), place);
        Node[] others = all(compare.others(), place);
        if (others.length == 1) {
            String operator = compare.operators().get(0);
            if (operator.equals("==") || operator.equals("!=")) {
                boolean wanted = operator.equals("==");
                return compare.others().get(0) instanceof Expr.Const literal
                                && literal.value() instanceof String text
                        ? new Operators.EqualText(first, text, wanted)
                        : new Operators.Equal(first, others[0], wanted);
            }
        }
        return new Operators.Compare(first, compare.operators(), others, compare.position());
    }

    private Node item(Expr.Item item, Place place) {
        Node node = compile(item.node(), place);
        if (item.key() instanceof Expr.Slice slice) {
            return new Operators.Slice(
                    node,
                    optional(slice.start(), place),
                    optional(slice.stop(), place),
                    optional(slice.step(), place),
                    item.position());
        }
        if (item.key() instanceof Expr.Const literal && literal.value() instanceof String key) {
            return new Calls.Field(node, key, item.position());
        }
        return new Calls.Item(node, compile(item.key(), place), item.position());
    }

    private Node call(Expr.Call call, Place place) {
        Calls.Arguments arguments = arguments(call.arguments(), place, call.position());
        if (call.function() instanceof Expr.Attribute attribute) {
            return new Calls.CallMethod(
                    compile(attribute.node(), place), attribute.name(), arguments, call.position());
        }
        return new Calls.Call(compile(call.function(), place), arguments, call.position());
    }

    Calls.Arguments arguments(Expr.Arguments arguments, Place place, int position) {
        if (new HashSet<>(arguments.names()).size() < arguments.names().size()) {
            compiler.late("keyword argument repeated", position);
        }
        return new Calls.Arguments(
                all(arguments.positional(), place),
                arguments.names(),
                all(arguments.named(), place),
                optional(arguments.rest(), place),
                optional(arguments.namedRest(), place));
    }

    private Node[] all(List<Expr> nodes, Place place) {
        Node[] compiled = new Node[nodes.size()];
        for (int i = 0; i < compiled.length; i++) {
            compiled[i] = compile(nodes.get(i), place);
        }
        return compiled;
    }

    private @Nullable Node optional(@Nullable Expr node, Place place) {
        return node == null ? null : compile(node, place);
    }

    /** The filters of a block, whose innermost one works on the captured text. */
    Node filterOfBlock(Expr.Filter filter, Place place, int captured) {
        Node node =
                filter.node() instanceof Expr.Filter inner
                        ? filterOfBlock(inner, place, captured)
                        : new Calls.Captured(captured);
        variables++;
        return new Calls.Filtered(
                node,
                filter(filter, place),
                arguments(filter.arguments(), place, filter.position()),
                filter.position());
    }

    /** An unknown filter fails when compiling, or inside {@code if} when it is used. */
    private static Filter filter(Expr.Filter node, Place place) {
        Filter filter = Filters.ALL.get(node.name());
        if (filter != null) {
            return filter;
        }
        if (!place.soft()) {
            throw PyError.syntax("No filter named '" + node.name() + "'.", node.position());
        }
        return (render, value, args) -> {
            throw PyError.other("No filter named '" + node.name() + "' found.");
        };
    }

    private static Test test(Expr.Test node, Place place) {
        Test test = Tests.ALL.get(node.name());
        if (test != null) {
            return test;
        }
        if (!place.soft()) {
            throw PyError.syntax("No test named '" + node.name() + "'.", node.position());
        }
        return (render, value, args) -> {
            throw PyError.other("No test named '" + node.name() + "' found.");
        };
    }
}
