package dev.jeton.templates.internal.lang;

import dev.jeton.templates.TemplateException.Kind;
import dev.jeton.templates.internal.value.None;
import dev.jeton.templates.internal.value.PyError;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Expressions by recursive descent, in the precedence of Jinja2's {@code Parser}: conditional, or,
 * and, not, comparison and {@code in}, {@code + -}, {@code ~}, {@code * / // %}, {@code **}, unary,
 * postfix, filters and tests.
 *
 * <p>Two surprises are kept: {@code **} is left-associative and binds looser than unary minus, and
 * a filter binds looser than unary minus ({@code -1|abs} is 1).
 */
class ExprParser extends Tokens {
    private final int maxNesting;
    private int nesting;

    ExprParser(List<Token> tokens, int maxNesting) {
        super(tokens);
        this.maxNesting = maxNesting;
    }

    private void enter() {
        if (++nesting > maxNesting) {
            throw new PyError(
                            Kind.RECURSION,
                            "expressions are nested more than "
                                    + maxNesting
                                    + " deep (TemplateLimits.maxNesting)")
                    .at(current().position());
        }
    }

    final Expr expression() {
        return expression(true);
    }

    private Expr expression(boolean withConditional) {
        enter();
        Expr result = withConditional ? conditional() : or();
        nesting--;
        return result;
    }

    private Expr conditional() {
        int position = current().position();
        Expr then = or();
        while (skipName("if")) {
            Expr test = or();
            Expr otherwise = null;
            if (skipName("else")) {
                enter();
                otherwise = conditional();
                nesting--;
            }
            then = new Expr.Conditional(test, then, otherwise, position);
            position = current().position();
        }
        return then;
    }

    private Expr or() {
        Expr left = and();
        while (current().isName("or")) {
            int position = next().position();
            left = new Expr.Or(left, and(), position);
        }
        return left;
    }

    private Expr and() {
        Expr left = not();
        while (current().isName("and")) {
            int position = next().position();
            left = new Expr.And(left, not(), position);
        }
        return left;
    }

    private Expr not() {
        if (current().isName("not")) {
            int position = next().position();
            enter();
            Expr node = not();
            nesting--;
            return new Expr.Not(node, position);
        }
        return compare();
    }

    private Expr compare() {
        int position = current().position();
        Expr first = sum();
        List<String> operators = new ArrayList<>();
        List<Expr> others = new ArrayList<>();
        for (String operator = comparison(); operator != null; operator = comparison()) {
            operators.add(operator);
            others.add(sum());
        }
        return operators.isEmpty()
                ? first
                : new Expr.Compare(first, List.copyOf(operators), List.copyOf(others), position);
    }

    /** Takes a comparison operator, or returns null. */
    private @Nullable String comparison() {
        Token token = current();
        if (token.type() == Token.Type.OPERATOR) {
            return switch (token.text()) {
                case "==", "!=", "<", "<=", ">", ">=" -> next().text();
                default -> null;
            };
        }
        if (token.isName("in")) {
            return next().text();
        }
        if (token.isName("not") && look().isName("in")) {
            next();
            next();
            return "not in";
        }
        return null;
    }

    private Expr sum() {
        Expr left = concat();
        while (isOperator("+") || isOperator("-")) {
            Token operator = next();
            left = new Expr.Binary(operator.text(), left, concat(), operator.position());
        }
        return left;
    }

    private Expr concat() {
        int position = current().position();
        Expr first = product();
        if (!isOperator("~")) {
            return first;
        }
        List<Expr> nodes = new ArrayList<>();
        nodes.add(first);
        while (skipOperator("~")) {
            nodes.add(product());
        }
        return new Expr.Concat(List.copyOf(nodes), position);
    }

    private Expr product() {
        Expr left = power();
        while (isOperator("*") || isOperator("/") || isOperator("//") || isOperator("%")) {
            Token operator = next();
            left = new Expr.Binary(operator.text(), left, power(), operator.position());
        }
        return left;
    }

    private Expr power() {
        Expr left = unary(true);
        while (isOperator("**")) {
            Token operator = next();
            left = new Expr.Binary("**", left, unary(true), operator.position());
        }
        return left;
    }

    private Expr unary(boolean withFilter) {
        Token token = current();
        Expr node;
        if (isOperator("-") || isOperator("+")) {
            next();
            enter();
            node = new Expr.Unary(token.text().charAt(0), unary(false), token.position());
            nesting--;
        } else {
            node = primary();
        }
        node = postfix(node);
        return withFilter ? filtersAndTests(node) : node;
    }

    private Expr primary() {
        Token token = current();
        switch (token.type()) {
            case NAME -> {
                next();
                return nameOrConstant(token);
            }
            case STRING -> {
                return strings();
            }
            case INTEGER, FLOAT -> {
                next();
                return new Expr.Const(token.value(), token.position());
            }
            case OPERATOR -> {
                if (skipOperator("(")) {
                    enter();
                    Expr node = tuple(Ending.PARENTHESIS, true, true);
                    nesting--;
                    expectOperator(")");
                    return node;
                }
                if (isOperator("[")) {
                    return list();
                }
                if (isOperator("{")) {
                    return dict();
                }
            }
            case END, EOF, ERROR -> {}
        }
        throw fail("unexpected '" + token.describe() + "'", token.position());
    }

    private static Expr nameOrConstant(Token token) {
        return switch (token.text()) {
            case "true", "True" -> new Expr.Const(true, token.position());
            case "false", "False" -> new Expr.Const(false, token.position());
            case "none", "None" -> new Expr.Const(None.NONE, token.position());
            default -> new Expr.Name(token.text(), token.position());
        };
    }

    /** Strings side by side are one string. */
    private Expr strings() {
        Token first = next();
        StringBuilder text = new StringBuilder(first.text());
        while (current().type() == Token.Type.STRING) {
            text.append(next().text());
        }
        return new Expr.Const(text.toString(), first.position());
    }

    private Expr list() {
        int position = expectOperator("[").position();
        List<Expr> items = new ArrayList<>();
        while (!isOperator("]")) {
            if (!items.isEmpty()) {
                expectOperator(",");
                if (isOperator("]")) {
                    break;
                }
            }
            items.add(expression());
        }
        expectOperator("]");
        return new Expr.ListOf(List.copyOf(items), position);
    }

    private Expr dict() {
        int position = expectOperator("{").position();
        List<Expr> keys = new ArrayList<>();
        List<Expr> values = new ArrayList<>();
        while (!isOperator("}")) {
            if (!keys.isEmpty()) {
                expectOperator(",");
                if (isOperator("}")) {
                    break;
                }
            }
            keys.add(expression());
            expectOperator(":");
            values.add(expression());
        }
        expectOperator("}");
        return new Expr.DictOf(List.copyOf(keys), List.copyOf(values), position);
    }

    /** What ends a tuple without parentheses, besides the end of the tag and {@code )}. */
    enum Ending {
        PARENTHESIS,
        IN,
        RECURSIVE;

        boolean matches(Token token) {
            return token.type() == Token.Type.END
                    || token.isOperator(")")
                    || (this == IN && token.isName("in"))
                    || (this == RECURSIVE && token.isName("recursive"));
        }
    }

    /** One expression, or several with commas: a tuple. */
    final Expr tuple(Ending ending, boolean withConditional, boolean parentheses) {
        int position = current().position();
        List<Expr> items = new ArrayList<>();
        boolean tuple = false;
        while (true) {
            if (!items.isEmpty()) {
                expectOperator(",");
            }
            if (ending.matches(current())) {
                break;
            }
            items.add(expression(withConditional));
            if (!isOperator(",")) {
                break;
            }
            tuple = true;
        }
        if (!tuple) {
            if (!items.isEmpty()) {
                return items.get(0);
            }
            if (!parentheses) {
                throw fail(
                        "Expected an expression, got '" + current().describe() + "'",
                        current().position());
            }
        }
        return new Expr.TupleOf(List.copyOf(items), position);
    }

    /** The items of a target: names, parenthesised tuples, and attributes of namespaces. */
    final Expr simpleItem() {
        return primary();
    }

    private Expr postfix(Expr start) {
        Expr node = start;
        while (true) {
            if (isOperator(".") || isOperator("[")) {
                node = subscript(node);
            } else if (isOperator("(")) {
                node = call(node);
            } else {
                return node;
            }
        }
    }

    private Expr filtersAndTests(Expr start) {
        Expr node = start;
        while (true) {
            if (isOperator("|")) {
                next();
                node = filter(node);
            } else if (current().isName("is")) {
                node = test(node);
            } else if (isOperator("(")) {
                node = call(node);
            } else {
                return node;
            }
        }
    }

    private Expr subscript(Expr node) {
        Token token = next();
        if (token.isOperator(".")) {
            Token name = next();
            if (name.type() == Token.Type.NAME) {
                return new Expr.Attribute(node, name.text(), name.position());
            }
            if (name.type() != Token.Type.INTEGER) {
                throw fail("expected name or number", name.position());
            }
            Expr key = new Expr.Const(name.value(), name.position());
            return new Expr.Item(node, key, token.position());
        }
        List<Expr> keys = new ArrayList<>();
        while (!isOperator("]")) {
            if (!keys.isEmpty()) {
                expectOperator(",");
            }
            keys.add(key());
        }
        expectOperator("]");
        Expr key =
                keys.size() == 1
                        ? keys.get(0)
                        : new Expr.TupleOf(List.copyOf(keys), token.position());
        return new Expr.Item(node, key, token.position());
    }

    private Expr key() {
        int position = current().position();
        Expr start = null;
        if (!isOperator(":")) {
            start = expression();
            if (!isOperator(":")) {
                return start;
            }
        }
        next();
        Expr stop = null;
        if (!isOperator(":") && !isOperator("]") && !isOperator(",")) {
            stop = expression();
        }
        Expr step = null;
        if (skipOperator(":") && !isOperator("]") && !isOperator(",")) {
            step = expression();
        }
        return new Expr.Slice(start, stop, step, position);
    }

    private Expr call(Expr function) {
        int position = current().position();
        return new Expr.Call(function, arguments(), position);
    }

    final Expr.Arguments arguments() {
        int position = expectOperator("(").position();
        List<Expr> positional = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<Expr> named = new ArrayList<>();
        Expr rest = null;
        Expr namedRest = null;
        boolean comma = false;
        while (!isOperator(")")) {
            if (comma) {
                expectOperator(",");
                if (isOperator(")")) {
                    break;
                }
            }
            if (skipOperator("*")) {
                ensure(rest == null && namedRest == null, position);
                rest = expression();
            } else if (skipOperator("**")) {
                ensure(namedRest == null, position);
                namedRest = expression();
            } else if (current().type() == Token.Type.NAME && look().isOperator("=")) {
                ensure(namedRest == null, position);
                String name = next().text();
                names.add(name);
                next();
                named.add(expression());
            } else {
                ensure(rest == null && namedRest == null && named.isEmpty(), position);
                positional.add(expression());
            }
            comma = true;
        }
        expectOperator(")");
        return new Expr.Arguments(
                List.copyOf(positional), List.copyOf(names), List.copyOf(named), rest, namedRest);
    }

    private void ensure(boolean valid, int position) {
        if (!valid) {
            throw fail("invalid syntax for function call expression", position);
        }
    }

    /** A filter behind {@code |}. */
    final Expr.Filter filter(@Nullable Expr node) {
        Token token = current();
        String name = dottedName();
        Expr.Arguments arguments = isOperator("(") ? arguments() : Expr.Arguments.NONE;
        return new Expr.Filter(node, name, arguments, token.position());
    }

    private String dottedName() {
        StringBuilder name = new StringBuilder(expectName().text());
        while (skipOperator(".")) {
            name.append('.').append(expectName().text());
        }
        return name.toString();
    }

    private Expr test(Expr node) {
        int position = next().position();
        boolean negated = skipName("not");
        String name = dottedName();
        Expr.Arguments arguments = Expr.Arguments.NONE;
        if (isOperator("(")) {
            arguments = arguments();
        } else if (startsArgument()) {
            if (current().isName("is")) {
                throw fail("You cannot chain multiple tests with is", current().position());
            }
            Expr argument = postfix(primary());
            arguments = new Expr.Arguments(List.of(argument), List.of(), List.of(), null, null);
        }
        Expr test = new Expr.Test(node, name, arguments, position);
        return negated ? new Expr.Not(test, position) : test;
    }

    private boolean startsArgument() {
        Token token = current();
        return switch (token.type()) {
            case NAME -> !token.isName("else") && !token.isName("or") && !token.isName("and");
            case STRING, INTEGER, FLOAT -> true;
            default -> token.isOperator("[") || token.isOperator("{");
        };
    }
}
