package dev.jeton.templates.internal.parse;

import com.hubspot.jinjava.tree.ExpressionNode;
import com.hubspot.jinjava.tree.Node;
import com.hubspot.jinjava.tree.TagNode;
import com.hubspot.jinjava.tree.parse.ExpressionToken;
import dev.jeton.templates.TemplateException.Kind;
import dev.jeton.templates.internal.lang.Expr;
import dev.jeton.templates.internal.lang.HeaderParser;
import dev.jeton.templates.internal.lang.Scanner;
import dev.jeton.templates.internal.lang.Segment;
import dev.jeton.templates.internal.lang.Source;
import dev.jeton.templates.internal.lang.Stmt;
import dev.jeton.templates.internal.lang.Target;
import dev.jeton.templates.internal.lang.Token;
import dev.jeton.templates.internal.value.PyChars;
import dev.jeton.templates.internal.value.PyError;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Turns Jinjava's tree into statements, as Jinja2's {@code Parser.subparse} and its parse methods.
 */
public final class TemplateParser {
    private final List<Segment> segments;
    private final int maxNesting;
    private int depth;

    private TemplateParser(List<Segment> segments, int maxNesting) {
        this.segments = segments;
        this.maxNesting = maxNesting;
    }

    /**
     * Starts to load what the first {@link #parse} needs (some hundred milliseconds) on a thread of
     * its own. To be called where other work comes before the first template.
     */
    public static void prepare() {
        JinjavaTree.prepare();
    }

    public static List<Stmt> parse(Source source, int maxNesting) {
        try {
            return parseValid(source, maxNesting);
        } catch (PyError e) {
            throw e.kind() == Kind.SYNTAX ? Diagnosis.of(source, maxNesting, e) : e;
        }
    }

    private static List<Stmt> parseValid(Source source, int maxNesting) {
        List<Segment> segments = Scanner.scan(source);
        checkTags(segments);
        TemplateParser parser = new TemplateParser(segments, maxNesting);
        return parser.statements(JinjavaTree.parse(segments).getChildren());
    }

    /** Unknown names, and what Jinjava's tree does not keep: the rest of closing tags. */
    private static void checkTags(List<Segment> segments) {
        Deque<String> blocks = new ArrayDeque<>();
        for (Segment segment : segments) {
            if (segment.kind() != Segment.Kind.TAG) {
                continue;
            }
            Token first = segment.tokens().get(0);
            if (first.type() != Token.Type.NAME) {
                throw PyError.syntax("tag name expected", first.position());
            }
            String name = first.text();
            if (name.equals("block")) {
                blocks.push(segment.tokens().get(1).text());
            } else if (JinjavaTree.isEndTag(name)) {
                checkEndTag(segment, name.equals("endblock") ? blocks.poll() : null);
            } else if (!JinjavaTree.isTag(name)) {
                throw PyError.syntax("Encountered unknown tag '" + name + "'.", segment.position());
            }
        }
    }

    private static void checkEndTag(
            Segment segment, @org.jspecify.annotations.Nullable String block) {
        Token second = segment.tokens().get(1);
        if (block != null && second.isName(block)) {
            second = segment.tokens().get(2);
        }
        if (second.type() != Token.Type.END) {
            throw PyError.syntax(
                    "expected token 'end of statement block', got '" + second.describe() + "'",
                    second.position());
        }
    }

    private List<Stmt> statements(List<Node> nodes) {
        if (++depth > maxNesting) {
            throw new PyError(
                    Kind.RECURSION,
                    "tags are nested more than "
                            + maxNesting
                            + " deep (TemplateLimits.maxNesting)");
        }
        List<Stmt> statements = new ArrayList<>();
        for (Node node : nodes) {
            if (node instanceof ExpressionNode) {
                statements.add(printed((ExpressionToken) node.getMaster()));
            } else if (node instanceof TagNode tag) {
                addStatement(tag, statements);
            }
        }
        depth--;
        return List.copyOf(statements);
    }

