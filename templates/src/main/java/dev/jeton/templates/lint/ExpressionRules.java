package dev.jeton.templates.lint;

import dev.jeton.templates.internal.lang.Expr;
import dev.jeton.templates.internal.lang.Stmt;
import dev.jeton.templates.internal.run.Filters;
import dev.jeton.templates.internal.run.Tests;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rules about single expressions and tags. */
final class ExpressionRules {
    private static final Set<String> MUTATING =
            Set.of(
                    "append",
                    "extend",
                    "insert",
                    "pop",
                    "popitem",
                    "remove",
                    "clear",
                    "update",
                    "setdefault",
                    "sort",
                    "reverse",
                    "add",
                    "discard");

    /** The methods of Python's str, list, tuple and dict, and of Jinja2's own objects. */
    private static final Set<String> METHODS =
            Set.of(
                    "capitalize",
                    "casefold",
                    "center",
                    "count",
                    "encode",
                    "endswith",
                    "expandtabs",
                    "find",
                    "format",
                    "format_map",
                    "index",
                    "isalnum",
                    "isalpha",
                    "isascii",
                    "isdecimal",
                    "isdigit",
                    "isidentifier",
                    "islower",
                    "isnumeric",
                    "isprintable",
                    "isspace",
                    "istitle",
                    "isupper",
                    "join",
                    "ljust",
                    "lower",
                    "lstrip",
                    "maketrans",
                    "partition",
                    "removeprefix",
                    "removesuffix",
                    "replace",
                    "rfind",
                    "rindex",
                    "rjust",
                    "rpartition",
                    "rsplit",
                    "rstrip",
                    "split",
                    "splitlines",
                    "startswith",
                    "strip",
                    "swapcase",
                    "title",
                    "translate",
                    "upper",
                    "zfill",
                    "copy",
                    "fromkeys",
                    "get",
                    "items",
                    "keys",
                    "values",
                    "cycle",
                    "changed",
                    "next",
                    "reset",
                    "is_integer",
                    "bit_length");

    /** What people write who know another language. */
    private static final Map<String, String> INSTEAD = instead();

    /**
     * What both llama.cpp's engine (common/jinja, early 2026) and @huggingface/jinja 0.5 have, read
     * from their sources.
     */
    private static final Set<String> PORTABLE_FILTERS =
            Set.of(
                    "tojson",
                    "default",
                    "upper",
                    "lower",
                    "title",
                    "capitalize",
                    "trim",
                    "length",
                    "join",
                    "string",
                    "int",
                    "float",
                    "abs",
                    "list",
                    "first",
                    "last",
                    "reverse",
                    "sort",
                    "selectattr",
                    "rejectattr",
                    "map",
                    "items",
                    "indent",
                    "replace");

    private static final Set<String> PORTABLE_TESTS =
            Set.of(
                    "defined",
                    "undefined",
                    "none",
                    "string",
                    "number",
                    "integer",
                    "boolean",
                    "iterable",
                    "sequence",
                    "mapping",
                    "true",
                    "false",
                    "odd",
                    "even",
                    "eq",
                    "equalto",
                    "lower",
                    "upper",
                    "callable");

    private final Tree tree;
    private final Findings findings;

    ExpressionRules(Tree tree, Findings findings) {
        this.tree = tree;
        this.findings = findings;
    }

    private static Map<String, String> instead() {
        Map<String, String> instead = new HashMap<>();
        instead.put("trim", "strip");
        instead.put("trimStart", "lstrip");
        instead.put("trimEnd", "rstrip");
        instead.put("toUpperCase", "upper");
        instead.put("toLowerCase", "lower");
        instead.put("startsWith", "startswith");
        instead.put("endsWith", "endswith");
        instead.put("indexOf", "find");
        instead.put("has_key", "the operator in");
        instead.put("includes", "the operator in");
        instead.put("contains", "the operator in");
        instead.put("iteritems", "items");
        instead.put("length", "the filter length");
        instead.put("size", "the filter length");
        instead.put("push", "+ [item]");
        return instead;
    }

    void check() {
        tree.all(Expr.Filter.class).forEach(this::filter);
        tree.all(Expr.Test.class).forEach(this::test);
        tree.all(Expr.Call.class).forEach(this::call);
        for (Expr.Attribute attribute : tree.all(Expr.Attribute.class)) {
            if (attribute.name().startsWith("__")) {
                findings.add(
                        LintRule.PRIVATE_ATTRIBUTE,
                        attribute.position(),
                        "the sandbox refuses \"" + attribute.name() + "\"");
            }
        }
        tree.all(Expr.Binary.class).forEach(this::binary);
        tree.statements().forEach(this::statement);
    }

    private void filter(Expr.Filter filter) {
        String name = filter.name();
        if (!Filters.ALL.containsKey(name)) {
            findings.add(
                    LintRule.UNKNOWN_FILTER,
                    filter.position(),
                    "there is no filter \"" + name + "\"" + suggestion(name));
            return;
        }
        if (Set.of("e", "escape", "forceescape", "urlize", "xmlattr", "urlencode").contains(name)) {
            findings.add(
                    LintRule.HTML_ESCAPE,
                    filter.position(),
                    "the filter \"" + name + "\" changes the text");
        }
        if (name.equals("format") && filter.node() != null && !isText(filter.node())) {
            format(filter.position());
        }
        boolean sorted =
                name.equals("tojson")
                        && filter.arguments().names().stream()
                                .anyMatch(n -> Set.of("sort_keys", "separators").contains(n));
        if (!PORTABLE_FILTERS.contains(name) || sorted) {
            findings.add(
                    LintRule.NONPORTABLE_FILTER,
                    filter.position(),
                    "not every engine has the filter \""
                            + name
                            + (sorted ? "\" with these arguments" : "\""));
        }
    }

