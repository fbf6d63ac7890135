package dev.jeton.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code jeton} itself: help, version, and the commands. */
@Command(
        name = "jeton",
        synopsisSubcommandLabel = "COMMAND",
        description = "Tokenizers, chat templates and small chat models, on the JVM.",
        versionProvider = JetonVersion.class,
        footerHeading = "%n",
        footer = {
            "Examples:",
            "  jeton chat \"What is the capital of France?\"",
            "  jeton chat                        an interactive chat; /help lists its commands",
            "  echo \"Hello there\" | jeton count",
            "  jeton encode --json -m tokenizer.json \"Hello\"",
            "",
            "Exit codes: 0 done, 1 the task failed, 2 wrong use or unreadable input,",
            "130 interrupted, 141 the output was closed.",
            "Environment: JETON_MODEL, JETON_CACHE, JETON_OFFLINE, JETON_CATALOG, JETON_JAVA,",
            "JETON_JAVA_OPTIONS, HF_TOKEN, HF_ENDPOINT, HTTPS_PROXY, NO_PROXY, NO_COLOR;",
            "docs/cli.md explains them."
        })
final class JetonCommand extends BaseCommand {

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the versions of jeton and of Java.")
    boolean version;

    @Spec private CommandSpec spec = CommandSpec.create();

    JetonCommand(CommandIo io) {
        super(io);
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "Missing command");
    }
}
