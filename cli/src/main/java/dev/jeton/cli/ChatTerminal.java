package dev.jeton.cli;

import dev.jeton.cli.models.Catalog;
import dev.jeton.cli.models.FetchException;
import dev.jeton.cli.models.ModelEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jline.builtins.Completers.FileNameCompleter;
import org.jline.keymap.KeyMap;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.UserInterruptException;
import org.jline.reader.Widget;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;

/** Lines in, text out, and Ctrl-C, by JLine. */
final class ChatTerminal implements AutoCloseable {
    private static final int HISTORY_LINES = 2_000;

    private final Terminal terminal;
    private final LineReader reader;
    private final boolean colours;
    private final List<String> modelNames;

    /** What the user did at the prompt. */
    sealed interface Line {
        /** A line, perhaps of several lines. */
        record Text(String text) implements Line {}

        /** Ctrl-C; {@code empty} tells whether nothing had been typed. */
        record Interrupted(boolean empty) implements Line {}

        /** Ctrl-D, or the terminal has gone. */
        record End() implements Line {}
    }

    /** A terminal with a history file that may be missing. */
    ChatTerminal(Terminal terminal, Optional<Path> history, boolean colours, List<String> names) {
        this.terminal = terminal;
        this.colours = colours;
        this.modelNames = names;
        LineReaderBuilder builder =
                LineReaderBuilder.builder()
                        .terminal(terminal)
                        .appName("jeton")
                        .parser(new ChatParser())
                        .completer((line, parsed, candidates) -> complete(line, parsed, candidates))
                        .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                        .option(LineReader.Option.HISTORY_IGNORE_SPACE, true)
                        .option(LineReader.Option.INSERT_TAB, false)
                        .variable(LineReader.SECONDARY_PROMPT_PATTERN, "... ")
                        .variable(LineReader.HISTORY_SIZE, HISTORY_LINES)
                        .variable(LineReader.HISTORY_FILE_SIZE, HISTORY_LINES);
        history.ifPresent(file -> builder.variable(LineReader.HISTORY_FILE, file));
        this.reader = builder.build();
        Widget newLine =
                () -> {
                    reader.getBuffer().write('\n');
                    return true;
                };
        Objects.requireNonNull(reader.getKeyMaps().get(LineReader.MAIN))
                .bind(newLine, KeyMap.alt('\r'), KeyMap.alt('\n'));
    }

    /** The terminal of this process. */
    static ChatTerminal open(CommandIo io) throws IOException {
        Terminal terminal = TerminalBuilder.builder().name("jeton").system(true).dumb(true).build();
        return new ChatTerminal(terminal, historyFile(io), io.colours(), modelNames(io));
    }

    private static List<String> modelNames(CommandIo io) {
        try {
            return Catalog.load(io.environment()).entries().stream().map(ModelEntry::name).toList();
        } catch (FetchException e) {
            return List.of(); // completion is a comfort; the command itself reports the catalogue
        }
    }

    /** The history's file; none where its folder cannot be made. */
    private static Optional<Path> historyFile(CommandIo io) {
        Path folder = io.environment().stateFolder();
        try {
            Files.createDirectories(folder);
            return Files.isWritable(folder)
                    ? Optional.of(folder.resolve("chat-history"))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Waits for a line. */
    Line read(String prompt) {
        try {
            return new Line.Text(reader.readLine(styled(prompt, AttributedStyle.BOLD)));
        } catch (UserInterruptException e) {
            return new Line.Interrupted(e.getPartialLine().isEmpty());
        } catch (EndOfFileException e) {
            return new Line.End();
        }
    }

    /** Calls {@code action} at Ctrl-C while no line is read. */
    void onInterrupt(Runnable action) {
        terminal.handle(Terminal.Signal.INT, signal -> action.run());
    }

    void print(String text) {
        terminal.writer().print(text);
        terminal.flush();
    }

    void println(String line) {
        print(line + "\n");
    }

    /** A line that is not part of the chat. */
    void note(String line) {
        println(styled(line, AttributedStyle.DEFAULT.faint()));
    }

    private String styled(String text, AttributedStyle style) {
        return colours ? new AttributedString(text, style).toAnsi(terminal) : text;
    }

    private void complete(LineReader line, ParsedLine parsed, List<Candidate> candidates) {
        if (!parsed.line().startsWith("/")) {
            return;
        }
        if (parsed.wordIndex() == 0) {
            for (ChatLoop.Command command : ChatLoop.Command.values()) {
                candidates.add(new Candidate(command.word()));
            }
            return;
        }
        String command = parsed.words().get(0);
        if (command.equals("/save") || command.equals("/load")) {
            new FileNameCompleter().complete(line, parsed, candidates);
        } else if (command.equals("/model")) {
            modelNames.forEach(name -> candidates.add(new Candidate(name)));
            new FileNameCompleter().complete(line, parsed, candidates);
        }
    }

    @Override
    public void close() throws IOException {
        terminal.close();
    }
}
