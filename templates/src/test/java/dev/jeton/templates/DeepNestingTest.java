package dev.jeton.templates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Everything that may stand inside itself, many times: a text or a {@link TemplateException} comes
 * out, never another error, also on a thread with little stack.
 */
class DeepNestingTest {
    /** With {@code -Djeton.deep=all} up to a million, which takes some minutes. */
    private static final int[] DEPTHS =
            System.getProperty("jeton.deep", "").equals("all")
                    ? new int[] {100, 1_000, 10_000, 100_000, 1_000_000}
                    : new int[] {100, 5_000};

    /** Sources by depth. */
    private static Map<String, IntFunction<String>> sources() {
        Map<String, IntFunction<String>> s = new LinkedHashMap<>();
        s.put("parentheses", n -> "{{ " + "(".repeat(n) + "1" + ")".repeat(n) + " }}");
        s.put("lists", n -> "{{ " + "[".repeat(n) + "]".repeat(n) + " }}");
        s.put("dicts", n -> "{{ " + "{1:".repeat(n) + "1" + "}".repeat(n) + " }}");
        s.put("tuples", n -> "{{ " + "(".repeat(n) + "1" + ",)".repeat(n) + " }}");
        s.put("open", n -> "{{ " + "([{1:".repeat(n));
        s.put("conditionals", n -> "{{ " + "1 if 0 else ".repeat(n) + "1 }}");
        s.put("chained if", n -> "{{ 1" + " if 1".repeat(n) + " }}");
        s.put("subscripts", n -> "{{ s" + "[s".repeat(n) + "]".repeat(n) + " }}");
        s.put("subscript chain", n -> "{{ s" + "[0]".repeat(n) + " }}");
        s.put("slices", n -> "{{ s" + "[:]".repeat(n) + " }}");
        s.put("attributes", n -> "{{ s" + ".x".repeat(n) + " }}");
        s.put("calls", n -> "{{ " + "range(".repeat(n) + "1" + ")".repeat(n) + " }}");
        s.put("call chain", n -> "{{ s" + "()".repeat(n) + " }}");
        s.put("method chain", n -> "{{ s" + ".upper()".repeat(n) + " }}");
        s.put("filters", n -> "{{ s" + "|upper".repeat(n) + " }}");
        s.put("filter arguments", n -> "{{ " + "s|default(".repeat(n) + "1" + ")".repeat(n) + "}}");
        s.put("tests", n -> "{{ s" + " is string".repeat(n) + " }}");
        s.put("test arguments", n -> "{{ " + "s is eq(".repeat(n) + "1" + ")".repeat(n) + " }}");
        for (String sign : List.of("not ", "-", "+", "- ")) {
            s.put("unary " + sign, n -> "{{ " + sign.repeat(n) + "1 }}");
        }
        for (String operator :
                List.of(
                        " + ",
                        " - ",
                        " * ",
                        " // ",
                        " / ",
                        " % ",
                        " ** ",
                        " ~ ",
                        " and ",
                        " or ",
                        " == ",
                        " < ",
                        " in ",
                        " not in ")) {
            s.put("operator" + operator, n -> "{{ 1" + (operator + "1").repeat(n) + " }}");
            s.put("variables" + operator, n -> "{{ s" + (operator + "s").repeat(n) + " }}");
            s.put(
                    "nested" + operator,
                    n -> "{{ " + ("(s" + operator).repeat(n) + "s" + ")".repeat(n) + " }}");
        }
        s.put("strings", n -> "{{ " + "'a' ".repeat(n) + "}}");
        tags(s, "if", "{% if s %}", "{% endif %}");
        tags(s, "else", "{% if 0 %}{% else %}", "{% endif %}");
        tags(s, "for", "{% for i in s %}", "{% endfor %}");
        tags(s, "recursive", "{% for i in 'a' recursive %}", "{% endfor %}");
        tags(s, "macro", "{% macro m() %}", "{% endmacro %}");
        tags(s, "call", "{% call s() %}", "{% endcall %}");
        tags(s, "filter", "{% filter upper %}", "{% endfilter %}");
        tags(s, "with", "{% with a = s %}", "{% endwith %}");
        tags(s, "set", "{% set a %}", "{% endset %}");
        tags(s, "autoescape", "{% autoescape true %}", "{% endautoescape %}");
        tags(s, "generation", "{% generation %}", "{% endgeneration %}");
        tags(s, "raw", "{% raw %}", "{% endraw %}");
        s.put("elif", n -> "{% if 0 %}" + "{% elif 0 %}".repeat(n) + "{% endif %}");
        s.put("closing tags", n -> "{% endif %}".repeat(n));
        s.put("comments", n -> "{#".repeat(n));
        s.put("blocks", n -> blocks(Math.min(n, 100_000)));
        s.put("set targets", n -> "{% set " + "(".repeat(n) + "a" + ")".repeat(n) + " = 1 %}");
        s.put("for targets", n -> "{% for " + "(".repeat(n) + "a" + ",)".repeat(n) + " in s %}");
        s.put("macro defaults", n -> "{% macro m(a=" + "[".repeat(n) + " %}");
        return s;
    }

    private static void tags(
            Map<String, IntFunction<String>> all, String name, String open, String close) {
        all.put("tag " + name, n -> open.repeat(n) + "x" + close.repeat(n));
        all.put("open tag " + name, n -> open.repeat(n));
    }

