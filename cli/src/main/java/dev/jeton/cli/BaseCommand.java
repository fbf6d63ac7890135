package dev.jeton.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** What every command has: the streams, {@code --help} and {@code --verbose}. */
abstract class BaseCommand implements Callable<Integer> {
    final CommandIo io;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Option(names = "--verbose", description = "On failure, show where in the code it happened.")
    boolean verbose;

    BaseCommand(CommandIo io) {
        this.io = io;
    }
}
