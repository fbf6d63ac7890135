package dev.jeton.templates.internal.lang;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What stands between {@code {%} and {@code %}}: targets, signatures and the parts of each tag. */
public final class HeaderParser extends ExprParser {
    private static final Set<String> CONSTANTS =
            Set.of("true", "false", "none", "True", "False", "None");

    private final boolean tag;

    public HeaderParser(Segment segment, int maxNesting) {
        super(segment.tokens(), maxNesting);
        this.tag = segment.kind() == Segment.Kind.TAG;
    }

    @Override
    String endName() {
        return tag ? Scanner.TAG_END : Scanner.PRINT_END;
    }

    /** The expression of a print segment. */
    public Expr printed() {
        Expr node = tuple(Ending.PARENTHESIS, true, false);
        expectEnd();
        return node;
    }

    /** The token that comes next. */
    public Token currentToken() {
        return current();
    }

    /** Skips the name of the tag. */
    public void skipTagName() {
        expectName();
    }

    /** The end of a tag that opens a body, for which Jinja2 allows a colon. */
    public void endOfHeader() {
        skipOperator(":");
        expectEnd();
    }

    /** The end of a tag without a body. */
    public void endOfTag() {
        expectEnd();
    }

    // for

    public Stmt.For forHeader(int position) {
        Target target = target(Ending.IN, false);
        expectName("in");
        Expr iterable = tuple(Ending.RECURSIVE, false, false);
        Expr filter = skipName("if") ? expression() : null;
        boolean recursive = skipName("recursive");
        endOfHeader();
        return new Stmt.For(target, iterable, filter, recursive, List.of(), List.of(), position);
    }

    /** The test of {@code if} and {@code elif}. */
    public Expr condition() {
        Expr test = tuple(Ending.PARENTHESIS, false, false);
        endOfHeader();
        return test;
    }

    // set

    public Target assignTarget() {
        return target(Ending.PARENTHESIS, true);
    }

    /** The value behind {@code =}, or null for a block. */
    public @Nullable Expr assignedValue() {
        if (!skipOperator("=")) {
            return null;
        }
        Expr value = tuple(Ending.PARENTHESIS, true, false);
        expectEnd();
        return value;
    }

    /** The filters of a set block, or null. */
    public Expr.@Nullable Filter blockFilter() {
        Expr.Filter node = null;
        while (skipOperator("|")) {
            node = filter(node);
        }
        return node;
    }

    /** The filters of a filter block. */
    public Expr.Filter filterHeader() {
        Expr.Filter node = filter(null);
        while (skipOperator("|")) {
            node = filter(node);
        }
        endOfHeader();
        return node;
    }

    // macro, call

    public String name() {
        return expectName().text();
    }

    /** {@code (a, b=1)}: fills the lists. */
    public void signature(List<String> parameters, List<Expr> defaults) {
        expectOperator("(");
        while (!isOperator(")")) {
            if (!parameters.isEmpty()) {
                expectOperator(",");
            }
            Token name = expectName();
            checkName(name.text(), name.position());
            parameters.add(name.text());
            if (skipOperator("=")) {
                defaults.add(expression());
            } else if (!defaults.isEmpty()) {
                throw fail("non-default argument follows default argument", name.position());
            }
        }
        expectOperator(")");
    }

    public boolean atParenthesis() {
        return isOperator("(");
    }

    public Expr.Call calledMacro(int position) {
        Expr node = expression();
        if (!(node instanceof Expr.Call call)) {
            throw fail("expected call", position);
        }
        endOfHeader();
        return call;
    }

    // with, print, autoescape, block, include

    public void withHeader(List<Target> targets, List<Expr> values) {
        while (!atEnd()) {
            if (!targets.isEmpty()) {
                expectOperator(",");
            }
            targets.add(target(Ending.PARENTHESIS, false));
            expectOperator("=");
            values.add(expression());
        }
        endOfHeader();
    }