    private Stmt printed(ExpressionToken token) {
        Segment segment = segments.get(Integer.parseInt(token.getExpr()));
        if (segment.kind() == Segment.Kind.DATA) {
            return new Stmt.Text(segment.data(), segment.position());
        }
        return new Stmt.Print(header(segment).printed(), segment.position());
    }

    private HeaderParser header(Segment segment) {
        return new HeaderParser(segment, maxNesting);
    }

    private Segment segment(TagNode node) {
        String index = node.getHelpers().replace(StatementTag.WITHOUT_BODY, "").strip();
        return segments.get(Integer.parseInt(index));
    }

    private void addStatement(TagNode node, List<Stmt> statements) {
        Segment segment = segment(node);
        // Jinja2's line of a statement is that of its tag's name.
        int position = segment.tokens().get(0).position();
        HeaderParser header = header(segment);
        header.skipTagName();
        String name = JinjavaTree.nameOf(node.getTag());
        switch (name) {
            case "for" -> statements.add(forLoop(node, header, position));
            case "if" -> statements.add(condition(node, header, position));
            case "set" -> statements.add(assignment(node, header, position));
            case "macro" -> statements.add(macro(node, header, position));
            case "call" -> statements.add(callBlock(node, header, position));
            case "generation" -> {
                header.endOfHeader();
                statements.add(new Stmt.Generation(anonymous(node, position), position));
            }
            case "filter" ->
                    statements.add(
                            new Stmt.FilterBlock(header.filterHeader(), body(node), position));
            case "with" -> statements.add(with(node, header, position));
            case "autoescape" ->
                    statements.add(
                            new Stmt.Autoescape(header.autoescapeHeader(), body(node), position));
            case "block" -> statements.add(block(node, header, position));
            case "print" -> {
                for (Expr printed : header.printedList()) {
                    statements.add(new Stmt.Print(printed, position));
                }
            }
            case "break" -> {
                header.endOfTag();
                statements.add(new Stmt.Break(position));
            }
            case "continue" -> {
                header.endOfTag();
                statements.add(new Stmt.Continue(position));
            }
            case "include", "import", "from", "extends" ->
                    statements.add(header.load(name, position));
            default -> throw unknownTag(segment);
        }
    }

    private static PyError unknownTag(Segment segment) {
        return PyError.syntax(
                "Encountered unknown tag '" + segment.tokens().get(0).text() + "'.",
                segment.position());
    }

    private List<Stmt> body(TagNode node) {
        return statements(node.getChildren());
    }

    /** The children of a tag, cut at its {@code elif} and {@code else} tags. */
    private static final class Branches {
        final List<List<Node>> parts = new ArrayList<>();
        final List<TagNode> separators = new ArrayList<>();

        Branches(TagNode node) {
            parts.add(new ArrayList<>());
            for (Node child : node.getChildren()) {
                if (child instanceof TagNode tag && isSeparator(tag)) {
                    separators.add(tag);
                    parts.add(new ArrayList<>());
                } else {
                    parts.get(parts.size() - 1).add(child);
                }
            }
        }

        static boolean isSeparator(TagNode tag) {
            String name = JinjavaTree.nameOf(tag.getTag());
            return name.equals("else") || name.equals("elif");
        }
    }

    private void endElse(TagNode separator) {
        HeaderParser header = header(segment(separator));
        header.skipTagName();
        header.endOfHeader();
    }

