package dev.jeton.cli;

import dev.jeton.templates.ChatMessage;
import dev.jeton.templates.lint.TemplateDiff;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jeton template diff}. */
@Command(
        name = "diff",
        description = "Find the smallest chats that two templates render differently.",
        footerHeading = "%n",
        footer = {
            "Examples:",
            "  jeton template diff old.jinja new.jinja",
            "  jeton template diff --max 1 --json path/to/model new.jinja",
            "",
            "Exit code 0 if no difference was found, 1 if there is one, as of diff."
        })
final class TemplateDiffCommand extends BaseCommand {
    @Parameters(
            index = "0",
            paramLabel = "LEFT",
            description = "A template file, a model, or \"-\" for standard input.")
    private String left = "";

    @Parameters(index = "1", paramLabel = "RIGHT", description = "The template to compare with.")
    private String right = "";

    @Option(
            names = "--max",
            paramLabel = "N",
            description = "Show at most so many differences; default 5.")
    private int max = 5;

    @Option(names = "--json", description = "Print JSON, one object for each difference.")
    private boolean json;

    TemplateDiffCommand(CommandIo io) {
        super(io);
    }

    @Override
    public Integer call() throws Exception {
        if (max < 1) {
            throw CommandFailure.wrongUse("--max is " + max + ", must be positive.");
        }
        List<TemplateDiff.Difference> differences =
                TemplateDiff.between(
                        TemplateSource.read(left, io).template(),
                        TemplateSource.read(right, io).template(),
                        max);
        for (TemplateDiff.Difference difference : differences) {
            if (json) {
                printJson(difference);
            } else {
                print(difference);
            }
        }
        return differences.isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    }

    private void print(TemplateDiff.Difference difference) throws IOException {
        StringBuilder chat = new StringBuilder();
        for (ChatMessage message : difference.messages()) {
            chat.append(chat.isEmpty() ? "" : ", ").append(JsonLine.text(message.asMap()));
        }
        io.out().println("[" + chat + "]" + settings(difference));
        io.out().println("- " + shown(difference.left()));
        io.out().println("+ " + shown(difference.right()));
        io.out().println("");
    }

    private static String settings(TemplateDiff.Difference difference) {
        StringBuilder settings = new StringBuilder();
        difference
                .settings()
                .forEach(
                        (name, value) ->
                                settings.append(settings.isEmpty() ? " with " : ", ")
                                        .append(name)
                                        .append(value instanceof Boolean ? "=" + value : ""));
        return settings.toString();
    }

    private static String shown(String text) {
        return TerminalText.clean(text.replace("\n", "\\n"));
    }

    private void printJson(TemplateDiff.Difference difference) throws IOException {
        JsonLine.print(
                io,
                fields -> {
                    fields.writeArrayFieldStart("messages");
                    for (ChatMessage message : difference.messages()) {
                        JsonLine.value(fields, message.asMap());
                    }
                    fields.writeEndArray();
                    fields.writeFieldName("settings");
                    JsonLine.value(fields, difference.settings());
                    fields.writeStringField("left", difference.left());
                    fields.writeStringField("right", difference.right());
                });
    }
}
