package dev.jeton.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code jeton bench}: how fast a part of Jeton is here. */
@Command(
        name = "bench",
        synopsisSubcommandLabel = "COMMAND",
        description = "Measure how fast a tokenizer is on this machine.",
        subcommands = {BenchTokenizerCommand.class},
        footerHeading = "%n",
        footer = {
            "Example:",
            "  jeton bench tokenizer documents.jsonl tokenizer.json 5",
        })
final class BenchCommand extends BaseCommand {
    @Spec private CommandSpec spec = CommandSpec.create();

    BenchCommand(CommandIo io) {
        super(io);
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "Missing command: tokenizer");
    }
}
