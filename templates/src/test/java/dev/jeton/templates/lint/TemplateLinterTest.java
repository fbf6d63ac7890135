package dev.jeton.templates.lint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TemplateLinterTest {
    private static final Path TEMPLATES = Path.of("..", "testdata", "chat-templates", "templates");

    /** What real templates do wrong: they read other variables, or call what transformers lacks. */
    private static final Set<LintRule> TRUE_ERRORS =
            Set.of(LintRule.MESSAGES_UNUSED, LintRule.MUTATING_METHOD, LintRule.UNKNOWN_FILTER);

    static Stream<LintRule> rulesWithExamples() {
        return Arrays.stream(LintRule.values()).filter(rule -> rule.failing().isPresent());
    }

    private static Set<LintRule> found(String source) {
        Set<LintRule> rules = new HashSet<>();
        TemplateLinter.lint(source).forEach(finding -> rules.add(finding.rule()));
        return rules;
    }

    @ParameterizedTest
    @MethodSource("rulesWithExamples")
    void failingExampleBreaksTheRule(LintRule rule) {
        assertTrue(found(rule.failing().orElseThrow()).contains(rule));
    }

    @ParameterizedTest
    @MethodSource("rulesWithExamples")
    void passingExampleKeepsTheRule(LintRule rule) {
        assertFalse(found(rule.passing().orElseThrow()).contains(rule));
    }

    @Test
    void rulesHaveIdsSummariesAndCures() {
        Set<String> ids = new HashSet<>();
        for (LintRule rule : LintRule.values()) {
            assertTrue(rule.id().matches("[a-z]+(-[a-z]+)*"), rule.id());
            assertTrue(ids.add(rule.id()));
            assertTrue(rule.summary().endsWith("."), rule.id());
            assertTrue(rule.cure().endsWith(".") || rule.cure().endsWith("}"), rule.id());
        }
        assertTrue(ids.size() >= 30);
    }

    @Test
    void findingNamesItsPlaceInTheSource() {
        assertEquals(
                List.of(
                        new LintFinding(
                                LintRule.UNKNOWN_FILTER,
                                3,
                                21,
                                "there is no filter \"strip\"; did you mean \"trim\"?")),
                TemplateLinter.lint(
                                "{#- é #}\n{%- for m in messages %}\n    {{- m.content | strip }}\n"
                                        + "{%- endfor %}")
                        .stream()
                        .filter(f -> f.rule() == LintRule.UNKNOWN_FILTER)
                        .toList());
    }

    @Test
    void nearNamesAreSuggested() {
        LintFinding finding =
                TemplateLinter.lint("{{ messages }}{{ enable_thinkng }}").stream()
                        .filter(f -> f.rule() == LintRule.UNDECLARED_VARIABLE)
                        .findFirst()
                        .orElseThrow();
        assertEquals(
                "\"enable_thinkng\" is set by nobody; did you mean \"enable_thinking\"?",
                finding.message());
    }

    @Test
    void templateWithoutFindingsHasNone() {
        assertEquals(
                List.of(),
                TemplateLinter.lint(
                        """
                        {{- bos_token }}
                        {%- for m in messages %}
                            {%- if m.role not in ['system', 'user', 'assistant'] %}
                                {{- raise_exception('unknown role ' ~ m.role) }}
                            {%- endif %}
                            {{- '<|' ~ m.role ~ '|>' ~ m.content ~ '<|end|>' }}
                        {%- endfor %}
                        {%- if add_generation_prompt %}
                            {{- '<|assistant|>' }}
                        {%- endif %}
                        """));
    }

    @Test
    void syntaxErrorsHaveTheirPlace() {
        LintFinding finding = TemplateLinter.lint("a\n  {% if %}").get(0);
        assertEquals(LintRule.SYNTAX, finding.rule());
        assertEquals(2, finding.line());
    }

    @Test
    void templatesOfTheCorpusAreReadWithoutAFailure() throws IOException {
        try (Stream<Path> files = Files.list(TEMPLATES)) {
            for (Path file : files.sorted().toList()) {
                for (LintFinding finding : TemplateLinter.lint(Files.readString(file))) {
                    assertTrue(finding.line() >= 1 && finding.column() >= 1, file.toString());
                    assertTrue(
                            finding.rule().severity() != LintRule.Severity.ERROR
                                    || TRUE_ERRORS.contains(finding.rule()),
                            () -> file + ": " + finding);
                }
            }
        }
    }

    @Test
    void hostileTemplateEndsInTime() {
        long start = System.nanoTime();
        TemplateLinter.lint(
                "{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}",
                dev.jeton.templates.TemplateLimits.builder()
                        .deadline(java.time.Duration.ofMillis(100))
                        .build());
        assertTrue(System.nanoTime() - start < 5_000_000_000L);
    }
}
