package dev.jeton.cli;

import dev.jeton.cli.parity.ParityCommand;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;

/** The entry point of the command {@code jeton}. */
public final class Main {
    private Main() {}

    /** Runs the command and ends the JVM with its exit code. */
    public static void main(String[] args) {
        CommandIo io = CommandIo.ofProcess();
        System.exit(run(io, args));
    }

    /** Runs the command and returns its exit code. */
    static int run(CommandIo io, String... args) {
        int code;
        try {
            code = commandLine(io, args).execute(args);
            Output.OutputException failure = io.out().failure();
            if (failure != null) {
                return Failures.report(failure, "jeton", io, false);
            }
            io.out().flush();
            io.err().flush();
        } catch (Output.OutputException | OutOfMemoryError | StackOverflowError | LinkageError e) {
            // picocli hands over exceptions, but not errors.
            code = Failures.report(e, "jeton", io, false);
        }
        return code;
    }

    /**
     * The commands by name, in the order of the help. Reading the options of all of them by
     * reflection takes 0.2 s in a cold JVM, so a run that names one command makes only that one.
     */
    private static final Map<String, Class<?>> COMMANDS = commands();

    private static Map<String, Class<?>> commands() {
        Map<String, Class<?>> commands = new LinkedHashMap<>();
        commands.put("chat", ChatCommand.class);
        commands.put("encode", EncodeCommand.class);
        commands.put("decode", DecodeCommand.class);
        commands.put("count", CountCommand.class);
        commands.put("render", RenderCommand.class);
        commands.put("explain", ExplainCommand.class);
        commands.put("diff", DiffCommand.class);
        commands.put("convert", ConvertCommand.class);
        commands.put("inspect", InspectCommand.class);
        commands.put("template", TemplateCommand.class);
        commands.put("models", ModelsCommand.class);
        commands.put("devices", DevicesCommand.class);
        commands.put("parity", ParityCommand.class);
        commands.put("bench", BenchCommand.class);
        commands.put("completion", CompletionCommand.class);
        return commands;
    }

    static CommandLine commandLine(CommandIo io, String... args) {
        CommandLine line = new CommandLine(new JetonCommand(io), new CommandFactory(io));
        String first = args.length == 0 ? "" : args[0];
        boolean one = COMMANDS.containsKey(first) && !first.equals("completion");
        for (Map.Entry<String, Class<?>> command : COMMANDS.entrySet()) {
            if (!one || command.getKey().equals(first)) {
                line.addSubcommand(command.getKey(), command.getValue());
            }
        }
        line.setOut(new java.io.PrintWriter(new Quiet(io.out())));
        line.setErr(new java.io.PrintWriter(new Quiet(io.err()), true));
        line.setColorScheme(Help.defaultColorScheme(io.colours() ? Help.Ansi.ON : Help.Ansi.OFF));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler((e, arguments) -> wrongUse(e, io));
        line.setExecutionExceptionHandler(
                (e, command, result) ->
                        Failures.report(
                                e,
                                command.getCommandSpec().qualifiedName(),
                                io,
                                isVerbose(command)));
        return line;
    }

    private static boolean isVerbose(CommandLine command) {
        return command.getCommandSpec().optionsMap().containsKey("--verbose")
                && command.getParseResult() != null
                && command.getParseResult().hasMatchedOption("--verbose");
    }

    private static int wrongUse(CommandLine.ParameterException e, CommandIo io) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        StringBuilder text = new StringBuilder(command).append(": ").append(e.getMessage());
        if (e instanceof CommandLine.UnmatchedArgumentException unmatched) {
            java.util.List<String> near = unmatched.getSuggestions();
            if (!near.isEmpty()) {
                text.append(". Did you mean ").append(String.join(" or ", near)).append("?");
            }
        }
        io.message(text.toString());
        io.message("\"" + command + " --help\" shows how to use it.");
        return ExitCode.WRONG_USE;
    }

    /**
     * What picocli prints help with. A failure of the output is found by {@link #run} afterwards:
     * picocli would print its stack trace.
     */
    private static final class Quiet extends java.io.Writer {
        private final Output output;

        Quiet(Output output) {
            this.output = output;
        }

        @Override
        public void write(char[] chars, int offset, int length) {
            if (output.failure() == null) {
                try {
                    output.write(chars, offset, length);
                } catch (Output.OutputException e) {
                    // The output remembers it.
                }
            }
        }

        @Override
        public void flush() {
            if (output.failure() == null) {
                try {
                    output.flush();
                } catch (Output.OutputException e) {
                    // The output remembers it.
                }
            }
        }

        @Override
        public void close() {
            // The process's streams stay open for what follows.
        }
    }
}
