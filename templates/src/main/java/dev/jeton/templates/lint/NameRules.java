package dev.jeton.templates.lint;

import dev.jeton.templates.internal.lang.Expr;
import dev.jeton.templates.internal.lang.Stmt;
import dev.jeton.templates.internal.lang.Target;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Rules about variables and macros. */
final class NameRules {
    /** What transformers or the usual callers set. */
    private static final Set<String> KNOWN =
            Set.of(
                    "messages",
                    "tools",
                    "documents",
                    "add_generation_prompt",
                    "enable_thinking",
                    "thinking",
                    "reasoning_effort",
                    "date_string",
                    "add_vision_id");

    private final Tree tree;
    private final Findings findings;

    NameRules(Tree tree, Findings findings) {
        this.tree = tree;
        this.findings = findings;
    }

    void check(Set<String> undeclared) {
        if (!undeclared.contains("messages")) {
            findings.add(LintRule.MESSAGES_UNUSED, "messages is never read");
        }
        undeclared(undeclared);
        unused();
        unusedMacros();
        tree.all(Stmt.For.class).forEach(this::lostIn);
        alwaysDefined();
    }

    private void undeclared(Set<String> undeclared) {
        Set<String> guarded = guarded();
        for (Expr.Name name : tree.all(Expr.Name.class)) {
            if (!undeclared.contains(name.name())
                    || KNOWN.contains(name.name())
                    || name.name().endsWith("_token")
                    || guarded.contains(name.name())) {
                continue;
            }
            String near = nearest(name.name());
            findings.add(
                    LintRule.UNDECLARED_VARIABLE,
                    name.position(),
                    "\""
                            + name.name()
                            + "\" is set by nobody"
                            + (near.isEmpty() ? "" : "; did you mean \"" + near + "\"?"));
            guarded.add(name.name());
        }
    }

    /** Names that the template tests before it uses them, somewhere. */
    private Set<String> guarded() {
        Set<String> guarded = new HashSet<>();
        for (Expr.Test test : tree.all(Expr.Test.class)) {
            if (test.node() instanceof Expr.Name name) {
                guarded.add(name.name());
            }
        }
        for (Expr.Filter filter : tree.all(Expr.Filter.class)) {
            if (filter.node() instanceof Expr.Name name
                    && Set.of("default", "d").contains(filter.name())) {
                guarded.add(name.name());
            }
        }
        for (Stmt.If condition : tree.all(Stmt.If.class)) {
            condition.tests().forEach(test -> addBareNames(test, guarded));
        }
        for (Expr.Conditional conditional : tree.all(Expr.Conditional.class)) {
            addBareNames(conditional.test(), guarded);
        }
        return guarded;
    }

    private static void addBareNames(Expr test, Set<String> names) {
        if (test instanceof Expr.Name name) {
            names.add(name.name());
        } else if (test instanceof Expr.Not not) {
            addBareNames(not.node(), names);
        } else if (test instanceof Expr.And and) {
            addBareNames(and.left(), names);
            addBareNames(and.right(), names);
        } else if (test instanceof Expr.Or or) {
            addBareNames(or.left(), names);
            addBareNames(or.right(), names);
        }
    }

    /** The known name that differs in at most two characters. */
    private static String nearest(String name) {
        String best = "";
        int least = 3;
        for (String known : new TreeSet<>(KNOWN)) {
            int distance = distance(name, known);
            if (distance < least) {
                least = distance;
                best = known;
            }
        }
        return best;
    }