    private Stmt forLoop(TagNode node, HeaderParser header, int position) {
        Stmt.For loop = header.forHeader(position);
        Branches branches = new Branches(node);
        List<Stmt> otherwise = List.of();
        if (!branches.separators.isEmpty()) {
            TagNode separator = branches.separators.get(0);
            if (!JinjavaTree.nameOf(separator.getTag()).equals("else")) {
                throw unknownTag(segment(separator));
            }
            if (branches.separators.size() > 1) {
                throw unknownTag(segment(branches.separators.get(1)));
            }
            endElse(separator);
            otherwise = statements(branches.parts.get(1));
        }
        List<Stmt> body = statements(branches.parts.get(0));
        return new Stmt.For(
                loop.target(),
                loop.iterable(),
                loop.filter(),
                loop.recursive(),
                body,
                otherwise,
                position);
    }

    private Stmt condition(TagNode node, HeaderParser header, int position) {
        Branches branches = new Branches(node);
        List<Expr> tests = new ArrayList<>();
        List<List<Stmt>> bodies = new ArrayList<>();
        List<Stmt> otherwise = List.of();
        tests.add(header.condition());
        bodies.add(statements(branches.parts.get(0)));
        boolean closed = false;
        for (int i = 0; i < branches.separators.size(); i++) {
            TagNode separator = branches.separators.get(i);
            if (closed) {
                throw unknownTag(segment(separator));
            }
            List<Stmt> body = statements(branches.parts.get(i + 1));
            if (JinjavaTree.nameOf(separator.getTag()).equals("else")) {
                endElse(separator);
                otherwise = body;
                closed = true;
            } else {
                HeaderParser elif = header(segment(separator));
                elif.skipTagName();
                tests.add(elif.condition());
                bodies.add(body);
            }
        }
        return new Stmt.If(List.copyOf(tests), List.copyOf(bodies), otherwise, position);
    }

    private Stmt assignment(TagNode node, HeaderParser header, int position) {
        Target target = header.assignTarget();
        Expr value = header.assignedValue();
        if (value != null) {
            return new Stmt.Assign(target, value, position);
        }
        Expr.Filter filter = header.blockFilter();
        header.endOfHeader();
        return new Stmt.AssignBlock(target, filter, body(node), position);
    }

    private Stmt.Macro macro(TagNode node, HeaderParser header, int position) {
        String name = header.name();
        List<String> parameters = new ArrayList<>();
        List<Expr> defaults = new ArrayList<>();
        header.signature(parameters, defaults);
        header.endOfHeader();
        return new Stmt.Macro(
                name, List.copyOf(parameters), List.copyOf(defaults), body(node), position);
    }

    private Stmt.Macro anonymous(TagNode node, int position) {
        return new Stmt.Macro("", List.of(), List.of(), body(node), position);
    }

    private Stmt callBlock(TagNode node, HeaderParser header, int position) {
        List<String> parameters = new ArrayList<>();
        List<Expr> defaults = new ArrayList<>();
        if (header.atParenthesis()) {
            header.signature(parameters, defaults);
        }
        Expr.Call call = header.calledMacro(position);
        Stmt.Macro caller =
                new Stmt.Macro(
                        "", List.copyOf(parameters), List.copyOf(defaults), body(node), position);
        return new Stmt.CallBlock(call, caller, position);
    }

    private Stmt with(TagNode node, HeaderParser header, int position) {
        List<Target> targets = new ArrayList<>();
        List<Expr> values = new ArrayList<>();
        header.withHeader(targets, values);
        return new Stmt.With(List.copyOf(targets), List.copyOf(values), body(node), position);
    }

    private Stmt block(TagNode node, HeaderParser header, int position) {
        String name = header.name();
        boolean scoped = header.skipWord("scoped");
        boolean required = header.skipWord("required");
        header.blockHeaderEnd();
        List<Stmt> body = body(node);
        if (required) {
            for (Stmt statement : body) {
                if (!(statement instanceof Stmt.Text text) || !isBlank(text.text())) {
                    throw PyError.syntax(
                            "Required blocks can only contain comments or whitespace", position);
                }
            }
        }
        return new Stmt.Block(name, scoped, required, body, position);
    }

    private static boolean isBlank(String text) {
        return text.chars().allMatch(PyChars::isSpace);
    }
}
