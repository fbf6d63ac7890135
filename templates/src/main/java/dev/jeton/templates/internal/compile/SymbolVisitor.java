package dev.jeton.templates.internal.compile;

import dev.jeton.templates.internal.lang.Expr;
import dev.jeton.templates.internal.lang.Stmt;
import dev.jeton.templates.internal.lang.Target;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the names that a scope reads and sets: Jinja2's {@code FrameSymbolVisitor}. It stops at
 * scopes inside: loop bodies, macros, blocks.
 */
public final class SymbolVisitor {
    private Symbols symbols;

    SymbolVisitor(Symbols symbols) {
        this.symbols = symbols;
    }

    void body(List<Stmt> statements) {
        statements.forEach(this::statement);
    }

    void statement(Stmt statement) {
        if (statement instanceof Stmt.Print print) {
            expression(print.node());
        } else if (statement instanceof Stmt.If condition) {
            condition(condition);
        } else if (statement instanceof Stmt.For loop) {
            expression(loop.iterable());
        } else if (statement instanceof Stmt.Assign assign) {
            expression(assign.value());
            target(assign.target());
        } else if (statement instanceof Stmt.AssignBlock block) {
            target(block.target());
        } else if (statement instanceof Stmt.Macro macro) {
            symbols.store(macro.name());
        } else if (statement instanceof Stmt.CallBlock block) {
            expression(block.call());
        } else if (statement instanceof Stmt.FilterBlock block) {
            expression(block.filter());
        } else if (statement instanceof Stmt.With with) {
            with.values().forEach(this::expression);
        } else if (statement instanceof Stmt.Load load) {
            expression(load.template());
            load.names().forEach(symbols::store);
        }
        // Autoescape and block are scopes of their own; generation is a call of a hidden function.
    }

    /** Branch after branch on copies, then joined; {@code elif}s count as one branch. */
    private void condition(Stmt.If node) {
        expression(node.tests().get(0));
        Symbols original = symbols;
        Symbols body = original.copy();
        symbols = body;
        body(node.bodies().get(0));
        Symbols elif = original.copy();
        symbols = elif;
        for (int i = 1; i < node.tests().size(); i++) {
            // Each elif is an If node of its own inside this branch.
            condition(
                    new Stmt.If(
                            List.of(node.tests().get(i)),
                            List.of(node.bodies().get(i)),
                            List.of(),
                            node.position()));
        }
        Symbols otherwise = original.copy();
        symbols = otherwise;
        body(node.otherwise());
        symbols = original;
        symbols.update(List.of(body, elif, otherwise));
    }

    void target(Target target) {
        if (target instanceof Target.Variable variable) {
            symbols.store(variable.name());
        } else if (target instanceof Target.NamespaceAttribute attribute) {
            symbols.load(attribute.namespace());
        } else if (target instanceof Target.Unpack unpack) {
            unpack.targets().forEach(this::target);
        }
    }

    void parameter(Target target) {
        if (target instanceof Target.Variable variable) {
            symbols.parameter(variable.name());
        } else if (target instanceof Target.NamespaceAttribute attribute) {
            symbols.load(attribute.namespace());
        } else if (target instanceof Target.Unpack unpack) {
            unpack.targets().forEach(this::parameter);
        }
    }

    void expression(@Nullable Expr expression) {
        if (expression == null) {
            return;
        }
        if (expression instanceof Expr.Name name) {
            symbols.load(name.name());
        } else {
            children(expression).forEach(this::expression);
        }
    }

    /** The expressions directly inside an expression. */
    public static List<Expr> children(Expr node) {
        if (node instanceof Expr.TupleOf tuple) {
            return tuple.items();
        }
        if (node instanceof Expr.ListOf list) {
            return list.items();
        }
        if (node instanceof Expr.Concat concat) {
            return concat.nodes();
        }
        List<Expr> children = new ArrayList<>();
        if (node instanceof Expr.DictOf dict) {
            children.addAll(dict.keys());
            children.addAll(dict.values());
        } else if (node instanceof Expr.Attribute attribute) {
            children.add(attribute.node());
        } else if (node instanceof Expr.Item item) {
            children.add(item.node());
            children.add(item.key());
        } else if (node instanceof Expr.Slice slice) {
            add(children, slice.start(), slice.stop(), slice.step());
        } else if (node instanceof Expr.Binary binary) {
            add(children, binary.left(), binary.right());
        } else if (node instanceof Expr.Unary unary) {
            children.add(unary.node());
        } else if (node instanceof Expr.Not not) {
            children.add(not.node());
        } else if (node instanceof Expr.And and) {
            add(children, and.left(), and.right());
        } else if (node instanceof Expr.Or or) {
            add(children, or.left(), or.right());
        } else if (node instanceof Expr.Compare compare) {
            children.add(compare.first());
            children.addAll(compare.others());
        } else if (node instanceof Expr.Conditional conditional) {
            add(children, conditional.test(), conditional.then(), conditional.otherwise());
        } else if (node instanceof Expr.Call call) {
            children.add(call.function());
            arguments(children, call.arguments());
        } else if (node instanceof Expr.Filter filter) {
            add(children, filter.node());
            arguments(children, filter.arguments());
        } else if (node instanceof Expr.Test test) {
            children.add(test.node());
            arguments(children, test.arguments());
        }
        return children;
    }

    private static void add(List<Expr> children, @Nullable Expr... nodes) {
        for (Expr node : nodes) {
            if (node != null) {
                children.add(node);
            }
        }
    }

    private static void arguments(List<Expr> children, Expr.Arguments arguments) {
        children.addAll(arguments.positional());
        children.addAll(arguments.named());
        add(children, arguments.rest(), arguments.namedRest());
    }
}
