package dev.jeton.templates.internal.lang;

/**
 * A token of an expression or a tag.
 *
 * @param type what it is
 * @param text the name, operator, or unescaped string
 * @param value the number of an {@code INTEGER} or {@code FLOAT}, else the text
 * @param position the offset in the source
 */
public record Token(Type type, String text, Object value, int position) {
    /** The kinds of tokens; operators are told apart by their text. */
    public enum Type {
        NAME,
        STRING,
        INTEGER,
        FLOAT,
        OPERATOR,
        END,
        /** The end of the template inside a tag. */
        EOF,
        /** What the lexer cannot read; the value is the error. */
        ERROR
    }

    public boolean isName(String name) {
        return type == Type.NAME && text.equals(name);
    }

    public boolean isOperator(String operator) {
        return type == Type.OPERATOR && text.equals(operator);
    }

    /** How Jinja2's messages name the token. */
    public String describe() {
        return switch (type) {
            case STRING -> "string";
            case INTEGER -> "integer";
            case FLOAT -> "float";
            case EOF -> "end of template";
            default -> text;
        };
    }
}
