package dev.jeton.cli;

import dev.jeton.generate.GenerateOptions;
import dev.jeton.generate.GenerationListener;
import dev.jeton.generate.GenerationStats;
import dev.jeton.generate.StopReason;
import dev.jeton.templates.ChatMessage;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The interactive chat. The whole history goes through the template at every turn; the engine finds
 * out how much of the prompt it has read already.
 */
final class ChatLoop {
    private static final String PROMPT = "> ";

    private final ChatTerminal terminal;
    private final ChatHistory history;
    private final GenerateOptions options;
    private final Opener opener;
    private ChatEngine engine;
    private boolean statsAfterEach;
    private @Nullable GenerationStats last;
    private volatile boolean stopRequested;

    /** Opens another model by the name the user gives. */
    interface Opener {
        ChatEngine open(String name) throws Exception;
    }

    /** What a line that begins with a slash does. */
    enum Command {
        HELP("", "show this list"),
        RESET("", "forget the chat and begin anew"),
        SYSTEM("[TEXT]", "set the system message; without TEXT show it, \"-\" removes it"),
        STATS("[on|off]", "figures of the last answer; on shows them after each"),
        SAVE("FILE", "write the chat to a JSON file"),
        LOAD("FILE", "go on with a chat from a JSON file"),
        MODEL("NAME", "answer with another model; the chat stays"),
        QUIT("", "leave; so does Ctrl-D");

        private final String argument;
        private final String purpose;

        Command(String argument, String purpose) {
            this.argument = argument;
            this.purpose = purpose;
        }

        String word() {
            return "/" + name().toLowerCase(java.util.Locale.ROOT);
        }

        static Optional<Command> of(String word) {
            String known = word.equals("/exit") ? "/quit" : word;
            return Arrays.stream(values()).filter(c -> c.word().equals(known)).findFirst();
        }
    }

    ChatLoop(
            ChatTerminal terminal,
            ChatEngine engine,
            ChatHistory history,
            GenerateOptions options,
            Opener opener) {
        this.terminal = terminal;
        this.engine = engine;
        this.history = history;
        this.options = options;
        this.opener = opener;
    }

    void showStats(boolean on) {
        statsAfterEach = on;
    }

    /** Reads and answers until the user leaves; closes the engine. */
    int run() throws InterruptedException {
        try {
            terminal.onInterrupt(() -> stopRequested = true);
            terminal.note(engine.describe());
            terminal.note("/help lists the commands, Ctrl-C stops an answer, Ctrl-D leaves.");
            while (true) {
                switch (terminal.read(PROMPT)) {
                    case ChatTerminal.Line.End _ -> {
                        return ExitCode.OK;
                    }
                    case ChatTerminal.Line.Interrupted(boolean empty) -> {
                        if (empty) {
                            terminal.note("/quit or Ctrl-D leaves.");
                        }
                    }
                    case ChatTerminal.Line.Text(String line) -> {
                        if (!takes(ChatParser.message(line))) {
                            return ExitCode.OK;
                        }
                    }
                }
            }
        } finally {
            engine.close();
        }
    }

    /** Whether the loop goes on after this line. */
    private boolean takes(String line) throws InterruptedException {
        if (line.isEmpty()) {
            return true;
        }
        if (!line.startsWith("/") || line.startsWith("//")) {
            answer(line.startsWith("//") ? line.substring(1) : line);
            return true;
        }
        String[] words = line.split("\\s+", 2);
        Optional<Command> command = Command.of(words[0]);
        if (command.isEmpty()) {
            terminal.note(
                    "There is no command "
                            + words[0]
                            + ". /help lists them; a message may begin with // for a slash.");
            return true;
        }
        if (command.get() == Command.QUIT) {
            return false;
        }
        run(command.get(), words.length > 1 ? words[1].strip() : "");
        return true;
    }

    private void run(Command command, String argument) throws InterruptedException {
        switch (command) {
            case HELP -> help();
            case RESET -> {
                history.clear();
                terminal.note("The chat begins anew.");
            }
            case SYSTEM -> system(argument);
            case STATS -> stats(argument);
            case SAVE, LOAD -> file(command, argument);
            case MODEL -> model(argument);
            case QUIT -> throw new IllegalStateException("handled by the caller");
        }
    }

    private void help() {
        for (Command command : Command.values()) {
            terminal.println(
                    String.format(
                            "  %-18s %s",
                            command.word() + " " + command.argument, command.purpose));
        }
        terminal.println(
                "A backslash at the end of a line, Alt-Enter, or \"\"\" before and after make");
        terminal.println("a message of several lines. Tab completes commands and file names.");
    }

    private void system(String argument) {
        if (argument.isEmpty()) {
            String now = history.system();
            terminal.note(now == null ? "There is no system message." : "System message: " + now);
        } else if (argument.equals("-")) {
            history.system(null);
            terminal.note("The system message is removed.");
        } else {
            history.system(argument);
            terminal.note("The system message is set.");
        }
    }

    private void stats(String argument) {
        switch (argument) {
            case "on" -> statsAfterEach = true;
            case "off" -> statsAfterEach = false;
            case "" -> {
                GenerationStats figures = last;
                terminal.note(figures == null ? "There is no answer yet." : RunStats.line(figures));
            }
            default -> terminal.note("/stats takes on, off or nothing.");
        }
    }

    private void file(Command command, String argument) {
        if (argument.isEmpty()) {
            terminal.note(command.word() + " needs a file name.");
            return;
        }
        try {
            Path path = Path.of(argument);
            if (command == Command.SAVE) {
                history.save(path);
                terminal.note("Saved " + history.turns() + " messages to " + argument + ".");
            } else {
                history.load(path);
                terminal.note("Loaded " + history.turns() + " messages from " + argument + ".");
            }
        } catch (InvalidPathException e) {
            terminal.note("\"" + argument + "\" is not a file name: " + e.getReason() + ".");
        } catch (IOException e) {
            terminal.note(
                    argument
                            + " was not written: "
                            + dev.jeton.tokenize.internal.fetch.IoCause.of(e)
                            + ".");
        } catch (CommandFailure e) {
            terminal.note(String.valueOf(e.getMessage()));
        }
    }

    private void model(String name) throws InterruptedException {
        if (name.isEmpty()) {
            terminal.note(engine.describe());
            return;
        }
        try {
            ChatEngine next = opener.open(name);
            engine.close();
            engine = next;
            terminal.note(engine.describe());
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            terminal.note(Failures.message(e));
        }
    }

    private void answer(String message) {
        history.add(ChatMessage.user(message));
        stopRequested = false;
        try {
            ChatEngine.Reply reply = engine.answer(history.messages(), options, new Printer());
            terminal.print("\n");
            history.add(ChatMessage.assistant(reply.text()));
            last = reply.stats();
            if (reply.stopReason() == StopReason.CANCELLED) {
                terminal.note("Stopped.");
            } else if (reply.stopReason() == StopReason.CONTEXT_FULL) {
                terminal.note("The context is full; /reset begins anew.");
            }
            if (statsAfterEach) {
                terminal.note(RunStats.line(reply.stats()));
            }
        } catch (RuntimeException e) {
            // The chat goes on: what the model or its template refuses, another message may not.
            history.removeLast();
            terminal.print("\n");
            terminal.note(Failures.message(e));
        }
    }

    /** Prints the answer as it comes. */
    private final class Printer implements GenerationListener {
        @Override
        public void onText(String text) {
            terminal.print(TerminalText.clean(text));
        }

        @Override
        public boolean cancelled() {
            return stopRequested;
        }
    }
}
