package dev.jeton.templates.internal.lang;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement of Jinja2's grammar, with the extensions that transformers switches on. */
public sealed interface Stmt {

    int position();

    /** Text of the template. */
    record Text(String text, int position) implements Stmt {}

    /** {@code {{ node }}}. */
    record Print(Expr node, int position) implements Stmt {}

    record For(
            Target target,
            Expr iterable,
            @Nullable Expr filter,
            boolean recursive,
            List<Stmt> body,
            List<Stmt> otherwise,
            int position)
            implements Stmt {}

    /**
     * {@code if}, all {@code elif}s, {@code else}: tests and bodies in pairs, then the last body.
     */
    record If(List<Expr> tests, List<List<Stmt>> bodies, List<Stmt> otherwise, int position)
            implements Stmt {}

    record Assign(Target target, Expr value, int position) implements Stmt {}

    /** {@code {% set x | filter %} ... {% endset %}}. */
    record AssignBlock(Target target, Expr.@Nullable Filter filter, List<Stmt> body, int position)
            implements Stmt {}

    /** A macro, or the body of a call block (then without a name). */
    record Macro(
            String name,
            List<String> parameters,
            List<Expr> defaults,
            List<Stmt> body,
            int position)
            implements Stmt {}

    record CallBlock(Expr.Call call, Macro caller, int position) implements Stmt {}

    /** {@code {% generation %}}: a call block whose body is the assistant's text. */
    record Generation(Macro caller, int position) implements Stmt {}

    record FilterBlock(Expr.Filter filter, List<Stmt> body, int position) implements Stmt {}

    record With(List<Target> targets, List<Expr> values, List<Stmt> body, int position)
            implements Stmt {}

    record Autoescape(Expr value, List<Stmt> body, int position) implements Stmt {}

    record Block(String name, boolean scoped, boolean required, List<Stmt> body, int position)
            implements Stmt {}

    record Break(int position) implements Stmt {}

    record Continue(int position) implements Stmt {}

    /**
     * {@code include}, {@code import}, {@code from}, {@code extends}: there is nothing they could
     * load.
     *
     * @param tag which
     * @param template what to load
     * @param names the names that it would define
     * @param ignoreMissing whether {@code ignore missing} is said
     * @param withoutContext whether {@code without context} is said
     * @param position the place
     */
    record Load(
            String tag,
            Expr template,
            List<String> names,
            boolean ignoreMissing,
            boolean withoutContext,
            int position)
            implements Stmt {
        boolean is(String name) {
            return tag.equals(name);
        }

        public boolean isInclude() {
            return is("include");
        }

        /** Whether the tag may stand at the top level only. */
        public boolean topLevelOnly() {
            return is("extends");
        }
    }
}
