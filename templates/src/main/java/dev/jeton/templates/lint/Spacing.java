package dev.jeton.templates.lint;

import dev.jeton.templates.internal.lang.Token;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a space stands between two tokens: around operators and behind commas, not inside brackets,
 * not around the {@code =} of an argument, not around the colons of a slice.
 */
final class Spacing {
    /** Names behind which a bracket is no call and no index. */
    private static final Set<String> KEYWORDS =
            Set.of(
                    "if",
                    "elif",
                    "else",
                    "in",
                    "not",
                    "and",
                    "or",
                    "is",
                    "for",
                    "set",
                    "print",
                    "with",
                    "include",
                    "import",
                    "from",
                    "extends",
                    "as",
                    "recursive",
                    "filter",
                    "autoescape");

    private final Deque<Character> brackets = new ArrayDeque<>();
    private @Nullable Token last;
    private boolean lastIsUnary;
    private boolean lastIsAttribute;

    /** How many brackets are open behind the tokens so far. */
    int open() {
        return brackets.size();
    }

    /** Whether a space stands before this token, which is then the last one. */
    boolean before(Token token) {
        boolean unary = isUnary(token);
        boolean space = last != null && space(last, token);
        lastIsAttribute = last != null && last.isOperator(".");
        if (token.type() == Token.Type.OPERATOR) {
            switch (token.text()) {
                case "(", "[", "{" -> brackets.push(token.text().charAt(0));
                case ")", "]", "}" -> brackets.poll();
                default -> {}
            }
        }
        last = token;
        lastIsUnary = unary;
        return space;
    }

    private boolean space(Token before, Token token) {
        if (lastIsUnary || isOneOf(before, "(", "[", "{", ".")) {
            return false;
        }
        if (isOneOf(token, ")", "]", "}", ",", ".", ":", ";")) {
            return false;
        }
        if (isOneOf(token, "(", "[")) {
            return !endsOperand(before);
        }
        boolean argument = !brackets.isEmpty();
        if (argument && (token.isOperator("=") || before.isOperator("="))) {
            return false;
        }
        return !before.isOperator(":") || !isSlice();
    }

    private boolean isSlice() {
        Character innermost = brackets.peek();
        return innermost != null && innermost == '[';
    }

    private boolean isUnary(Token token) {
        boolean sign = isOneOf(token, "-", "+");
        boolean spread = isOneOf(token, "*", "**");
        if (spread) {
            return last == null || isOneOf(last, "(", ",");
        }
        return sign && (last == null || !endsOperand(last));
    }

    private boolean endsOperand(Token token) {
        return switch (token.type()) {
            case NAME -> lastIsAttribute || !KEYWORDS.contains(token.text());
            case STRING, INTEGER, FLOAT -> true;
            case OPERATOR -> isOneOf(token, ")", "]", "}");
            case END, EOF, ERROR -> false;
        };
    }

    private static boolean isOneOf(Token token, String... operators) {
        if (token.type() != Token.Type.OPERATOR) {
            return false;
        }
        for (String operator : operators) {
            if (token.text().equals(operator)) {
                return true;
            }
        }
        return false;
    }
}
