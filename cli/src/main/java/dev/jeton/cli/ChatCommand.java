package dev.jeton.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.jeton.generate.ChatModel;
import dev.jeton.generate.GenerateOptions;
import dev.jeton.generate.GenerationListener;
import dev.jeton.generate.GenerationStats;
import dev.jeton.generate.StopReason;
import dev.jeton.templates.ChatMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jeton chat}: one answer, or an interactive chat. */
@Command(
        name = "chat",
        description = {
            "Ask a model. The answer is printed as it comes.",
            "Without MESSAGE: the message is read from standard input; on a terminal an interactive"
                    + " chat begins."
        },
        footerHeading = "%n",
        footer = {
            "Examples:",
            "  jeton chat \"What is the capital of France?\"",
            "  jeton chat                                      interactive; /help lists its"
                    + " commands",
            "  jeton chat --model model.gguf --stats \"Tell me a joke\"",
            "  jeton chat --temperature 0.7 --top-p 0.9 --seed 1 \"Write a haiku\"",
            "  cat question.txt | jeton chat --system \"Answer in one sentence.\" --json",
            "",
            "With --json one object a line: {\"type\":\"delta\",\"text\":...} as the text comes,"
                    + " then",
            "{\"type\":\"result\",...} with the whole text, the stop reason and the figures of"
                    + " --stats.",
            "Ctrl-C stops the answer (exit code 130)."
        })
final class ChatCommand extends BaseCommand {
    @Parameters(
            paramLabel = "MESSAGE",
            arity = "0..*",
            description = "What to ask; several are joined by a space. \"-\" is standard input.")
    private List<String> words = List.of();

    @Mixin private final ModelOption model = new ModelOption();

    @Option(
            names = {"-s", "--system"},
            paramLabel = "TEXT",
            description = "The system message.")
    private @Nullable String system;

    @Mixin private final GenerationSettings settings = new GenerationSettings();

    @Option(
            names = "--device",
            paramLabel = "NAME",
            description = "auto (the default: cpu), cpu, reference, cuda, or cuda:N.")
    private String device = "auto";

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads to compute with. Default: all processors.")
    private @Nullable Integer threads;

    @Option(
            names = {"-c", "--context"},
            paramLabel = "N",
            description = "Tokens that prompt and answer may have together.")
    private @Nullable Integer context;

    @Option(
            names = "--stats",
            description =
                    "Print prompt tokens, time to the first token, tokens a second and peak memory"
                            + " on standard error.")
    private boolean stats;

    @Option(names = "--json", description = "Print JSON lines, for programs.")
    private boolean json;

    ChatCommand(CommandIo io) {
        super(io);
    }

    @Override
    public Integer call() throws Exception {
        GenerateOptions options = settings.options();
        boolean asked = !words.isEmpty() && !words.equals(List.of("-"));
        if (!asked && words.isEmpty() && io.inTerminal()) {
            if (json || !io.outTerminal()) {
                throw CommandFailure.wrongUse(
                        "There is no message. Give one on the command line or on standard input;"
                                + " the interactive chat needs a terminal and no --json.");
            }
            return interactive(options);
        }
        String message =
                asked
                        ? String.join(" ", words)
                        : TextInput.decode(io.in().readAllBytes(), "Standard input");
        if (message.isBlank()) {
            throw CommandFailure.wrongUse("The message is empty.");
        }
        Path path = model.resolve(io);
        Interrupts interrupts = new Interrupts();
        interrupts.install();
        try (ChatEngine engine = open(path)) {
            return answer(engine, message.strip(), options, interrupts);
        }
    }

    private int interactive(GenerateOptions options) throws Exception {
        Path path = model.resolve(io);
        try (ChatTerminal terminal = ChatTerminal.open(io)) {
            ChatLoop loop =
                    new ChatLoop(
                            terminal,
                            open(path),
                            new ChatHistory(system),
                            options,
                            name -> open(model.resolve(name, io)));
            loop.showStats(stats);
            return loop.run();
        }
    }

    private ChatEngine open(Path path) {
        ChatModel.Builder builder = ChatModel.builder(path).device(device);
        try {
            if (threads != null) {
                builder.threads(threads);
            }
            if (context != null) {
                builder.contextLength(context);
            }
        } catch (IllegalArgumentException e) {
            throw CommandFailure.wrongUse(String.valueOf(e.getMessage()), e);
        }
        return new ModelChatEngine(Loading.load(builder::build));
    }

    /** Answers one message; visible for tests with an engine of their own. */
    int answer(ChatEngine engine, String message, GenerateOptions options, Interrupts interrupts)
            throws IOException {
        ChatHistory history = new ChatHistory(system);
        history.add(ChatMessage.user(message));
        Printer printer = new Printer(interrupts);
        interrupts.begin();
        ChatEngine.Reply reply;
        try {
            reply = engine.answer(history.messages(), options, printer);
        } finally {
            interrupts.end();
        }
        if (json) {
            JsonLine.print(io, fields -> result(fields, reply));
        } else {
            io.out().print(printer.endsLine ? "" : "\n").flush();
        }
        if (reply.stopReason() == StopReason.CONTEXT_FULL) {
            io.message("The context is full; the answer is cut off. --context N makes it larger.");
        }
        if (stats && !json) {
            io.message(RunStats.line(reply.stats()));
        }
        return interrupts.isRequested() ? ExitCode.INTERRUPTED : ExitCode.OK;
    }

    private static void result(JsonGenerator fields, ChatEngine.Reply reply) throws IOException {
        GenerationStats figures = reply.stats();
        fields.writeStringField("type", "result");
        fields.writeStringField("text", reply.text());
        fields.writeStringField("stop_reason", reply.stopReason().name().toLowerCase(Locale.ROOT));
        fields.writeNumberField("prompt_tokens", figures.promptTokens());
        fields.writeNumberField("new_tokens", figures.newTokens());
        fields.writeNumberField("first_token_seconds", figures.firstTokenNanos() / 1e9);
        fields.writeNumberField("tokens_per_second", figures.tokensPerSecond());
        fields.writeNumberField("peak_memory_bytes", RunStats.peakMemoryBytes());
    }

    /** Prints the answer as it comes. */
    private final class Printer implements GenerationListener {
        private final Interrupts interrupts;
        private boolean endsLine;

        Printer(Interrupts interrupts) {
            this.interrupts = interrupts;
        }

        @Override
        public void onText(String text) {
            if (json) {
                try {
                    JsonLine.print(
                            io,
                            fields -> {
                                fields.writeStringField("type", "delta");
                                fields.writeStringField("text", text);
                            });
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
                return;
            }
            endsLine = text.endsWith("\n");
            io.out().print(io.outTerminal() ? TerminalText.clean(text) : text).flush();
        }

        @Override
        public boolean cancelled() {
            return interrupts.isRequested();
        }
    }
}
