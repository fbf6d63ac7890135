package dev.jeton.cli;

import picocli.CommandLine.Command;

/** placeholder. */
@Command(name = "inspect", description = "Show what is in a model or tokenizer file.")
final class InspectCommand extends BaseCommand {

    InspectCommand(CommandIo io) {
        super(io);
    }

    @Override
    public Integer call() {
        return ExitCode.OK;
    }
}