    private static String suggestion(String name) {
        String method = INSTEAD.getOrDefault(name, name.equals("strip") ? "trim" : "");
        return method.isEmpty() || !Filters.ALL.containsKey(method)
                ? ""
                : "; did you mean \"" + method + "\"?";
    }

    private void test(Expr.Test test) {
        String name = test.name();
        if (!Tests.ALL.containsKey(name)) {
            findings.add(
                    LintRule.UNKNOWN_TEST, test.position(), "there is no test \"" + name + "\"");
        } else if (!PORTABLE_TESTS.contains(name)) {
            findings.add(
                    LintRule.NONPORTABLE_TEST,
                    test.position(),
                    "not every engine has the test \"" + name + "\"");
        }
    }

    private static boolean isText(Expr node) {
        return node instanceof Expr.Const;
    }

    private void format(int position) {
        findings.add(
                LintRule.CONTENT_AS_FORMAT, position, "the format is a value, not a literal text");
    }

    private void call(Expr.Call call) {
        if (call.function() instanceof Expr.Name name && name.name().equals("strftime_now")) {
            clock(call);
        }
        if (!(call.function() instanceof Expr.Attribute method)
                || (method.node() instanceof Expr.Name self && self.name().equals("self"))) {
            return;
        }
        String name = method.name();
        if (MUTATING.contains(name)) {
            findings.add(
                    LintRule.MUTATING_METHOD,
                    method.position(),
                    "the sandbox refuses \"" + name + "\", which changes a value");
        } else if (!METHODS.contains(name) && !name.startsWith("__")) {
            String instead = INSTEAD.getOrDefault(name, "");
            findings.add(
                    LintRule.UNKNOWN_METHOD,
                    method.position(),
                    "no value has the method \""
                            + name
                            + "\""
                            + (instead.isEmpty() ? "" : "; use " + instead));
        } else if (Set.of("format", "format_map").contains(name) && !isText(method.node())) {
            format(method.position());
        }
    }

    /** Where a caller can give the date, the clock is only the default. */
    private void clock(Expr.Call call) {
        for (Expr.Test test : tree.all(Expr.Test.class)) {
            boolean date =
                    test.node() instanceof Expr.Name name
                            && (name.name().contains("date") || name.name().contains("time"));
            if (date && Set.of("defined", "undefined", "none").contains(test.name())) {
                return;
            }
        }
        findings.add(
                LintRule.CLOCK, call.position(), "the text changes with the day it is rendered");
    }

    private void binary(Expr.Binary binary) {
        boolean values =
                binary.right() instanceof Expr.TupleOf || binary.right() instanceof Expr.DictOf;
        if (binary.operator().equals("%") && values && !isText(binary.left())) {
            format(binary.position());
        }
        if (Set.of("**", "//").contains(binary.operator())) {
            nonportable(binary.position(), "operator " + binary.operator());
        }
        if (binary.operator().equals("+")) {
            token(binary.left(), binary.right());
            token(binary.right(), binary.left());
        }
    }

    private void token(Expr token, Expr other) {
        if (token instanceof Expr.Name name
                && name.name().endsWith("_token")
                && !(other instanceof Expr.Const number && number.value() instanceof Number)) {
            findings.add(
                    LintRule.TOKEN_MAY_BE_MISSING,
                    name.position(),
                    "\"" + name.name() + "\" may be undefined here");
        }
    }

    private void nonportable(int position, String what) {
        findings.add(LintRule.NONPORTABLE_SYNTAX, position, "not every engine has the " + what);
    }

    private void statement(Stmt statement) {
        int position = statement.position();
        if (statement instanceof Stmt.Load) {
            findings.add(LintRule.LOADED_TEMPLATE, position, "there is no other template");
        } else if (statement instanceof Stmt.With) {
            nonportable(position, "tag with");
        } else if (statement instanceof Stmt.Block) {
            nonportable(position, "tag block");
        } else if (statement instanceof Stmt.Autoescape) {
            nonportable(position, "tag autoescape");
        } else if (statement instanceof Stmt.If condition) {
            duplicates(condition);
        }
    }

    private void duplicates(Stmt.If condition) {
        List<Expr> tests = condition.tests();
        for (int i = 1; i < tests.size(); i++) {
            String shape = shape(tests.get(i));
            for (int j = 0; j < i; j++) {
                if (shape(tests.get(j)).equals(shape)) {
                    findings.add(
                            LintRule.DUPLICATE_BRANCH,
                            tests.get(i).position(),
                            "this condition stands earlier in the chain");
                }
            }
        }
    }

    /** An expression without its place: records print all they are made of. */
    private static String shape(Expr expression) {
        return expression.toString().replaceAll("position=\\d+", "");
    }

    /** Statements that nothing reaches. */
    void checkReach() {
        for (List<Stmt> body : tree.bodies()) {
            for (int i = 0; i + 1 < body.size(); i++) {
                if (leaves(body.get(i)) && !isBlank(body.get(i + 1))) {
                    findings.add(
                            LintRule.UNREACHABLE,
                            body.get(i + 1).position(),
                            "nothing reaches this");
                    break;
                }
            }
        }
    }

    private static boolean leaves(Stmt statement) {
        boolean raises =
                statement instanceof Stmt.Print print
                        && print.node() instanceof Expr.Call call
                        && call.function() instanceof Expr.Name name
                        && name.name().equals("raise_exception");
        return raises || statement instanceof Stmt.Break || statement instanceof Stmt.Continue;
    }

    private static boolean isBlank(Stmt statement) {
        return statement instanceof Stmt.Text text && text.text().isBlank();
    }
}
