package dev.jeton.cli;

import dev.jeton.cli.models.FetchException;
import dev.jeton.generate.GenerateException;
import dev.jeton.templates.TemplateException;
import dev.jeton.tokenize.TokenizerException;
import dev.jeton.tokenize.internal.fetch.IoCause;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;

/** Turns what went wrong into lines on standard error and an exit code. */
final class Failures {
    private Failures() {}

    /** Reports {@code failure} of {@code command} and returns the exit code. */
    static int report(Throwable failure, String command, CommandIo io, boolean verbose) {
        if (failure instanceof Output.OutputException e && e.isClosedPipe()) {
            return ExitCode.OUTPUT_CLOSED;
        }
        int code = exitCode(failure);
        try {
            String message = message(failure);
            if (!message.isEmpty()) {
                io.err().println(command + ": " + message);
            }
            if (verbose) {
                io.err().print(stackTrace(failure));
            } else if (isInternal(failure)) {
                io.err().println("--verbose shows where; please report it with that output.");
            }
            io.err().flush();
        } catch (Output.OutputException e) {
            // Nobody reads the messages; the exit code is all that is left.
        }
        return code;
    }

    static int exitCode(Throwable failure) {
        return switch (failure) {
            case CommandFailure e -> e.exitCode();
            case FetchException e when e.isWrongUse() -> ExitCode.WRONG_USE;
            case InterruptedException _ -> ExitCode.INTERRUPTED;
            default -> ExitCode.FAILED;
        };
    }

    static String message(Throwable failure) {
        return switch (failure) {
            case CommandFailure _,
                    FetchException _,
                    TokenizerException _,
                    TemplateException _,
                    GenerateException _,
                    IllegalArgumentException _ ->
                    text(failure.getMessage());
            case Output.OutputException e when IoCause.isDiskFull(e) ->
                    "Standard output cannot be written: no space left on the disk.";
            case Output.OutputException e -> text(e.getMessage());
            case InterruptedException _ -> "";
            case IOException e -> "Reading or writing failed: " + IoCause.of(e) + ".";
            case OutOfMemoryError _ ->
                    "Not enough memory: the Java heap may grow to "
                            + Runtime.getRuntime().maxMemory() / (1 << 20)
                            + " MiB. Set JETON_JAVA_OPTIONS=-Xmx4g, or choose a shorter --context.";
            case StackOverflowError _ -> "The input is nested too deeply.";
            default -> "Internal error: " + failure;
        };
    }

    private static boolean isInternal(Throwable failure) {
        return message(failure).startsWith("Internal error");
    }

    private static String text(@Nullable String message) {
        return message == null ? "" : message;
    }

    private static String stackTrace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
