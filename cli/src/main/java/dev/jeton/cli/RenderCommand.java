package dev.jeton.cli;

import dev.jeton.templates.ChatEncoding;
import dev.jeton.templates.ChatMessage;
import dev.jeton.templates.ChatOptions;
import dev.jeton.templates.ChatTemplate;
import dev.jeton.templates.ChatTokenizer;
import dev.jeton.templates.ToolDefinition;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jeton render}: a chat to the text or the ids that a model would read. */
@Command(
        name = "render",
        description = "Show the prompt that a chat becomes by the model's chat template.",
        footerHeading = "%n",
        footer = {
            "Examples:",
            "  jeton render \"What is the capital of France?\"",
            "  jeton render --messages chat.json --tools tools.json --ids",
            "  jeton render --messages - --template chat_template.jinja < chat.json",
            "",
            "chat.json is a list of messages as transformers takes them:",
            "  [{\"role\": \"user\", \"content\": \"Hello\"}]"
        })
final class RenderCommand extends BaseCommand {
    @Mixin private final ModelOption model = new ModelOption();

    @Parameters(
            paramLabel = "MESSAGE",
            arity = "0..*",
            description = "A message of the user; several are joined by a space.")
    private List<String> words = List.of();

    @Option(
            names = "--messages",
            paramLabel = "FILE",
            description = "Read the chat from a JSON file; \"-\" is standard input.")
    private @Nullable String messages;

    @Option(names = "--system", paramLabel = "TEXT", description = "Put a system message first.")
    private @Nullable String system;

    @Option(names = "--tools", paramLabel = "FILE", description = "Tools, a JSON list of schemas.")
    private @Nullable Path tools;

    @Option(
            names = "--template",
            paramLabel = "FILE",
            description = "Use this Jinja template rather than the model's.")
    private @Nullable Path template;

    @Option(
            names = "--var",
            paramLabel = "NAME=VALUE",
            description =
                    "A variable for the template; VALUE is JSON where it can be read as such.")
    private Map<String, String> variables = new LinkedHashMap<>();

    @Option(
            names = "--no-generation-prompt",
            description = "Do not add what comes before an answer.")
    private boolean noGenerationPrompt;

    @Option(names = "--continue", description = "Leave the last message open, to be continued.")
    private boolean continueFinalMessage;

    @Option(names = "--ids", description = "Print the token ids rather than the text.")
    private boolean ids;

    @Option(names = "--json", description = "Print JSON: {\"text\":\"...\",\"ids\":[...]}.")
    private boolean json;

    RenderCommand(CommandIo io) {
        super(io);
    }

    @Override
    public Integer call() throws Exception {
        List<ChatMessage> chat = chat();
        ChatTokenizer tokenizer = Loading.chatTokenizer(model.resolveTokenizer(io));
        if (template != null) {
            Path file = template;
            ChatTemplate own = Loading.load(() -> ChatTemplate.parse(MessageFile.read(file)));
            tokenizer = ChatTokenizer.of(tokenizer.tokenizer(), own);
        }
        if (json || ids) {
            ChatEncoding encoded = tokenizer.applyChatTemplate(chat, options());
            encoded.warnings().forEach(io::message);
            printEncoded(encoded);
        } else {
            // Exactly the text; a terminal gets a line end besides, a file does not.
            io.out().print(tokenizer.render(chat, options()));
            io.out().print(io.outTerminal() ? "\n" : "");
        }
        return ExitCode.OK;
    }

    private void printEncoded(ChatEncoding encoded) throws IOException {
        if (json) {
            JsonLine.print(
                    io,
                    fields -> {
                        fields.writeStringField("text", encoded.text());
                        JsonLine.ids(fields, "ids", encoded.ids());
                    });
            return;
        }
        StringBuilder line = new StringBuilder();
        for (int id : encoded.ids()) {
            line.append(line.isEmpty() ? "" : " ").append(id);
        }
        io.out().println(line.toString());
    }

    private List<ChatMessage> chat() throws IOException {
        List<ChatMessage> chat = new ArrayList<>();
        if (system != null) {
            chat.add(ChatMessage.system(system));
        }
        if (messages != null) {
            boolean stdin = messages.equals("-");
            String where = stdin ? "Standard input" : messages;
            String text =
                    stdin
                            ? TextInput.decode(io.in().readAllBytes(), where)
                            : MessageFile.read(Path.of(messages));
            chat.addAll(MessageFile.messages(text, where));
        }
        if (!words.isEmpty()) {
            chat.add(ChatMessage.user(String.join(" ", words)));
        }
        if (chat.isEmpty() || (messages == null && words.isEmpty())) {
            throw CommandFailure.wrongUse(
                    "There is nothing to render: give MESSAGE or --messages FILE.");
        }
        return chat;
    }

    private ChatOptions options() {
        ChatOptions.Builder builder =
                ChatOptions.builder()
                        .addGenerationPrompt(!noGenerationPrompt && !continueFinalMessage)
                        .continueFinalMessage(continueFinalMessage);
        if (tools != null) {
            builder.tools(MessageFile.objects(tools).stream().map(ToolDefinition::of).toList());
        }
        variables.forEach((name, value) -> builder.variable(name, MessageFile.value(value)));
        return builder.build();
    }
}
