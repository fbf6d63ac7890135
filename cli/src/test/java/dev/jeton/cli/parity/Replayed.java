package dev.jeton.cli.parity;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;

/** What {@code jeton parity ARGS} printed and returned. */
record Replayed(int exitCode, String out, String err) {
    static Replayed run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command =
                new CommandLine(new ParityCommand())
                        .setOut(new PrintWriter(out))
                        .setErr(new PrintWriter(err));
        int exitCode = command.execute(args);
        return new Replayed(exitCode, out.toString(), err.toString());
    }

    List<String> lines() {
        return out.lines().toList();
    }

    /** The last line: {@code N passed, N failed}. */
    String lastLine() {
        return fromEnd(1);
    }

    /** A line counted from the end; 1 is the last. */
    String fromEnd(int number) {
        List<String> lines = lines();
        return lines.size() < number ? "" : lines.get(lines.size() - number);
    }
}
