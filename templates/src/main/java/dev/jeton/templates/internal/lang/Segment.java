package dev.jeton.templates.internal.lang;

import java.util.List;

/**
 * A piece of a template: text, {@code {{ ... }}} or {@code {% ... %}}.
 *
 * @param kind which
 * @param data the text after whitespace control; empty for the others
 * @param tokens the tokens between the delimiters, closed by an {@code END} token; empty for text
 * @param position the offset of its start
 */
public record Segment(Kind kind, String data, List<Token> tokens, int position) {
    /** The kinds of segments; comments leave nothing behind. */
    public enum Kind {
        DATA,
        EXPRESSION,
        TAG
    }
}
