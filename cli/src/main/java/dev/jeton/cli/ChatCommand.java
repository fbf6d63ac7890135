package dev.jeton.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** placeholder. */
@Command(name = "chat", description = "Chat.")
final class ChatCommand implements Callable<Integer> {
    @Mixin private final CommonOptions common = new CommonOptions();

    @Override
    public Integer call() {
        return ExitCode.OK;
    }
}
