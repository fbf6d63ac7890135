package dev.jeton.templates.internal.parse;

import dev.jeton.templates.internal.lang.HeaderParser;
import dev.jeton.templates.internal.lang.Scanner;
import dev.jeton.templates.internal.lang.Segment;
import dev.jeton.templates.internal.lang.Source;
import dev.jeton.templates.internal.lang.Token;
import dev.jeton.templates.internal.value.PyError;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Where Jinja2's parser would have stopped in a template that is no valid one: it reads from left
 * to right, so the first of several faults is the one to report, whoever found another one first.
 * Only run for templates that failed.
 */
final class Diagnosis {
    private static final int MAX_DEPTH = 200;

    private final List<Segment> segments;
    private final int maxNesting;
    private final Deque<String> open = new ArrayDeque<>();
    private final Deque<List<String>> awaited = new ArrayDeque<>();
    private int at;

    private Diagnosis(List<Segment> segments, int maxNesting) {
        this.segments = segments;
        this.maxNesting = maxNesting;
    }

    /** The error that Jinja2 reports for a source in which {@code found} was found. */
    static PyError of(Source source, int maxNesting, PyError found) {
        try {
            new Diagnosis(Scanner.scanLeniently(source), maxNesting).statements(List.of());
            return found;
        } catch (PyError e) {
            return e;
        }
    }

    /** Reads up to one of the tags, which is left; Jinja2's {@code subparse}. */
    private void statements(List<String> ends) {
        if (awaited.size() > MAX_DEPTH) {
            throw new PyError(
                    dev.jeton.templates.TemplateException.Kind.RECURSION,
                    "tags are nested more than "
                            + maxNesting
                            + " deep (TemplateLimits.maxNesting)");
        }
        awaited.push(ends);
        for (; at < segments.size(); at++) {
            Segment segment = segments.get(at);
            if (segment.kind() == Segment.Kind.EXPRESSION) {
                new HeaderParser(segment, maxNesting).printed();
            } else if (segment.kind() == Segment.Kind.TAG) {
                HeaderParser header = new HeaderParser(segment, maxNesting);
                Token name = header.currentToken();
                if (name.type() == Token.Type.NAME && ends.contains(name.text())) {
                    break;
                }
                statement(segment, header, name);
            }
        }
        awaited.pop();
    }

    private void statement(Segment segment, HeaderParser header, Token name) {
        if (name.type() != Token.Type.NAME) {
            throw PyError.syntax("tag name expected", name.position());
        }
        if (!JinjavaTree.isTag(name.text())
                || name.text().equals("else")
                || name.text().equals("elif")) {
            throw unclosed("Encountered unknown tag '" + name.text() + "'.", name);
        }
        open.push(name.text());
        header.skipTagName();
        tag(segment, header, name);
        open.pop();
    }

    private void tag(Segment segment, HeaderParser header, Token name) {
        int position = segment.position();
        switch (name.text()) {
            case "for" -> {
                header.forHeader(position);
                if (body("endfor", "else").equals("else")) {
                    endOfElse();
                    body("endfor");
                }
                end("");
            }
            case "if" -> condition(header);
            case "set" -> {
                header.assignTarget();
                if (header.assignedValue() == null) {
                    header.blockFilter();
                    header.endOfHeader();
                    body("endset");
                    end("");
                }
            }
            case "macro" -> {
                header.name();
                header.signature(new ArrayList<>(), new ArrayList<>());
                header.endOfHeader();
                body("endmacro");
                end("");
            }
            case "call" -> {
                if (header.atParenthesis()) {
                    header.signature(new ArrayList<>(), new ArrayList<>());
                }
                header.calledMacro(name.position());
                body("endcall");
                end("");
            }
            case "filter" -> {
                header.filterHeader();
                body("endfilter");
                end("");
            }
            case "with" -> {
                header.withHeader(new ArrayList<>(), new ArrayList<>());
                body("endwith");
                end("");
            }
            case "autoescape" -> {
                header.autoescapeHeader();
                body("endautoescape");
                end("");
            }
            case "generation" -> {
                header.endOfHeader();
                body("endgeneration");
                end("");
            }
            case "block" -> block(header);
            case "print" -> header.printedList();
            case "break", "continue" -> header.endOfTag();
            default -> header.load(name.text(), position);
        }
    }

    private void condition(HeaderParser header) {
        header.condition();
        String next = body("elif", "else", "endif");
        while (next.equals("elif")) {
            HeaderParser elif = new HeaderParser(segments.get(at), maxNesting);
            elif.skipTagName();
            elif.condition();
            next = body("elif", "else", "endif");
        }
        if (next.equals("else")) {
            endOfElse();
            body("endif");
        }
        end("");
    }

    private void block(HeaderParser header) {
        String name = header.name();
        header.skipWord("scoped");
        boolean required = header.skipWord("required");
        header.blockHeaderEnd();
        int from = at + 1;
        body("endblock");
        for (int i = from; required && i < at; i++) {
            Segment inside = segments.get(i);
            if (inside.kind() != Segment.Kind.DATA || !inside.data().isBlank()) {
                throw PyError.syntax(
                        "Required blocks can only contain comments or whitespace",
                        segments.get(at).tokens().get(1).position());
            }
        }
        end(name);
    }

    /** Reads a body; the tag that ends it becomes the current one, and its name is returned. */
    private String body(String... ends) {
        at++;
        statements(List.of(ends));
        if (at >= segments.size()) {
            awaited.push(List.of(ends));
            throw unclosed("Unexpected end of template.", lastToken());
        }
        return segments.get(at).tokens().get(0).text();
    }

    private void endOfElse() {
        HeaderParser header = new HeaderParser(segments.get(at), maxNesting);
        header.skipTagName();
        header.endOfHeader();
    }

    /** The rest of the tag that ends a body. */
    private void end(String blockName) {
        HeaderParser header = new HeaderParser(segments.get(at), maxNesting);
        header.skipTagName();
        if (!blockName.isEmpty()) {
            header.skipWord(blockName);
        }
        header.endOfTag();
    }

    private Token lastToken() {
        if (segments.isEmpty()) {
            return new Token(Token.Type.EOF, "", "", 0);
        }
        Segment last = segments.get(segments.size() - 1);
        return last.tokens().isEmpty()
                ? new Token(Token.Type.EOF, "", "", last.position())
                : last.tokens().get(last.tokens().size() - 1);
    }

    private PyError unclosed(String found, Token token) {
        StringBuilder message = new StringBuilder(found);
        List<String> ends = awaited.isEmpty() ? List.of() : awaited.peek();
        if (!ends.isEmpty()) {
            String looking = "'" + String.join("' or '", ends) + "'";
            boolean expected =
                    token.type() == Token.Type.NAME
                            && awaited.stream().anyMatch(names -> names.contains(token.text()));
            message.append(
                    expected
                            ? " You probably made a nesting mistake. Jinja is expecting this tag,"
                                    + " but currently looking for "
                                    + looking
                                    + "."
                            : " Jinja was looking for the following tags: " + looking + ".");
        }
        if (!open.isEmpty()) {
            message.append(" The innermost block that needs to be closed is '")
                    .append(open.peek())
                    .append("'.");
        }
        return PyError.syntax(message.toString(), token.position());
    }
}
