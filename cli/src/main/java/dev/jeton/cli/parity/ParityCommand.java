package dev.jeton.cli.parity;

import dev.jeton.cli.parity.decoder.DecoderReplay;
import dev.jeton.cli.parity.templates.TemplateReplay;
import dev.jeton.cli.parity.tokenizer.TokenizerReplay;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The command {@code jeton parity}: replays golden data of reference implementations.
 *
 * <p>Exit codes: 0 all rows passed, 1 at least one failed, 2 the folder cannot be read or no row
 * matches.
 */
@Command(
        name = "parity",
        description =
                "Replays golden data of the reference implementations and counts what differs.",
        subcommands = {
            ParityCommand.TokenizerCommand.class,
            ParityCommand.TemplatesCommand.class,
            ParityCommand.DecoderCommand.class,
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "The last line is always \"N passed, N failed\". Rows that need a part that is not"
                    + " supported",
            "yet or a file that is not there count as failed. Exit code: 0 nothing failed, 1"
                    + " something",
            "failed, 2 the folder cannot be read or --only matches nothing."
        })
public final class ParityCommand implements Runnable {
    static final int FAILED = 1;
    static final int UNREADABLE = 2;

    @Spec private @Nullable CommandSpec spec;

    @Override
    public void run() {
        if (spec != null) {
            throw new ParameterException(
                    spec.commandLine(), "jeton parity needs one of: tokenizer, templates, decoder");
        }
    }

    /** What the three kinds of replay have in common. */
    abstract static class ReplayCommand implements Callable<Integer> {
        @Spec @Nullable CommandSpec spec;

        @Parameters(paramLabel = "DIR", description = "Folder of golden data.")
        Path folder = Path.of("");

        @Option(
                names = "--only",
                paramLabel = "GLOB",
                description =
                        "Only rows whose file, tokenizer, op, template, model folder or option"
                                + " matches (* any characters, ? one).")
        @Nullable String only;

        @Option(
                names = "--failures",
                paramLabel = "N",
                defaultValue = "10",
                description = "Print the first N failures (default ${DEFAULT-VALUE}).")
        int failures;

        @Option(
                names = "--all-groups",
                description = "Print the counts of groups without failures in long tables too.")
        boolean allGroups;

        @Option(
                names = "--threads",
                paramLabel = "N",
                description = "Number of workers (default: the processors).")
        int threads = Runtime.getRuntime().availableProcessors();

        @Option(
                names = {"-h", "--help"},
                usageHelp = true,
                description = "Show this help.")
        boolean help;

        abstract void replay(Replay replay, Report report, @Nullable Glob glob);

        @Override
        public Integer call() {
            CommandSpec command = spec;
            if (command == null) {
                throw new IllegalStateException("not run by picocli");
            }
            if (threads < 1 || failures < 0) {
                throw new ParameterException(
                        command.commandLine(),
                        "--threads must be at least 1 and --failures at least 0");
            }
            Glob glob = only == null ? null : new Glob(only);
            Report report = new Report(command.commandLine().getOut(), failures, allGroups, glob);
            long start = System.nanoTime();
            try (Replay replay = new Replay(threads, report::add)) {
                replay(replay, report, glob);
                replay.finish();
            } catch (UnreadableFolderException e) {
                command.commandLine().getErr().println("jeton parity: " + e.getMessage());
                command.commandLine().getErr().flush();
                return UNREADABLE;
            }
            report.note(
                    String.format(
                            "%d rows in %.1f s on %d threads",
                            report.passed() + report.failed(),
                            (System.nanoTime() - start) / 1e9,
                            threads));
            report.finish();
            if (report.passed() + report.failed() == 0) {
                command.commandLine()
                        .getErr()
                        .println(
                                "jeton parity: "
                                        + folder
                                        + ": no row"
                                        + (only == null ? "" : " matches --only " + only));
                command.commandLine().getErr().flush();
                return UNREADABLE;
            }
            return report.failed() == 0 ? 0 : FAILED;
        }
    }

    /** {@code jeton parity templates DIR}. */
    @Command(
            name = "templates",
            description =
                    "Replays a corpus of chat templates: texts, errors with their kinds, spans.")
    static final class TemplatesCommand extends ReplayCommand {
        @Override
        void replay(Replay replay, Report report, @Nullable Glob glob) {
            new TemplateReplay(folder, glob).run(replay);
        }
    }

    /** {@code jeton parity tokenizer DIR}. */
    @Command(
            name = "tokenizer",
            description = "Replays golden data of tokenizers: ids, tokens, offsets, texts, files.")
    static final class TokenizerCommand extends ReplayCommand {
        @Option(
                names = "--files",
                paramLabel = "F",
                description =
                        "Where scripts/fetch-tokenizers put the files that are not in DIR (default"
                                + " DIR/real).")
        @Nullable Path files;

        @Override
        void replay(Replay replay, Report report, @Nullable Glob glob) {
            Path fetched = files == null ? folder.resolve("real") : files;
            new TokenizerReplay(folder, fetched, glob).run(replay);
        }
    }

    /** {@code jeton parity decoder DIR}. */
    @Command(
            name = "decoder",
            description =
                    "Replays golden data of decoders: logits, hidden states, greedy tokens, tensor"
                            + " types, sampling, chats.")
    static final class DecoderCommand extends ReplayCommand {
        @Option(
                names = "--device",
                paramLabel = "NAME",
                defaultValue = "all",
                description =
                        "Backends to run on, with commas between: reference, cpu, ..., or all that"
                                + " can run here (default ${DEFAULT-VALUE}).")
        String device = "all";

        @Override
        void replay(Replay replay, Report report, @Nullable Glob glob) {
            new DecoderReplay(folder, glob, device, report::note).run(replay);
        }
    }
}
