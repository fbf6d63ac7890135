package dev.jeton.templates.lint;

import dev.jeton.templates.internal.compile.SymbolVisitor;
import dev.jeton.templates.internal.lang.Expr;
import dev.jeton.templates.internal.lang.Stmt;
import dev.jeton.templates.internal.lang.Target;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All statements and expressions of a body, each before what is inside it. */
final class Tree {
    private final List<Stmt> statements = new ArrayList<>();
    private final List<Expr> expressions = new ArrayList<>();
    private final List<Target> targets = new ArrayList<>();

    /** The bodies, for what depends on the order of statements. */
    private final List<List<Stmt>> bodies = new ArrayList<>();

    Tree(List<Stmt> body) {
        body(body);
    }

    List<Stmt> statements() {
        return statements;
    }

    List<Expr> expressions() {
        return expressions;
    }

    List<Target> targets() {
        return targets;
    }

    List<List<Stmt>> bodies() {
        return bodies;
    }

    <T> List<T> all(Class<T> type) {
        List<T> found = new ArrayList<>();
        for (List<?> list : List.of(statements, expressions, targets)) {
            for (Object node : list) {
                if (type.isInstance(node)) {
                    found.add(type.cast(node));
                }
            }
        }
        return found;
    }

    /** An expression and all inside it. */
    static List<Expr> inside(Expr expression) {
        List<Expr> all = new ArrayList<>();
        collect(expression, all);
        return all;
    }

    private static void collect(Expr expression, List<Expr> all) {
        all.add(expression);
        SymbolVisitor.children(expression).forEach(child -> collect(child, all));
    }

    private void body(List<Stmt> body) {
        bodies.add(body);
        body.forEach(this::statement);
    }

    private void statement(Stmt statement) {
        statements.add(statement);
        if (statement instanceof Stmt.Print print) {
            expressions(print.node());
        } else if (statement instanceof Stmt.For loop) {
            target(loop.target());
            expressions(loop.iterable(), loop.filter());
            body(loop.body());
            body(loop.otherwise());
        } else if (statement instanceof Stmt.If condition) {
            condition.tests().forEach(this::expressions);
            condition.bodies().forEach(this::body);
            body(condition.otherwise());
        } else if (statement instanceof Stmt.Assign assign) {
            target(assign.target());
            expressions(assign.value());
        } else if (statement instanceof Stmt.AssignBlock block) {
            target(block.target());
            expressions(block.filter());
            body(block.body());
        } else if (statement instanceof Stmt.Macro macro) {
            macro.defaults().forEach(this::expressions);
            body(macro.body());
        } else if (statement instanceof Stmt.CallBlock block) {
            expressions(block.call());
            statement(block.caller());
        } else if (statement instanceof Stmt.Generation generation) {
            body(generation.caller().body());
        } else if (statement instanceof Stmt.FilterBlock block) {
            expressions(block.filter());
            body(block.body());
        } else if (statement instanceof Stmt.With with) {
            with.targets().forEach(this::target);
            with.values().forEach(this::expressions);
            body(with.body());
        } else if (statement instanceof Stmt.Autoescape autoescape) {
            expressions(autoescape.value());
            body(autoescape.body());
        } else if (statement instanceof Stmt.Block block) {
            body(block.body());
        }
    }

    private void expressions(@Nullable Expr... nodes) {
        for (Expr node : nodes) {
            if (node != null) {
                collect(node, expressions);
            }
        }
    }

    private void target(Target target) {
        targets.add(target);
        if (target instanceof Target.Unpack unpack) {
            unpack.targets().forEach(this::target);
        }
    }
}
