package dev.jeton.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** jeton template lint, fmt, caps and diff. */
class TemplateCommandTest {
    private static final String GOOD =
            """
            {%- for m in messages %}
                {%- if m.role not in ['system', 'user', 'assistant'] %}
                    {{- raise_exception('unknown role') }}
                {%- endif %}
                {{- '<' ~ m.role ~ '>' ~ m.content ~ '</s>' }}
            {%- endfor %}
            {%- if add_generation_prompt %}
                {{- '<assistant>' }}
            {%- endif %}
            """;

    @TempDir Path folder = Path.of("");

    private final CommandRun run = new CommandRun();

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void goodTemplateHasNoFindings() throws IOException {
        assertEquals(0, run.run("template", "lint", file("a.jinja", GOOD)), run.out());
        assertEquals("", run.out());
    }

    @Test
    void findingHasPlaceRuleAndCure() {
        assertEquals(1, run.input("{{ messages }}{{ foo }}").run("template", "lint", "-"));
        assertTrue(
                run.out()
                        .contains(
                                "stdin:1:18: warning: \"foo\" is set by nobody"
                                        + " [undeclared-variable]\n    Correct the name"),
                run.out());
    }

    @Test
    void levelsAndDisabledRulesAreLeftOut() {
        assertEquals(
                0,
                run.input("{{ messages }}{{ strftime_now('%Y') }}")
                        .run(
                                "template",
                                "lint",
                                "--level",
                                "error",
                                "--fail-on",
                                "error",
                                "--disable",
                                "clock,missing-turn-end",
                                "-"));
        assertEquals("", run.out());
    }

    @Test
    void findingsAreJsonLines() {
        assertEquals(1, run.input("{% if %}").run("template", "lint", "--json", "-"));
        assertTrue(run.out().startsWith("{\"file\":\"stdin\",\"line\":1,\"column\":"), run.out());
        assertTrue(run.out().contains("\"level\":\"error\",\"rule\":\"syntax\""), run.out());
    }

    @Test
    void rulesAreListedAndExplained() {
        assertEquals(0, run.run("template", "lint", "--rules"));
        assertTrue(run.out().contains("lost-assignment (warning): "), run.out());
        CommandRun explain = new CommandRun();
        assertEquals(0, explain.run("template", "lint", "--explain", "lost-assignment"));
        assertTrue(explain.out().contains("Keeps it:"), explain.out());
    }

    @Test
    void unknownRuleIsWrongUse() {
        assertEquals(2, run.run("template", "lint", "--explain", "nonsense"));
        assertEquals(
                "jeton template lint: There is no rule \"nonsense\". \"jeton template lint --rules\""
                        + " lists them.\n",
                run.err());
    }

    @Test
    void templateIsFormatted() {
        assertEquals(0, run.input("{%if x%}{{y}}{%endif%}").run("template", "fmt", "-"));
        assertEquals("{% if x %}\n    {{- y }}\n{%- endif %}\n", run.out());
    }

    @Test
    void filesAreCheckedAndWritten() throws IOException {
        String bad = file("bad.jinja", "{%if x%}{{y}}{%endif%}");
        String good = file("good.jinja", GOOD);
        assertEquals(1, run.run("template", "fmt", "--check", bad, good));
        assertEquals(bad + "\n", run.out());
        CommandRun write = new CommandRun();
        assertEquals(0, write.run("template", "fmt", "--write", bad, good));
        assertEquals("", write.out());
        assertEquals("{% if x %}\n    {{- y }}\n{%- endif %}\n", Files.readString(Path.of(bad)));
        assertEquals(0, new CommandRun().run("template", "fmt", "--check", bad, good));
    }

    @Test
    void brokenTemplateIsWrongInput() {
        assertEquals(2, run.input("{% if %}").run("template", "fmt", "-"));
        assertTrue(run.err().contains("line 1"), run.err());
    }

    @Test
    void capabilitiesAreListed() throws IOException {
        assertEquals(0, run.run("template", "caps", file("a.jinja", GOOD)));
        assertTrue(run.out().startsWith("yes  string_content: "), run.out());
        assertTrue(run.out().contains("no   tools: "), run.out());
        assertTrue(run.out().contains("generation prompt: <assistant>\n"), run.out());
        assertTrue(run.out().endsWith("variables: add_generation_prompt, messages\n"), run.out());
    }

    @Test
    void capabilitiesAreJson() throws IOException {
        assertEquals(0, run.run("template", "caps", "--json", file("a.jinja", GOOD)));
        assertTrue(run.out().startsWith("{\"string_content\":true,"), run.out());
        assertTrue(
                run.out().endsWith("\"variables\":[\"add_generation_prompt\",\"messages\"]}\n"),
                run.out());
    }

    @Test
    void equalTemplatesDoNotDiffer() throws IOException {
        assertEquals(
                0,
                run.run("template", "diff", file("a.jinja", GOOD), file("b.jinja", GOOD)),
                run.out());
        assertEquals("", run.out());
    }

    @Test
    void differenceIsShownByTheSmallestChat() throws IOException {
        String other = GOOD.replace("<assistant>", "<assistant>\\n");
        assertEquals(1, run.run("template", "diff", file("a.jinja", GOOD), file("b.jinja", other)));
        assertEquals(
                """
                [{"role":"user","content":"x"}] with add_generation_prompt=true
                - <user>x</s><assistant>
                + <user>x</s><assistant>\\n

                """,
                run.out());
    }

    @Test
    void differencesAreJson() throws IOException {
        String other = GOOD.replace("</s>", "<s>");
        assertEquals(
                1,
                run.run(
                        "template",
                        "diff",
                        "--json",
                        "--max",
                        "1",
                        file("a.jinja", GOOD),
                        file("b.jinja", other)));
        assertEquals(
                "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"settings\":{},"
                        + "\"left\":\"<user>x</s>\",\"right\":\"<user>x<s>\"}\n",
                run.out());
    }

    @Test
    void missingFileIsWrongUse() {
        assertEquals(2, run.run("template", "caps", "no-such-file"));
        assertEquals("jeton template caps: There is no file or folder no-such-file.\n", run.err());
    }

    @Test
    void modelWithATokenizerIsChecked() throws IOException {
        Files.copy(
                Path.of("../testdata/decoders/tokenizer/tokenizer.json"),
                folder.resolve("tokenizer.json"));
        Files.writeString(
                folder.resolve("chat_template.jinja"),
                GOOD.replace("'<assistant>'", "'<|not_a_token|>'"));
        assertEquals(1, run.run("template", "lint", folder.toString()));
        assertTrue(run.out().contains("[token-not-whole]"), run.out());
    }
}
