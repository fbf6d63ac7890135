package dev.jeton.cli;

import dev.jeton.cli.models.Environment;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Optional;

/**
 * The streams of a command, which of them are terminals, and the environment. Tests pass their own.
 *
 * @param in standard input
 * @param out standard output: results only
 * @param err standard error: messages, progress, statistics
 * @param inTerminal whether a person types the input
 * @param outTerminal whether a person reads the output
 * @param errTerminal whether a person reads the messages
 * @param environment variables and properties
 */
record CommandIo(
        InputStream in,
        Output out,
        Output err,
        boolean inTerminal,
        boolean outTerminal,
        boolean errTerminal,
        Environment environment) {

    /** The script {@code jeton} says here which of 0, 1 and 2 are terminals, such as "012". */
    private static final String TERMINALS_PROPERTY = "jeton.terminals";

    /** The script moves standard error to this descriptor while the JVM starts. */
    private static final String STDERR_PROPERTY = "jeton.stderr";

    /** The streams of this process. */
    static CommandIo ofProcess() {
        Environment environment = Environment.system();
        String terminals =
                environment.property(TERMINALS_PROPERTY).orElseGet(CommandIo::terminalsOfConsole);
        OutputStream err = standardError(environment);
        System.setErr(new PrintStream(err, true));
        return new CommandIo(
                new FileInputStream(FileDescriptor.in),
                new Output(
                        new FileOutputStream(FileDescriptor.out),
                        charset(environment, "stdout.encoding"),
                        "Standard output"),
                new Output(err, charset(environment, "stderr.encoding"), "Standard error"),
                terminals.contains("0"),
                terminals.contains("1"),
                terminals.contains("2"),
                environment);
    }

    /** Without the script we know it only when all are terminals. */
    private static String terminalsOfConsole() {
        return Optional.ofNullable(System.console()).filter(java.io.Console::isTerminal).isPresent()
                ? "012"
                : "-";
    }

    /** Terminals may have a character set of their own; files and pipes are UTF-8 always. */
    private static Charset charset(Environment environment, String property) {
        try {
            return environment
                    .property(property)
                    .map(Charset::forName)
                    .orElse(StandardCharsets.UTF_8);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return StandardCharsets.UTF_8;
        }
    }

    /**
     * Standard error, which the script may have put on another descriptor: the JVM writes a warning
     * about the incubating Vector API to descriptor 2 before any of our code runs, and has no
     * option against it. The descriptor itself is needed: opening /dev/fd/3 would fail for sockets
     * and forget the position in files.
     */
    private static OutputStream standardError(Environment environment) {
        String number = environment.property(STDERR_PROPERTY).orElse("2");
        if (!number.equals("2")) {
            try {
                Constructor<FileDescriptor> constructor =
                        FileDescriptor.class.getDeclaredConstructor(int.class);
                constructor.setAccessible(true);
                return new FileOutputStream(constructor.newInstance(Integer.parseInt(number)));
            } catch (ReflectiveOperationException | RuntimeException e) {
                try {
                    return new FileOutputStream("/dev/fd/" + number, true);
                } catch (IOException again) {
                    // Descriptor 2 is all that is left.
                }
            }
        }
        return new FileOutputStream(FileDescriptor.err);
    }

    /** Whether results may be coloured. */
    boolean colours() {
        return outTerminal && wantsColours();
    }

    /** Whether messages may be coloured. */
    boolean errColours() {
        return errTerminal && wantsColours();
    }

    private boolean wantsColours() {
        return environment.variable("NO_COLOR").isEmpty()
                && !environment.variable("TERM").orElse("").equals("dumb");
    }

    /** One line on standard error, at once. */
    void message(String line) {
        err.println(line).flush();
    }
}