    private static String blocks(int n) {
        StringBuilder source = new StringBuilder();
        for (int i = 0; i < n; i++) {
            source.append("{% block b").append(i).append(" %}");
        }
        return source.append("{% endblock %}".repeat(n)).toString();
    }

    /** Programs that nest while they run; DEPTH is put in. */
    private static final List<String> PROGRAMS =
            List.of(
                    "{% macro f(n) %}{% if n %}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(DEPTH)"
                            + " }}",
                    "{% macro f(n) %}{{ g(n) }}{% endmacro %}{% macro g(n) %}{% if n %}{{ f(n -"
                            + " 1)|upper }}{% endif %}{% endmacro %}{{ f(DEPTH) }}",
                    "{% for x in [DEPTH] recursive %}{% if x %}{{ loop([x - 1]) }}{% endif %}{%"
                            + " endfor %}",
                    "{% macro f(n) %}{{ caller() }}{% if n %}{% call f(n - 1) %}x{% endcall %}{%"
                            + " endif %}{% endmacro %}{% call f(DEPTH) %}y{% endcall %}",
                    "{% set n = namespace(d=DEPTH) %}{% block b %}{{ self.b() }}{% endblock %}",
                    nested("[n.v]", "{{ n.v }}"),
                    nested("[n.v]", "{{ n.v|tojson }}"),
                    nested("[n.v]", "{{ n.v|tojson(indent=1) }}"),
                    nested("{'a': n.v}", "{{ n.v|tojson }}{{ n.v }}"),
                    nested("[n.v]", "{{ n.v|pprint }}"),
                    nested("[n.v]", "{{ n.v == n.w }}"),
                    nested("[n.v]", "{{ n.v < n.w }}"),
                    nested("[n.v]", "{{ [n.v, n.w]|sort|length }}"),
                    nested("[n.v]", "{{ [n.v, n.w]|max }}"),
                    nested("[n.v]", "{{ n.v in [n.w] }}"),
                    nested("[n.v]", "{{ n.v|sum(start=[]) }}"),
                    nested("[n.v]", "{{ n.v|join }}{{ n.v|e }}{{ '%r' % n.v }}"),
                    nested("(n.v,)", "{{ {n.v: 1} }}"),
                    nested("(n.v,)", "{{ [n.v, n.w]|unique|list|length }}"),
                    nested("(n.v,)", "{{ [n.v, n.w]|groupby(0)|list|length }}"),
                    nested("n.v|map('string')", "{{ n.v|list }}"),
                    nested("n.v|reverse", "{{ n.v|list }}"),
                    nested("n.v|select", "{{ n.v|first }}"),
                    nested("namespace(a=n.v)", "{{ n.v }}"),
                    nested("n.v|batch(2)", "{{ n.v|list }}"));

    private static String nested(String step, String use) {
        return "{% set n = namespace(v=(1,), w=(1,)) %}{% for i in range(DEPTH) %}{% set n.v = "
                + step
                + " %}{% set n.w = "
                + step.replace("n.v", "n.w")
                + " %}{% endfor %}"
                + use;
    }

    private static final TemplateLimits LIMITS =
            TemplateLimits.builder()
                    .deadline(Duration.ofMillis(200))
                    .maxRange(1_000_000)
                    .maxSourceChars(64 << 20)
                    .build();

    /** What was loaded before cannot fail to load where there is little stack. */
    @BeforeAll
    static void warmUp() {
        for (IntFunction<String> source : sources().values()) {
            run(source.apply(3), LIMITS);
        }
        for (String program : PROGRAMS) {
            run(program.replace("DEPTH", "3"), LIMITS);
        }
    }

    /** The kind of result, or the error that must not be. */
    private static String run(String source, TemplateLimits limits) {
        try {
            ChatTemplate.parse(source, limits).render(Map.of("s", "a"));
            return "";
        } catch (TemplateException e) {
            return "";
        } catch (RuntimeException | Error e) {
            return e.toString();
        }
    }

    private static Map<String, String> failures(TemplateLimits limits, int... depths) {
        Map<String, String> failures = new TreeMap<>();
        for (int depth : depths) {
            sources()
                    .forEach(
                            (name, source) ->
                                    note(failures, name, depth, run(source.apply(depth), limits)));
            for (String program : PROGRAMS) {
                String source = program.replace("DEPTH", Integer.toString(depth));
                note(failures, program, depth, run(source, limits));
            }
        }
        return failures;
    }

    private static void note(Map<String, String> failures, String name, int depth, String failure) {
        if (!failure.isEmpty()) {
            failures.put(name + " x " + depth, failure);
        }
    }

    @Test
    void nothingButTemplateExceptions() {
        assertEquals(Map.of(), failures(LIMITS, DEPTHS));
    }

    @Test
    void alsoWithTheHighestLimits() {
        TemplateLimits high =
                TemplateLimits.builder()
                        .maxNesting(1_000)
                        .maxRecursion(1_000)
                        .deadline(Duration.ofSeconds(2))
                        .build();
        assertEquals(Map.of(), failures(high, 900));
    }

    @Test
    void alsoOnAThreadWithLittleStack() throws InterruptedException {
        Map<String, String> failures = new TreeMap<>();
        Thread small =
                new Thread(
                        null,
                        () -> failures.putAll(failures(LIMITS, 95, 1_000)),
                        "small",
                        256 << 10);
        small.start();
        small.join(60_000);
        assertTrue(!small.isAlive(), "still running");
        assertEquals(Map.of(), failures);
    }
}
