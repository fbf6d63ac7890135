package dev.jeton.cli;

import dev.jeton.cli.models.Environment;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** Runs a command in this process and keeps what it prints. */
final class CommandRun {
    private final ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
    private final Map<String, String> variables = new HashMap<>();
    private byte[] input = {};
    private OutputStream outStream = outBytes;
    private boolean terminal;

    CommandRun with(String variable, String value) {
        variables.put(variable, value);
        return this;
    }

    CommandRun input(String text) {
        return input(text.getBytes(StandardCharsets.UTF_8));
    }

    CommandRun input(byte[] bytes) {
        input = bytes;
        return this;
    }

    CommandRun output(OutputStream stream) {
        outStream = stream;
        return this;
    }

    CommandRun onTerminal() {
        terminal = true;
        return this;
    }

    CommandIo io() {
        return new CommandIo(
                new ByteArrayInputStream(input),
                new Output(outStream, StandardCharsets.UTF_8, "Standard output"),
                new Output(errBytes, StandardCharsets.UTF_8, "Standard error"),
                terminal,
                terminal,
                terminal,
                new Environment(variables, new Properties()));
    }

    int run(String... arguments) {
        return Main.run(io(), arguments);
    }

    String out() {
        return outBytes.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return errBytes.toString(StandardCharsets.UTF_8);
    }
}
