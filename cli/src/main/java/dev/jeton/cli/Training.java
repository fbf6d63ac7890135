package dev.jeton.cli;

import dev.jeton.cli.models.Environment;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The short run from which the JVM learns which classes to archive and which methods are hot.
 *
 * <p>Only the build starts it; it prints nothing and fails silently, because an archive is a
 * comfort.
 */
final class Training {
    private Training() {}

    public static void main(String[] args) {
        for (List<String> command : COMMANDS) {
            CommandIo io =
                    new CommandIo(
                            InputStream.nullInputStream(),
                            new Output(
                                    OutputStream.nullOutputStream(), StandardCharsets.UTF_8, "out"),
                            new Output(
                                    OutputStream.nullOutputStream(), StandardCharsets.UTF_8, "err"),
                            false,
                            false,
                            false,
                            Environment.system());
            Main.run(io, command.toArray(String[]::new));
        }
    }

    private static final List<List<String>> COMMANDS =
            List.of(
                    List.of("--help"),
                    List.of("chat", "--help"),
                    List.of("models", "list", "--json"),
                    List.of("encode", "--offline", "--json", "Hello there"),
                    List.of("count", "--offline", "Hello there"),
                    List.of("render", "--offline", "Hello there"),
                    List.of("chat", "--offline", "--max-tokens", "48", "Hello there"));
}
