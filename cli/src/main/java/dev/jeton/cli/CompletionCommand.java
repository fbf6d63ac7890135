package dev.jeton.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code jeton completion}: a script that completes commands and options in the shell. */
@Command(
        name = "completion",
        description = "Print a script that completes jeton's commands and options in bash and zsh.",
        footerHeading = "%n",
        footer = {
            "Examples:",
            "  source <(jeton completion)                             for this shell",
            "  jeton completion > ~/.local/share/bash-completion/completions/jeton"
        })
final class CompletionCommand extends BaseCommand {
    @Spec private CommandSpec spec = CommandSpec.create();

    CompletionCommand(CommandIo io) {
        super(io);
    }

    @Override
    public Integer call() {
        io.out().print(AutoComplete.bash("jeton", spec.root().commandLine())).print("\n");
        return ExitCode.OK;
    }
}
