package dev.jeton.templates;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A chat template that cannot be parsed or rendered.
 *
 * <p>{@link #kind()} tells what a program may want to react to; {@link #reason()} is the text of
 * the error alone (for {@link Kind#RAISE_EXCEPTION} exactly what the template said), {@link
 * #getMessage()} adds the place and the source line.
 */
public final class TemplateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The kinds of errors, as Jinja2 under Python distinguishes them. */
    public enum Kind {
        /** The template called {@code raise_exception}. */
        RAISE_EXCEPTION,
        /** An undefined variable or attribute was used (Jinja2's {@code UndefinedError}). */
        UNDEFINED,
        /** An operation on values it does not exist for (Python's {@code TypeError}). */
        TYPE,
        /** The source is no valid template. */
        SYNTAX,
        /** The template asked for something that the sandbox or a limit refuses. */
        SECURITY,
        /** Macros, loops or values are nested too deeply. */
        RECURSION,
        /** The final message could not be continued. */
        CONTINUE_FINAL_MESSAGE,
        /** Everything else, such as a division by zero or a number that cannot be read. */
        OTHER;

        /** The name in lower case, as golden data and {@code --json} output spell it. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Kind kind;
    private final String reason;
    private final int line;
    private final int column;
    private final String snippet;

    /** Creates an error without a place in a template. */
    public TemplateException(Kind kind, String reason) {
        this(kind, reason, 0, 0, "", null);
    }

    /**
     * Creates an error.
     *
     * @param line the line in the template, from 1, or 0 where there is none
     * @param column the column in code points, from 1, or 0 where there is none
     * @param snippet the source line, may be empty
     */
    public TemplateException(
            Kind kind,
            String reason,
            int line,
            int column,
            String snippet,
            @Nullable Throwable cause) {
        super(describe(reason, line, column, snippet), cause);
        this.kind = kind;
        this.reason = reason;
        this.line = line;
        this.column = column;
        this.snippet = snippet;
    }

    private static String describe(String reason, int line, int column, String snippet) {
        if (line <= 0) {
            return reason;
        }
        String place = "chat template, line " + line + (column > 0 ? ", column " + column : "");
        return place + ": " + reason + (snippet.isBlank() ? "" : "\n    " + snippet.strip());
    }

    /** What went wrong. */
    public Kind kind() {
        return kind;
    }

    /** The error alone, without the place. */
    public String reason() {
        return reason;
    }

    /** The line in the template source, from 1; 0 if the error has no place. */
    public int line() {
        return line;
    }

    /** The column in code points, from 1; 0 if unknown. */
    public int column() {
        return column;
    }

    /** The source line the error points to; empty if the error has no place. */
    public String snippet() {
        return snippet;
    }
}
