package dev.jeton.cli;

import dev.jeton.generate.ChatModel;
import dev.jeton.generate.GenerateOptions;
import dev.jeton.generate.GenerationListener;
import dev.jeton.generate.GenerationResult;
import dev.jeton.generate.ModelInfo;
import dev.jeton.templates.ChatMessage;
import java.util.List;
import java.util.Locale;

/** A model that answers. */
final class ModelChatEngine implements ChatEngine {
    private final ChatModel model;

    ModelChatEngine(ChatModel model) {
        this.model = model;
    }

    @Override
    public Reply answer(
            List<ChatMessage> messages, GenerateOptions options, GenerationListener listener) {
        GenerationResult result = model.chat(messages, options, listener);
        return new Reply(result.text(), result.stopReason(), result.stats());
    }

    @Override
    public String describe() {
        ModelInfo info = model.info();
        return String.format(
                Locale.ROOT,
                "%s (%s, %s parameters, context %,d tokens) on %s",
                info.name(),
                info.architecture(),
                count(info.parameters()),
                info.contextLength(),
                info.device());
    }

    @Override
    public void close() {
        model.close();
    }

    static String count(long parameters) {
        if (parameters >= 1_000_000_000) {
            return String.format(Locale.ROOT, "%.1fB", parameters / 1e9);
        }
        return parameters >= 1_000_000
                ? String.format(Locale.ROOT, "%.0fM", parameters / 1e6)
                : String.format(Locale.ROOT, "%,d", parameters);
    }
}
