package dev.jeton.templates.internal.compile;

import dev.jeton.templates.internal.lang.Expr;
import dev.jeton.templates.internal.lang.Stmt;
import dev.jeton.templates.internal.lang.Target;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which of some names a body reads before it sets them, scopes inside included: Jinja2's {@code
 * find_undeclared}. It decides whether a macro takes {@code caller}, {@code kwargs} and {@code
 * varargs}, and whether a loop needs {@code loop}.
 */
final class Undeclared {
    private final Set<String> names;
    private final Set<String> found = new HashSet<>();

    private Undeclared(Set<String> names) {
        this.names = new HashSet<>(names);
    }

    static Set<String> in(List<Stmt> body, Set<String> names) {
        Undeclared visitor = new Undeclared(names);
        visitor.body(body);
        return visitor.found;
    }

    private void body(List<Stmt> statements) {
        statements.forEach(this::statement);
    }

    private void statement(Stmt statement) {
        if (statement instanceof Stmt.Print print) {
            expression(print.node());
        } else if (statement instanceof Stmt.If condition) {
            for (int i = 0; i < condition.tests().size(); i++) {
                expression(condition.tests().get(i));
                body(condition.bodies().get(i));
            }
            body(condition.otherwise());
        } else if (statement instanceof Stmt.For loop) {
            target(loop.target());
            expression(loop.iterable());
            body(loop.body());
            body(loop.otherwise());
            expression(loop.filter());
        } else if (statement instanceof Stmt.Assign assign) {
            target(assign.target());
            expression(assign.value());
        } else if (statement instanceof Stmt.AssignBlock block) {
            target(block.target());
            expression(block.filter());
            body(block.body());
        } else if (statement instanceof Stmt.Macro macro) {
            macro(macro);
        } else if (statement instanceof Stmt.CallBlock block) {
            expression(block.call());
            macro(block.caller());
        } else if (statement instanceof Stmt.Generation generation) {
            macro(generation.caller());
        } else if (statement instanceof Stmt.FilterBlock block) {
            body(block.body());
            expression(block.filter());
        } else if (statement instanceof Stmt.With with) {
            with.targets().forEach(this::target);
            with.values().forEach(this::expression);
            body(with.body());
        } else if (statement instanceof Stmt.Autoescape autoescape) {
            expression(autoescape.value());
            body(autoescape.body());
        } else if (statement instanceof Stmt.Load load) {
            expression(load.template());
        }
        // It does not look into blocks.
    }

    private void macro(Stmt.Macro macro) {
        names.removeAll(macro.parameters());
        macro.defaults().forEach(this::expression);
        body(macro.body());
    }

    private void target(Target target) {
        if (target instanceof Target.Variable variable) {
            names.remove(variable.name());
        } else if (target instanceof Target.Unpack unpack) {
            unpack.targets().forEach(this::target);
        }
    }

    private void expression(@Nullable Expr node) {
        if (node == null) {
            return;
        }
        if (node instanceof Expr.Name name) {
            if (names.contains(name.name())) {
                found.add(name.name());
            }
            return;
        }
        SymbolVisitor.children(node).forEach(this::expression);
    }
}
