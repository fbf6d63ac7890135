package dev.jeton.templates;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Hostile templates: each ends in a named error, soon, and leaves the caller's data alone. */
class AttackTest {
    private static final Duration LIMIT = Duration.ofSeconds(3);

    private static Map<String, String> attacks() {
        Map<String, String> a = new LinkedHashMap<>();
        String security = "security";
        a.put("{% for i in range(1000000000) %}x{% endfor %}", "other");
        a.put("{{ range(100001)|list|length }}", "other");
        String loops =
                "{% for i in range(99999) %}{% for j in range(99999) %}{% for k in range(99999)"
                        + " %}BODY{% endfor %}{% endfor %}{% endfor %}";
        a.put(loops.replace("BODY", ""), security);
        a.put(loops.replace("BODY", "xxxxxxxxxxxxxxxx"), security);
        a.put(loops.replace("BODY", "{{ i * j }}"), security);
        a.put("{{ 'a' * 1000000000 }}", security);
        a.put("{{ ('a' * 10000000) * 1000 }}", security);
        a.put("{{ [1] * 1000000000 }}", security);
        a.put("{{ (1, 2) * 1000000000 }}", security);
        String doubling =
                "{% set n = namespace(s='aaaaaaaa') %}{% for i in range(99) %}BODY{% endfor %}";
        a.put(doubling.replace("BODY", "{% set n.s = n.s + n.s %}"), security);
        a.put(doubling.replace("BODY", "{% set n.s = n.s ~ n.s %}"), security);
        a.put(doubling.replace("BODY", "{% set n.s = [n.s, n.s]|join %}"), security);
        a.put(doubling.replace("BODY", "{% set n.s = n.s|replace('a', 'aa') %}"), security);
        a.put(doubling.replace("BODY", "{% set n.s = n.s.replace('', n.s) %}"), security);
        a.put(doubling.replace("BODY", "{% set n.s = '%s%s' % (n.s, n.s) %}"), security);
        a.put(doubling.replace("BODY", "{% set n.s = '{0}{0}'.format(n.s) %}"), security);
        a.put(doubling.replace("BODY", "{% set n.s = (n.s ~ '\n')|indent(1000000) %}"), security);
        a.put(doubling.replace("BODY", "{% set n.s = [n.s, n.s]|tojson %}"), security);
        a.put(
                "{% set n = namespace(l=[1]) %}{% for i in range(99) %}{% set n.l = n.l + n.l %}{%"
                        + " endfor %}",
                security);
        a.put(
                "{% set n = namespace(l=[1]) %}{% for i in range(999) %}{% set n.l = [n.l] %}{%"
                        + " endfor %}{{ n.l }}",
                "recursion");
        a.put(
                "{% set n = namespace(l=[1]) %}{% for i in range(999) %}{% set n.l = [n.l] %}{%"
                        + " endfor %}{{ n.l|tojson }}",
                "recursion");
        a.put("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}", "recursion");
        a.put(
                "{% macro f(n) %}{{ g(n) }}{% endmacro %}{% macro g(n) %}{{ f(n + 1) }}{% endmacro"
                        + " %}{{ f(1) }}",
                "recursion");
        a.put("{% macro f() %}{% call f() %}{% endcall %}{% endmacro %}{{ f() }}", "type");
        a.put("{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}", "recursion");
        a.put("{% block a %}{{ self.a() }}{% endblock %}", "recursion");
        a.put("{{ " + "(".repeat(5000) + "1" + ")".repeat(5000) + " }}", "recursion");
        a.put("{{ " + "[".repeat(5000) + "]".repeat(5000) + " }}", "recursion");
        a.put("{{ " + "not ".repeat(50000) + "1 }}", "recursion");
        a.put("{{ " + "-".repeat(50000) + "1 }}", "recursion");
        a.put("{% if 1 %}".repeat(3000) + "{% endif %}".repeat(3000), "recursion");
        a.put("{{ 2 ** 1000000000 }}", security);
        a.put(
                "{% set n = namespace(x=7) %}{% for i in range(99) %}{% set n.x = n.x * n.x %}{%"
                        + " endfor %}",
                security);
        a.put("{{ 10 ** 5000 }}", "other");
        a.put("{{ '%999999999d' % 1 }}", security);
        a.put("{{ '%*d' % (1000000000, 1) }}", security);
        a.put("{{ '{:1000000000}'.format(1) }}", "other");
        a.put("{{ '{:999999999}'.format(1) }}", security);
        a.put("{{ 'a'|center(1000000000) }}", security);
        a.put("{{ 'a'.ljust(1000000000) }}", security);
        a.put("{{ '1'.zfill(1000000000) }}", security);
        a.put("{{ '\t'.expandtabs(1000000000) }}", security);
        a.put("{{ lipsum(n=1000000000) }}", security);
        a.put("{{ [1]|batch(1000000000, 0)|list }}", security);
        a.put("{{ [1]|slice(1000000000)|list }}", security);
        a.put("{{ [1]|tojson(indent=1000000000) }}", security);
        a.put("{{ messages.append(1) }}", security);
        a.put("{{ messages.clear() }}", security);
        a.put("{{ messages[0].update({'role': 'system'}) }}", security);
        a.put("{{ messages[0].pop('role') }}", security);
        a.put("{{ ''.__class__.__mro__ }}", security);
        a.put("{{ messages.__class__.__base__ }}", security);
        a.put("{{ messages.getClass() }}", "undefined");
        a.put("{{ ''.getClass().forName('java.lang.Runtime') }}", "undefined");
        a.put("{{ 'a'.repeat(10) }}", "undefined");
        a.put("{{ '{0.__class__.mro}'.format(1) }}", security);
        a.put("{{ raise_exception.__globals__.os }}", security);
        a.put("{{ messages|map(attribute='__class__')|map(attribute='x')|list }}", security);
        a.put("{{ messages|attr('append')() }}", "type");
        a.put("{% include 'META-INF/MANIFEST.MF' %}", "type");
        a.put("{% import 'x' as y %}", "type");
        a.put("{% from 'x' import y %}", "type");
        a.put("{% extends 'x' %}", "type");
        a.put("{{ ____int3rpr3t3r____.config }}", "undefined");
        a.put("{% do messages.append(1) %}", "syntax");
        a.put("{% unless 1 %}{% endunless %}", "syntax");
        a.put("{% ifchanged x %}{% endifchanged %}", "syntax");
        sharedParts(a);
        return a;
    }

