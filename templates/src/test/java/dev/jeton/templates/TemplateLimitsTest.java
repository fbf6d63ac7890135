package dev.jeton.templates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Every limit stops a template with a message that names the option to raise. */
class TemplateLimitsTest {
    private static TemplateLimits.Builder limits() {
        return TemplateLimits.builder();
    }

    private static void assertStops(
            String option, TemplateLimits limits, String source, TemplateException.Kind kind) {
        TemplateException e =
                assertThrows(
                        TemplateException.class,
                        () -> ChatTemplate.parse(source, limits).render(Map.of("s", "aaaa")));
        assertEquals(kind, e.kind(), e.reason());
        assertTrue(e.reason().contains("TemplateLimits." + option), e.reason());
    }

    private static void assertSecurity(String option, TemplateLimits limits, String source) {
        assertStops(option, limits, source, TemplateException.Kind.SECURITY);
    }

    private static void assertRecursion(String option, TemplateLimits limits, String source) {
        assertStops(option, limits, source, TemplateException.Kind.RECURSION);
    }

    @Test
    void sourceChars() {
        assertSecurity("maxSourceChars", limits().maxSourceChars(3).build(), "abcd");
    }

    @Test
    void nesting() {
        TemplateLimits few = limits().maxNesting(3).build();
        assertRecursion("maxNesting", few, "{{ ((((1)))) }}");
        assertRecursion("maxNesting", few, "{% if 1 %}".repeat(4) + "x" + "{% endif %}".repeat(4));
    }

    @Test
    void outputBytes() {
        TemplateLimits few = limits().maxOutputBytes(100).build();
        assertSecurity("maxOutputBytes", few, "{% for i in range(99) %}ab{% endfor %}");
        assertSecurity("maxOutputBytes", few, "{% for i in range(40) %}é€{% endfor %}");
    }

    @Test
    void steps() {
        assertSecurity(
                "maxSteps",
                limits().maxSteps(50).build(),
                "{% for i in range(9) %}{% for j in range(9) %}{% endfor %}{% endfor %}");
    }

    @Test
    void recursion() {
        TemplateLimits few = limits().maxRecursion(50).build();
        assertRecursion("maxRecursion", few, "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}");
        String nested =
                "{% set n = namespace(l=[1], m=[1]) %}{% for i in range(60) %}{% set n.l = [n.l]"
                        + " %}{% set n.m = [n.m] %}{% endfor %}";
        assertRecursion("maxRecursion", few, nested + "{{ n.l }}");
        assertRecursion("maxRecursion", few, nested + "{{ n.l|tojson }}");
        assertRecursion("maxRecursion", few, nested + "{{ n.l|pprint }}");
        assertRecursion("maxRecursion", few, nested + "{{ n.l == n.m }}");
    }

    @Test
    void range() {
        TemplateLimits few = limits().maxRange(10).build();
        assertStops("maxRange", few, "{{ range(11) }}", TemplateException.Kind.OTHER);
    }

    @Test
    void strings() {
        TemplateLimits few = limits().maxStringChars(20).build();
        assertSecurity("maxStringChars", few, "{{ s * 6 }}");
        assertSecurity("maxStringChars", few, "{{ s ~ s ~ s ~ s ~ s ~ s }}");
        assertSecurity("maxStringChars", few, "{{ s|replace('a', 'bbbbbb') }}");
        assertSecurity("maxStringChars", few, "{{ [s, s, s, s, s]|tojson }}");
        assertSecurity("maxStringChars", few, "{{ [s, s, s, s, s]|string }}");
    }

    @Test
    void lists() {
        TemplateLimits few = limits().maxListItems(10).build();
        assertSecurity("maxListItems", few, "{{ [s] * 11 }}");
        assertSecurity("maxListItems", few, "{{ range(11)|list }}");
        String many = "{{ ('a ' * 5000).split(%s)|length }}";
        assertSecurity("maxListItems", few, many.formatted(""));
        assertSecurity("maxListItems", few, many.formatted("' '"));
        assertSecurity("maxListItems", few, "{{ ('\\n' * 5000).splitlines()|length }}");
        assertSecurity("maxListItems", few, "{{ ('a ' * 5000).rsplit('a')|length }}");
    }

    @Test
    void integerBits() {
        TemplateLimits few = limits().maxIntegerBits(100).build();
        assertSecurity("maxIntegerBits", few, "{{ 2 ** 100 }}");
        assertSecurity("maxIntegerBits", few, "{{ (2 ** 62) * (2 ** 62) }}");
        assertSecurity("maxIntegerBits", few, "{{ ('f' * 60)|int(base=16) }}");
        assertEquals(
                "633825300114114700748351602687",
                ChatTemplate.parse("{{ 2 ** 98 * 2 - 1 }}", few).render(Map.of()));
    }

    @Test
    void deadline() {
        TemplateLimits few = limits().deadline(Duration.ofMillis(20)).build();
        assertSecurity(
                "deadline",
                few,
                "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}");
    }

    @Test
    void everyOptionHasATestHere() {
        Set<String> options = new TreeSet<>();
        for (var method : TemplateLimits.Builder.class.getDeclaredMethods()) {
            if (method.getReturnType() == TemplateLimits.Builder.class) {
                options.add(method.getName());
            }
        }
        assertEquals(
                new TreeSet<>(
                        Arrays.asList(
                                "maxSourceChars",
                                "maxNesting",
                                "maxOutputBytes",
                                "maxSteps",
                                "maxRecursion",
                                "maxRange",
                                "maxStringChars",
                                "maxListItems",
                                "maxIntegerBits",
                                "deadline")),
                options);
    }
}
