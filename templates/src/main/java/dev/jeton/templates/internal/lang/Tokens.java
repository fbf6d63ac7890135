package dev.jeton.templates.internal.lang;

import dev.jeton.templates.internal.value.PyError;
import java.util.List;

/** A cursor over the tokens of one segment, with the error messages of Jinja2's TokenStream. */
class Tokens {
    private final List<Token> tokens;
    private int index;

    Tokens(List<Token> tokens) {
        this.tokens = tokens;
    }

    final Token current() {
        return tokens.get(index);
    }

    final Token look() {
        return tokens.get(Math.min(index + 1, tokens.size() - 1));
    }

    final Token next() {
        Token token = current();
        if (index < tokens.size() - 1) {
            index++;
        }
        return token;
    }

    final boolean atEnd() {
        return current().type() == Token.Type.END;
    }

    final boolean skipName(String name) {
        return current().isName(name) && next() != null;
    }

    final boolean skipOperator(String operator) {
        return current().isOperator(operator) && next() != null;
    }

    final boolean isOperator(String operator) {
        return current().isOperator(operator);
    }

    final Token expectOperator(String operator) {
        if (!isOperator(operator)) {
            throw unexpected(operator);
        }
        return next();
    }

    final Token expectName() {
        if (current().type() != Token.Type.NAME) {
            throw unexpected("name");
        }
        return next();
    }

    final void expectName(String name) {
        if (!current().isName(name)) {
            throw unexpected(name);
        }
        next();
    }

    final void expectEnd() {
        if (!atEnd()) {
            Token last = tokens.get(tokens.size() - 1);
            throw unexpected(last.text());
        }
    }

    final PyError unexpected(String expected) {
        return fail(
                "expected token '" + expected + "', got '" + current().describe() + "'",
                current().position());
    }

    final PyError fail(String message, int position) {
        return PyError.syntax(message, position);
    }
}
