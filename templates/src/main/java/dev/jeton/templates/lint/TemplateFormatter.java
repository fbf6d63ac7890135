package dev.jeton.templates.lint;

import dev.jeton.templates.ChatTemplate;
import dev.jeton.templates.TemplateException;
import dev.jeton.templates.TemplateLimits;
import dev.jeton.templates.internal.lang.Scanner;
import dev.jeton.templates.internal.lang.Segment;
import dev.jeton.templates.internal.lang.Source;
import dev.jeton.templates.internal.lang.Token;
import dev.jeton.templates.internal.value.PyChars;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lays a template out: one tag a line where that prints nothing, four spaces for each block, and
 * one way to write what stands inside tags. The text that a template renders stays the same: only
 * white space is changed that Jinja2 drops (behind a tag, before a tag at the start of a line,
 * beside a {@code -}), and the result is scanned again and must have the same texts and tokens.
 *
 * <p>Formatting twice gives the same as formatting once. Comments and {@code raw} blocks keep their
 * text. Cost is linear in the length of the source.
 */
public final class TemplateFormatter {
    private static final Set<String> BLOCKS =
            Set.of(
                    "for",
                    "if",
                    "macro",
                    "call",
                    "filter",
                    "with",
                    "autoescape",
                    "block",
                    "generation");
    private static final int INDENT = 4;

    private final String text;
    private final List<Segment> segments;
    private final StringBuilder out = new StringBuilder();
    private int depth;

    private TemplateFormatter(Source source, List<Segment> segments) {
        this.text = source.text();
        this.segments = segments;
    }

    /**
     * The formatted source; it ends with a line break, which Jinja2 drops.
     *
     * @throws TemplateException if the source is no valid template
     */
    public static String format(String source) {
        return format(source, TemplateLimits.defaults());
    }

    /**
     * As {@link #format(String)} with limits for the source.
     *
     * @throws TemplateException if the source is no valid template or exceeds a limit
     */
    public static String format(String source, TemplateLimits limits) {
        ChatTemplate.parse(source, limits);
        Source normalized = Source.of(source);
        List<Segment> segments = Scanner.scan(normalized);
        TemplateFormatter formatter = new TemplateFormatter(normalized, segments);
        formatter.write(Piece.of(normalized, segments));
        String result = formatter.out.append('\n').toString();
        if (!sameSegments(segments, Scanner.scan(Source.of(result)))) {
            throw new IllegalStateException(
                    "formatting would change what the template renders; please report it");
        }
        return result;
    }

    /** Whether two scans give the same program: equal texts and tokens, wherever they stand. */
    private static boolean sameSegments(List<Segment> a, List<Segment> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (a.get(i).kind() != b.get(i).kind()
                    || !a.get(i).data().equals(b.get(i).data())
                    || !sameTokens(a.get(i).tokens(), b.get(i).tokens())) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameTokens(List<Token> a, List<Token> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (a.get(i).type() != b.get(i).type()
                    || !a.get(i).text().equals(b.get(i).text())
                    || !a.get(i).value().equals(b.get(i).value())) {
                return false;
            }
        }
        return true;
    }

    private void write(List<Piece> pieces) {
        Gap.Finder gaps = new Gap.Finder(text, segments);
        Piece before = null;
        for (Piece piece : pieces) {
            boolean closes = closesBlock(piece);
            if (closes && depth > 0) {
                depth--;
            }
            Gap gap = gaps.between(before, piece);
            char open =
                    gap.kept().isEmpty() ? free(before, gap, piece) : around(before, gap, piece);
            write(piece, open);
            if (opensBlock(piece) || (closes && !piece.tag().startsWith("end"))) {
                depth++;
            }
            before = piece;
        }
        Gap rest = gaps.after(before);
        out.append(lead(before, rest)).append(rest.kept());
    }

    private static boolean opensBlock(Piece piece) {
        return BLOCKS.contains(piece.tag()) || (piece.isTag("set") && !assigns(piece));
    }

    /** Whether a {@code set} has a value, so that no block follows. */
    private static boolean assigns(Piece piece) {
        int open = 0;
        for (Token token : piece.tokens()) {
            if (token.isOperator("(") || token.isOperator("[") || token.isOperator("{")) {
                open++;
            } else if (token.isOperator(")") || token.isOperator("]") || token.isOperator("}")) {
                open--;
            } else if (open == 0 && token.isOperator("=")) {
                return true;
            }
        }
        return false;
    }

    private static boolean closesBlock(Piece piece) {
        String tag = piece.tag();
        return tag.startsWith("end") || tag.equals("else") || tag.equals("elif");
    }

