package dev.jeton.templates.internal.lang;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An expression of Jinja2's grammar. Every node knows its offset in the source. */
public sealed interface Expr {

    int position();

    /** A literal: a string, number, boolean or none. */
    record Const(Object value, int position) implements Expr {}

    /** A variable that is read. */
    record Name(String name, int position) implements Expr {}

    record TupleOf(List<Expr> items, int position) implements Expr {}

    record ListOf(List<Expr> items, int position) implements Expr {}

    record DictOf(List<Expr> keys, List<Expr> values, int position) implements Expr {}

    /** {@code node.name}: attribute first, then item. */
    record Attribute(Expr node, String name, int position) implements Expr {}

    /** {@code node[key]}: item first, then attribute. */
    record Item(Expr node, Expr key, int position) implements Expr {}

    /** {@code start:stop:step}, only as the key of an {@link Item} or inside a tuple of keys. */
    record Slice(@Nullable Expr start, @Nullable Expr stop, @Nullable Expr step, int position)
            implements Expr {}

    /** {@code +}, {@code -}, {@code *}, {@code /}, {@code //}, {@code %} or {@code **}. */
    record Binary(String operator, Expr left, Expr right, int position) implements Expr {}

    record Unary(char operator, Expr node, int position) implements Expr {}

    record Not(Expr node, int position) implements Expr {}

    record And(Expr left, Expr right, int position) implements Expr {}

    record Or(Expr left, Expr right, int position) implements Expr {}

    /** {@code a ~ b ~ c}. */
    record Concat(List<Expr> nodes, int position) implements Expr {}

    /** {@code a < b <= c}; the operators include {@code in} and {@code not in}. */
    record Compare(Expr first, List<String> operators, List<Expr> others, int position)
            implements Expr {}

    record Conditional(Expr test, Expr then, @Nullable Expr otherwise, int position)
            implements Expr {}

    record Call(Expr function, Arguments arguments, int position) implements Expr {}

    /** {@code node|name(arguments)}; without a node the filter of a block. */
    record Filter(@Nullable Expr node, String name, Arguments arguments, int position)
            implements Expr {}

    record Test(Expr node, String name, Arguments arguments, int position) implements Expr {}

    /**
     * The arguments of a call.
     *
     * @param positional those without a name
     * @param names the names of the others
     * @param named the values of the others
     * @param rest the value behind {@code *}
     * @param namedRest the value behind {@code **}
     */
    record Arguments(
            List<Expr> positional,
            List<String> names,
            List<Expr> named,
            @Nullable Expr rest,
            @Nullable Expr namedRest) {

        static final Arguments NONE = new Arguments(List.of(), List.of(), List.of(), null, null);
    }
}
