package dev.jeton.cli;

import dev.jeton.templates.Capability;
import dev.jeton.templates.ChatTemplate;
import dev.jeton.templates.TemplateCapabilities;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jeton template caps}. */
@Command(
        name = "caps",
        description = "Show what a template can do and which variables it reads.",
        footerHeading = "%n",
        footer = {
            "Examples:",
            "  jeton template caps chat_template.jinja",
            "  jeton template caps --json path/to/model",
        })
final class TemplateCapsCommand extends BaseCommand {
    @Parameters(
            paramLabel = "TEMPLATE",
            description = "A template file, a model, or \"-\" for standard input.")
    private String name = "";

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    TemplateCapsCommand(CommandIo io) {
        super(io);
    }

    @Override
    public Integer call() throws Exception {
        ChatTemplate template = TemplateSource.read(name, io).template();
        TemplateCapabilities found = template.capabilities();
        if (json) {
            printJson(template, found);
            return ExitCode.OK;
        }
        for (Capability capability : Capability.values()) {
            io.out()
                    .println(
                            (found.has(capability) ? "yes  " : "no   ")
                                    + capability.id()
                                    + ": "
                                    + capability.description());
        }
        text("generation prompt", found.generationPrompt());
        text("end of an answer", found.turnEnd());
        text("thoughts are in", found.reasoningField().orElse(""));
        text("thinking is switched by", found.thinkingVariable().orElse(""));
        text("a call", found.toolCallExample().orElse(""));
        io.out().println("variables: " + String.join(", ", template.variables()));
        return ExitCode.OK;
    }

    private void text(String what, String text) {
        if (!text.isEmpty()) {
            io.out().println(what + ": " + TerminalText.clean(text.replace("\n", "\\n")));
        }
    }

    private void printJson(ChatTemplate template, TemplateCapabilities found) throws IOException {
        JsonLine.print(
                io,
                fields -> {
                    for (Capability capability : Capability.values()) {
                        fields.writeBooleanField(capability.id(), found.has(capability));
                    }
                    fields.writeStringField("generation_prompt_text", found.generationPrompt());
                    fields.writeStringField("turn_end", found.turnEnd());
                    fields.writeStringField("reasoning_field", found.reasoningField().orElse(""));
                    fields.writeStringField(
                            "thinking_variable", found.thinkingVariable().orElse(""));
                    fields.writeStringField(
                            "tool_call_example", found.toolCallExample().orElse(""));
                    fields.writeArrayFieldStart("variables");
                    for (String variable : template.variables()) {
                        fields.writeString(variable);
                    }
                    fields.writeEndArray();
                });
    }
}