    private String indent() {
        return " ".repeat(INDENT * depth);
    }

    // White space between pieces.

    /** A gap that prints nothing: a new line, unless two expressions stand side by side. */
    private char free(@Nullable Piece before, Gap gap, Piece piece) {
        char open = piece.open();
        if (before == null) {
            return open;
        }
        boolean expressions =
                before.kind() == Piece.Kind.EXPRESSION && piece.kind() == Piece.Kind.EXPRESSION;
        if (open == '+') {
            out.append(gap.lead());
            return open;
        }
        if (expressions && gap.lead().indexOf('\n') < 0) {
            return open;
        }
        boolean dropped = before.close() == '-' || open == '-';
        if (!dropped && before.trimsLineBreak()) {
            dropped = piece.kind() != Piece.Kind.EXPRESSION || depth == 0;
        }
        if (!dropped && piece.kind() == Piece.Kind.RAW) {
            out.append(gap.lead());
            return open;
        }
        out.append('\n').append(indent());
        return dropped ? open : '-';
    }

    /** Text that is printed keeps its characters; what is dropped beside it is set right. */
    private char around(@Nullable Piece before, Gap gap, Piece piece) {
        out.append(lead(before, gap)).append(gap.kept());
        if (piece.open() == '-') {
            if (gap.trail().indexOf('\n') >= 0) {
                out.append('\n').append(indent());
            } else if (gap.kept().endsWith("{") && !gap.trail().isEmpty()) {
                out.append(' '); // without it, the brace would open the tag
            }
        } else if (piece.open() == 0
                && piece.kind() != Piece.Kind.EXPRESSION
                && gap.kept().endsWith("\n")) {
            out.append(indent());
        } else {
            out.append(gap.trail());
        }
        return piece.open();
    }

    private static String lead(@Nullable Piece before, Gap gap) {
        if (before == null || before.close() != '-') {
            return gap.kept().isEmpty() ? "" : gap.lead();
        }
        return gap.lead().indexOf('\n') >= 0 && !gap.kept().isEmpty() ? "\n" : "";
    }

    // Pieces.

    private void write(Piece piece, char open) {
        switch (piece.kind()) {
            case RAW -> out.append(text, piece.start(), piece.end());
            case COMMENT -> comment(piece, open);
            default -> {
                boolean expression = piece.kind() == Piece.Kind.EXPRESSION;
                out.append(expression ? "{{" : "{%");
                sign(open);
                out.append(' ');
                tokens(piece);
                out.append(' ');
                sign(piece.close());
                out.append(expression ? "}}" : "%}");
            }
        }
    }

    private void sign(char sign) {
        if (sign != 0) {
            out.append(sign);
        }
    }

    private void comment(Piece piece, char open) {
        int from = piece.start() + (piece.open() == 0 ? 2 : 3);
        int to = piece.end() - (piece.close() == 0 ? 2 : 3);
        String body = text.substring(from, Math.max(from, to));
        String stripped = body.strip();
        out.append("{#");
        sign(open);
        boolean oneLine = body.indexOf('\n') < 0 && !stripped.isEmpty();
        out.append(oneLine ? " " + stripped + " " : body);
        sign(piece.close());
        out.append("#}");
    }

    private void tokens(Piece piece) {
        Spacing spacing = new Spacing();
        List<Token> tokens = piece.tokens();
        for (int i = 0; i < tokens.size() - 1; i++) {
            Token token = tokens.get(i);
            int end = rawEnd(token, tokens.get(i + 1));
            boolean space = spacing.before(token);
            if (i > 0 && newLineBefore(tokens.get(i - 1), token)) {
                int level = spacing.open() - (isOpening(token) ? 1 : 0);
                level = isClosing(token) ? level : Math.max(level, 1);
                out.append('\n').append(" ".repeat(INDENT * (depth + level)));
            } else if (space) {
                out.append(' ');
            }
            out.append(text, token.position(), end);
        }
    }

    private static boolean isOpening(Token token) {
        return token.isOperator("(") || token.isOperator("[") || token.isOperator("{");
    }

    private static boolean isClosing(Token token) {
        return token.isOperator(")") || token.isOperator("]") || token.isOperator("}");
    }

    /** Long literals keep their lines. */
    private boolean newLineBefore(Token last, Token token) {
        return text.substring(rawEnd(last, token), token.position()).indexOf('\n') >= 0;
    }

    private int rawEnd(Token token, Token next) {
        int end = next.position();
        while (end > token.position() + 1 && PyChars.isSpace(text.charAt(end - 1))) {
            end--;
        }
        return end;
    }
}