    public List<Expr> printedList() {
        List<Expr> nodes = new ArrayList<>();
        while (!atEnd()) {
            if (!nodes.isEmpty()) {
                expectOperator(",");
            }
            nodes.add(expression());
        }
        return nodes;
    }

    public Expr autoescapeHeader() {
        Expr value = expression();
        endOfHeader();
        return value;
    }

    public boolean skipWord(String word) {
        return skipName(word);
    }

    public void blockHeaderEnd() {
        if (isOperator("-")) {
            throw fail(
                    "Block names in Jinja have to be valid Python identifiers and may not contain"
                            + " hyphens, use an underscore instead.",
                    current().position());
        }
        endOfHeader();
    }

    /**
     * {@code include x}, {@code import x as y}, {@code from x import y as z}, {@code extends x}.
     */
    public Stmt.Load load(String tag, int position) {
        Expr template = expression();
        List<String> names = new ArrayList<>();
        boolean ignoreMissing = false;
        boolean withoutContext = false;
        switch (tag) {
            case "include" -> {
                if (current().isName("ignore") && look().isName("missing")) {
                    next();
                    next();
                    ignoreMissing = true;
                }
                withoutContext = current().isName("without");
                withoutContext &= skipContext();
            }
            case "import" -> {
                expectName("as");
                names.add(expectName().text());
                skipContext();
            }
            case "from" -> importedNames(names);
            default -> {}
        }
        expectEnd();
        return new Stmt.Load(
                tag, template, List.copyOf(names), ignoreMissing, withoutContext, position);
    }

    private boolean skipContext() {
        boolean context =
                (current().isName("with") || current().isName("without"))
                        && look().isName("context");
        if (context) {
            next();
            next();
        }
        return context;
    }

    private void importedNames(List<String> names) {
        expectName("import");
        do {
            if (skipContext()) {
                return;
            }
            Token name = expectName();
            if (name.text().startsWith("_")) {
                throw fail("names starting with an underline can not be imported", name.position());
            }
            names.add(skipName("as") ? expectName().text() : name.text());
            if (skipContext()) {
                return;
            }
        } while (skipOperator(","));
    }

    // targets

    private Target target(Ending ending, boolean withNamespace) {
        int position = current().position();
        List<Target> targets = new ArrayList<>();
        boolean tuple = false;
        while (true) {
            if (!targets.isEmpty()) {
                expectOperator(",");
            }
            if (ending.matches(current())) {
                break;
            }
            targets.add(simpleTarget(withNamespace));
            if (!isOperator(",")) {
                break;
            }
            tuple = true;
        }
        if (targets.isEmpty()) {
            throw fail(
                    "Expected an expression, got '" + current().describe() + "'",
                    current().position());
        }
        return tuple ? new Target.Unpack(List.copyOf(targets), position) : targets.get(0);
    }

    private Target simpleTarget(boolean withNamespace) {
        Token token = current();
        if (withNamespace && token.type() == Token.Type.NAME && look().isOperator(".")) {
            boolean constant = CONSTANTS.contains(token.text());
            if (!constant) {
                next();
                next();
                return new Target.NamespaceAttribute(
                        token.text(), expectName().text(), token.position());
            }
        }
        return targetOf(simpleItem());
    }

    private Target targetOf(Expr node) {
        if (node instanceof Expr.Name name) {
            return new Target.Variable(name.name(), name.position());
        }
        if (node instanceof Expr.TupleOf tuple) {
            List<Target> targets = new ArrayList<>();
            for (Expr item : tuple.items()) {
                targets.add(targetOf(item));
            }
            return new Target.Unpack(List.copyOf(targets), tuple.position());
        }
        String kind = node.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
        throw fail("can't assign to '" + kind + "'", node.position());
    }

    private void checkName(String name, int position) {
        if (CONSTANTS.contains(name)) {
            throw fail("can't assign to 'name'", position);
        }
    }
}
