package dev.jeton.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code jeton template}: tools for those who write chat templates. */
@Command(
        name = "template",
        synopsisSubcommandLabel = "COMMAND",
        description = "Check, format, examine and compare chat templates.",
        subcommands = {
            TemplateLintCommand.class,
            TemplateFmtCommand.class,
            TemplateCapsCommand.class,
            TemplateDiffCommand.class,
        },
        footerHeading = "%n",
        footer = {
            "Examples:",
            "  jeton template lint chat_template.jinja",
            "  jeton template fmt --write chat_template.jinja",
            "  jeton template caps path/to/model",
            "  jeton template diff old.jinja new.jinja",
            "",
            "A template is a file, \"-\" for standard input, or a model: a folder, a",
            "tokenizer.json or a GGUF file. docs/templates.md tells how to write one."
        })
final class TemplateCommand extends BaseCommand {
    @Spec private CommandSpec spec = CommandSpec.create();

    TemplateCommand(CommandIo io) {
        super(io);
    }

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(), "Missing command: lint, fmt, caps or diff");
    }
}
