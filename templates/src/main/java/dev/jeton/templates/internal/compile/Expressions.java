package dev.jeton.templates.internal.compile;

import dev.jeton.templates.internal.lang.Expr;
import dev.jeton.templates.internal.run.Filter;
import dev.jeton.templates.internal.run.Filters;
import dev.jeton.templates.internal.run.Node;
import dev.jeton.templates.internal.run.Test;
import dev.jeton.templates.internal.run.Tests;
import dev.jeton.templates.internal.value.PyError;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Expressions to closures. */
final class Expressions {
    private final Compiler compiler;

    Expressions(Compiler compiler) {
        this.compiler = compiler;
    }

    Node compile(Expr node, Place place) {
        if (node instanceof Expr.Const literal) {
            return new Names.Constant(literal.value());
        }
        if (node instanceof Expr.Name name) {
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
            return call(call, place);
        }
        if (node instanceof Expr.Filter filter) {
            return new Calls.Filtered(
                    compile(java.util.Objects.requireNonNull(filter.node()), place),
                    filter(filter, place),
                    arguments(filter.arguments(), place),
                    filter.position());
        }
        if (node instanceof Expr.Test test) {
            return new Calls.Tested(
                    compile(test.node(), place),
                    test(test, place),
                    arguments(test.arguments(), place),
                    test.position());
        }
        if (node instanceof Expr.Conditional conditional) {
            Place soft = place.asSoft();
            return new Operators.Conditional(
                    compile(conditional.test(), soft),
                    compile(conditional.then(), soft),
                    optional(conditional.otherwise(), soft),
                    compiler.line(conditional.position()));
        }
        return operator(node, place);
    }

    private Node operator(Expr node, Place place) {
        if (node instanceof Expr.And and) {
            return new Operators.And(compile(and.left(), place), compile(and.right(), place));
        }
        if (node instanceof Expr.Or or) {
            return new Operators.Or(compile(or.left(), place), compile(or.right(), place));
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
            Node left = compile(binary.left(), place);
            Node right = compile(binary.right(), place);
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
        Calls.Arguments arguments = arguments(call.arguments(), place);
        if (call.function() instanceof Expr.Attribute attribute) {
            return new Calls.CallMethod(
                    compile(attribute.node(), place), attribute.name(), arguments, call.position());
        }
        return new Calls.Call(compile(call.function(), place), arguments, call.position());
    }

    Calls.Arguments arguments(Expr.Arguments arguments, Place place) {
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
        return new Calls.Filtered(
                node,
                filter(filter, place),
                arguments(filter.arguments(), place),
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
