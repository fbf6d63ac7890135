package dev.jeton.cli;

import dev.jeton.templates.ChatTokenizer;
import dev.jeton.templates.lint.LintFinding;
import dev.jeton.templates.lint.LintRule;
import dev.jeton.templates.lint.TemplateLinter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jeton template lint}. */
@Command(
        name = "lint",
        description = "Find what goes wrong in chat templates.",
        footerHeading = "%n",
        footer = {
            "Examples:",
            "  jeton template lint chat_template.jinja",
            "  jeton template lint --level error --json templates/*.jinja",
            "  jeton template lint --explain lost-assignment",
            "",
            "Exit code 1 if something was found at the level of --fail-on, otherwise 0.",
            "Given a model, the control texts of its template are checked with its tokenizer."
        })
final class TemplateLintCommand extends BaseCommand {
    @Parameters(
            paramLabel = "TEMPLATE",
            arity = "0..*",
            description = "A template file, a model, or \"-\" for standard input.")
    private List<String> names = List.of();

    @Option(
            names = "--level",
            paramLabel = "LEVEL",
            description = "Show findings from this level on: error, warning or note (default).")
    private LintRule.Severity level = LintRule.Severity.NOTE;

    @Option(
            names = "--fail-on",
            paramLabel = "LEVEL",
            description = "End with code 1 from this level on; default warning.")
    private LintRule.Severity failOn = LintRule.Severity.WARNING;

    @Option(
            names = "--disable",
            paramLabel = "RULE",
            split = ",",
            description = "Leave out rules, by their ids.")
    private List<String> disabled = List.of();

    @Option(names = "--rules", description = "List the rules.")
    private boolean rules;

    @Option(
            names = "--explain",
            paramLabel = "RULE",
            description = "Show a rule with a template that breaks it and one that does not.")
    private Optional<String> explain = Optional.empty();

    @Option(names = "--json", description = "Print JSON, one object for each finding or rule.")
    private boolean json;

    TemplateLintCommand(CommandIo io) {
        super(io);
    }

    @Override
    public Integer call() throws Exception {
        if (rules) {
            for (LintRule rule : LintRule.values()) {
                printRule(rule);
            }
            return ExitCode.OK;
        }
        if (explain.isPresent()) {
            explain(rule(explain.get()));
            return ExitCode.OK;
        }
        if (names.isEmpty()) {
            throw CommandFailure.wrongUse("There is nothing to check: give TEMPLATE.");
        }
        List<LintRule> without = disabled.stream().map(TemplateLintCommand::rule).toList();
        boolean failed = false;
        for (String name : names) {
            TemplateSource source = TemplateSource.read(name, io);
            for (LintFinding finding : findings(source)) {
                LintRule rule = finding.rule();
                if (without.contains(rule)) {
                    continue;
                }
                failed |= rule.severity().compareTo(failOn) <= 0;
                if (rule.severity().compareTo(level) <= 0) {
                    print(source.name(), finding);
                }
            }
        }
        return failed ? ExitCode.FAILED : ExitCode.OK;
    }

    private static List<LintFinding> findings(TemplateSource source) {
        Optional<ChatTokenizer> model = source.model();
        return model.isPresent()
                ? TemplateLinter.lint(model.get())
                : TemplateLinter.lint(source.text());
    }

    private static LintRule rule(String id) {
        return Arrays.stream(LintRule.values())
                .filter(rule -> rule.id().equals(id))
                .findFirst()
                .orElseThrow(
                        () ->
                                CommandFailure.wrongUse(
                                        "There is no rule \""
                                                + id
                                                + "\". \"jeton template lint --rules\" lists"
                                                + " them."));
    }

    private void print(String file, LintFinding finding) throws IOException {
        LintRule rule = finding.rule();
        if (json) {
            JsonLine.print(
                    io,
                    fields -> {
                        fields.writeStringField("file", file);
                        fields.writeNumberField("line", finding.line());
                        fields.writeNumberField("column", finding.column());
                        fields.writeStringField("level", rule.severity().id());
                        fields.writeStringField("rule", rule.id());
                        fields.writeStringField("message", finding.message());
                        fields.writeStringField("cure", rule.cure());
                    });
            return;
        }
        io.out()
                .println(
                        file
                                + ":"
                                + finding.line()
                                + ":"
                                + finding.column()
                                + ": "
                                + rule.severity().id()
                                + ": "
                                + TerminalText.clean(finding.message())
                                + " ["
                                + rule.id()
                                + "]");
        io.out().println("    " + rule.cure());
    }

    private void printRule(LintRule rule) throws IOException {
        if (json) {
            JsonLine.print(
                    io,
                    fields -> {
                        fields.writeStringField("rule", rule.id());
                        fields.writeStringField("level", rule.severity().id());
                        fields.writeStringField("summary", rule.summary());
                        fields.writeStringField("cure", rule.cure());
                    });
            return;
        }
        io.out().println(rule.id() + " (" + rule.severity().id() + "): " + rule.summary());
    }

    private void explain(LintRule rule) throws IOException {
        printRule(rule);
        if (json) {
            return;
        }
        List<String> lines = new ArrayList<>(List.of("", rule.cure()));
        rule.failing().ifPresent(text -> lines.addAll(List.of("", "Breaks the rule:", "", text)));
        rule.passing().ifPresent(text -> lines.addAll(List.of("", "Keeps it:", "", text)));
        lines.forEach(io.out()::println);
    }
}
