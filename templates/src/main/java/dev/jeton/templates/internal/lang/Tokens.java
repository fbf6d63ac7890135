package dev.jeton.templates.internal.lang;

import dev.jeton.templates.internal.value.PyError;
import java.util.List;

/** A cursor over the tokens of one segment, with the error messages of Jinja2's TokenStream. */
class Tokens {
    private final List<Token> tokens;
    private int index;

    Tokens(List<Token> tokens) {
        this.tokens = tokens;
        checked(tokens.get(0));
    }

    /** An error of the lexer shows up when the parser comes to it. */
    private static Token checked(Token token) {
        if (token.type() == Token.Type.ERROR) {
            throw (PyError) token.value();
        }
        return token;
    }

    final Token current() {
        return tokens.get(index);
    }

    final Token look() {
        return checked(tokens.get(Math.min(index + 1, tokens.size() - 1)));
    }

    final Token next() {
        Token token = current();
        if (index < tokens.size() - 1) {
            index++;
            checked(current());
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
            throw unexpected(endName());
        }
    }

    /** How messages call the end of the segment; overridden where it is no print statement. */
    String endName() {
        return Scanner.PRINT_END;
    }

    final PyError unexpected(String expected) {
        if (current().type() == Token.Type.EOF) {
            return fail(
                    "unexpected end of template, expected '" + expected + "'.",
                    current().position());
        }
        return fail(
                "expected token '" + expected + "', got '" + current().describe() + "'",
                current().position());
    }

    final PyError fail(String message, int position) {
        return PyError.syntax(message, position);
    }
}