    /** Values of a hundred small lists that hold 2^99 items, and searches for what is not there. */
    private static void sharedParts(Map<String, String> a) {
        String shared =
                "{% set n = namespace(l=[1], m=[1], t=(1,)) %}{% for i in range(99) %}{% set n.l ="
                        + " [n.l, n.l] %}{% set n.m = [n.m, n.m] %}{% set n.t = (n.t, n.t) %}{%"
                        + " endfor %}";
        for (String use :
                List.of(
                        "{{ n.l }}",
                        "{{ n.l|string|length }}",
                        "{{ n.l|tojson }}",
                        "{{ n.l|pprint }}",
                        "{{ n.l|e }}",
                        "{{ [n.l]|join }}",
                        "{{ '%r' % n.t }}",
                        "{{ '{}'.format(n.l) }}",
                        "{{ n.l == n.m }}",
                        "{{ n.l < n.m }}",
                        "{{ n.l in [n.m] }}",
                        "{{ [n.m].index(n.l) }}",
                        "{{ [n.l, n.m]|sort }}",
                        "{{ [n.t, n.t]|unique|list }}",
                        "{{ {n.t: 1} }}",
                        "{{ {}[n.t] }}",
                        "{{ raise_exception(n.l) }}")) {
            a.put(shared + use, "security");
        }
        String search = "{% for i in range(99999) %}BODY{% endfor %}";
        String texts = "{% set s = 'a' * 1000000 %}{% set t = 'a' * 300000 ~ 'b' %}";
        a.put(texts + search.replace("BODY", "{% if t in s %}{% endif %}"), "security");
        a.put(texts + search.replace("BODY", "{% set x = s.rfind('b' ~ t) %}"), "security");
        a.put(texts + search.replace("BODY", "{% set x = s|replace(t, '') %}"), "security");
        a.put(texts + search.replace("BODY", "{% set x = s.split(t) %}"), "security");
        a.put("{{ ('a' * 30000000).split('a')|length }}", "security");
        a.put("{{ ('\n' * 30000000).splitlines()|length }}", "security");
        a.put("{{ ('a' * 9000000)|wordwrap(7)|length }}", "security");
        a.put("{{ ('f' * 30000000)|int(base=16) }}", "security");
        a.put(
                "{% set x = 7 ** 300000 %}{% for i in range(99999) %}{% set y = x * x // x %}{%"
                        + " endfor %}",
                "security");
    }

    /** Loading Jinjava's classes takes a while on a busy machine; it is no part of an attack. */
    @BeforeAll
    static void warmUp() {
        ChatTemplate.parse("{{ 1 }}").render(Map.of());
    }

    @TestFactory
    Stream<DynamicTest> everyAttackEndsInANamedError() {
        return attacks().entrySet().stream()
                .map(
                        attack ->
                                DynamicTest.dynamicTest(
                                        attack.getKey()
                                                .substring(
                                                        0, Math.min(80, attack.getKey().length())),
                                        () -> check(attack.getKey(), attack.getValue())));
    }

    private static void check(String source, String kind) {
        List<Map<String, Object>> messages = List.of(Map.of("role", "user", "content", "Hi"));
        long start = System.nanoTime();
        TemplateException e =
                assertThrows(
                        TemplateException.class,
                        () ->
                                ChatTemplate.parse(source, limits())
                                        .render(Map.of("messages", messages)));
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        String id = e.kind().id();
        assertTrue(
                id.equals(kind) || (kind.equals("type") && id.equals("security")),
                () -> "expected " + kind + " but got " + id + ": " + e.reason());
        assertTrue(took.compareTo(LIMIT) < 0, () -> "took " + took.toMillis() + " ms");
    }

    /** The defaults but for the time, so that a busy machine still ends in time. */
    private static TemplateLimits limits() {
        return TemplateLimits.builder().deadline(Duration.ofMillis(900)).build();
    }
}
