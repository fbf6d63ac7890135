package dev.jeton.cli;

import dev.jeton.templates.lint.TemplateFormatter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jeton template fmt}. */
@Command(
        name = "fmt",
        description = "Lay templates out without changing what they render.",
        footerHeading = "%n",
        footer = {
            "Examples:",
            "  jeton template fmt chat_template.jinja > formatted.jinja",
            "  jeton template fmt --write templates/*.jinja",
            "  jeton template fmt --check templates/*.jinja",
            "",
            "Only white space that Jinja2 drops is changed; the result is checked for that."
        })
final class TemplateFmtCommand extends BaseCommand {
    @Parameters(
            paramLabel = "TEMPLATE",
            arity = "1..*",
            description = "A template file, a model, or \"-\" for standard input.")
    private List<String> names = List.of();

    @Option(names = "--write", description = "Write the files anew rather than print them.")
    private boolean write;

    @Option(
            names = "--check",
            description = "Print the names of files that are not formatted; then exit code 1.")
    private boolean check;

    TemplateFmtCommand(CommandIo io) {
        super(io);
    }

    @Override
    public Integer call() throws Exception {
        if (write && check) {
            throw CommandFailure.wrongUse("--write and --check exclude each other.");
        }
        if (names.size() > 1 && !write && !check) {
            throw CommandFailure.wrongUse("Several templates need --write or --check.");
        }
        boolean different = false;
        for (String name : names) {
            TemplateSource source = TemplateSource.read(name, io);
            String formatted = Loading.load(() -> TemplateFormatter.format(source.text()));
            if (check) {
                if (!formatted.equals(source.text())) {
                    io.out().println(source.name());
                    different = true;
                }
            } else if (write) {
                write(name, source, formatted);
            } else {
                io.out().print(formatted);
            }
        }
        return different ? ExitCode.FAILED : ExitCode.OK;
    }

    private static void write(String name, TemplateSource source, String formatted)
            throws IOException {
        if (name.equals("-") || source.model().isPresent()) {
            throw CommandFailure.wrongUse(
                    "--write is for template files; \"" + name + "\" is none.");
        }
        if (!formatted.equals(source.text())) {
            Files.writeString(Path.of(name), formatted, StandardCharsets.UTF_8);
        }
    }
}