    /** Levenshtein's distance, row by row; names are short. */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }

    private Set<String> read(Tree tree) {
        Set<String> read = new HashSet<>();
        tree.all(Expr.Name.class).forEach(name -> read.add(name.name()));
        tree.all(Target.NamespaceAttribute.class).forEach(t -> read.add(t.namespace()));
        return read;
    }

    private void unused() {
        Set<String> read = read(tree);
        Set<String> reported = new HashSet<>();
        for (Stmt statement : tree.statements()) {
            Target target = assigned(statement);
            if (target instanceof Target.Variable variable
                    && !read.contains(variable.name())
                    && reported.add(variable.name())) {
                findings.add(
                        LintRule.UNUSED_VARIABLE,
                        variable.position(),
                        "\"" + variable.name() + "\" is set and never read");
            }
        }
    }

    private static Target assigned(Stmt statement) {
        if (statement instanceof Stmt.Assign assign) {
            return assign.target();
        }
        return statement instanceof Stmt.AssignBlock block
                ? block.target()
                : new Target.Unpack(List.of(), 0);
    }

    private void unusedMacros() {
        for (Stmt.Macro macro : tree.all(Stmt.Macro.class)) {
            if (macro.name().isEmpty()) {
                continue;
            }
            long all = uses(tree, macro.name());
            long own = uses(new Tree(macro.body()), macro.name());
            if (all == own) {
                findings.add(
                        LintRule.UNUSED_MACRO,
                        macro.position(),
                        "the macro \"" + macro.name() + "\" is never called");
            }
        }
    }

    private static long uses(Tree tree, String name) {
        return tree.all(Expr.Name.class).stream().filter(n -> n.name().equals(name)).count();
    }

    /** A variable that is set before a loop, in it, and read behind it or before it is set. */
    private void lostIn(Stmt.For loop) {
        Tree body = new Tree(loop.body());
        int end = loop.position();
        for (Stmt statement : body.statements()) {
            end = Math.max(end, statement.position());
        }
        for (Expr expression : body.expressions()) {
            end = Math.max(end, expression.position());
        }
        for (Stmt statement : body.statements()) {
            if (assigned(statement) instanceof Target.Variable variable
                    && isSetBefore(variable.name(), loop.position())
                    && isRead(variable, loop.position(), end)) {
                findings.add(
                        LintRule.LOST_ASSIGNMENT,
                        variable.position(),
                        "\""
                                + variable.name()
                                + "\" is set in a loop; outside it keeps its old value");
            }
        }
    }

    private boolean isSetBefore(String name, int position) {
        for (Stmt statement : tree.statements()) {
            if (statement.position() < position
                    && assigned(statement) instanceof Target.Variable variable
                    && variable.name().equals(name)) {
                return true;
            }
        }
        return false;
    }

    private boolean isRead(Target.Variable variable, int loopStart, int loopEnd) {
        for (Expr.Name name : tree.all(Expr.Name.class)) {
            boolean behind = name.position() > loopEnd;
            boolean before = name.position() > loopStart && name.position() < variable.position();
            if (name.name().equals(variable.name()) && (behind || before)) {
                return true;
            }
        }
        return false;
    }

    private void alwaysDefined() {
        for (Stmt.If condition : tree.all(Stmt.If.class)) {
            condition.tests().forEach(this::alwaysDefined);
        }
        for (Expr.Conditional conditional : tree.all(Expr.Conditional.class)) {
            alwaysDefined(conditional.test());
        }
    }

    private void alwaysDefined(Expr condition) {
        if (condition instanceof Expr.Not) {
            return; // "if not tools is defined" sets a default: harmless
        }
        List<Expr> all = Tree.inside(condition);
        for (Expr node : all) {
            if (node instanceof Expr.Test test
                    && test.name().equals("defined")
                    && test.node() instanceof Expr.Name name
                    && Set.of("tools", "documents").contains(name.name())
                    && all.stream()
                                    .filter(
                                            e ->
                                                    e instanceof Expr.Name n
                                                            && n.name().equals(name.name()))
                                    .count()
                            == 1) {
                findings.add(
                        LintRule.ALWAYS_DEFINED,
                        test.position(),
                        "\"" + name.name() + " is defined\" is true even without " + name.name());
            }
        }
    }
}
