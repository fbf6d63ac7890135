package dev.jeton.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** placeholder. */
@Command(name = "inspect", description = "Show what is in a model or tokenizer file.")
final class InspectCommand implements Callable<Integer> {
    @Mixin private final CommonOptions common = new CommonOptions();

    @Override
    public Integer call() {
        return ExitCode.OK;
    }
}
