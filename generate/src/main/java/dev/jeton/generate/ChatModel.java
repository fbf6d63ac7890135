package dev.jeton.generate;

import dev.jeton.templates.ChatMessage;
import dev.jeton.templates.ChatOptions;
import dev.jeton.templates.ChatTokenizer;

import java.nio.file.Path;
import java.util.List;

/**
 * A model that answers chats.
 *
 * <pre>{@code
 * try (ChatModel model = ChatModel.load(Path.of("model.gguf"))) {
 *     var result = model.chat(
 *             List.of(ChatMessage.user("What is the capital of France?")),
 *             GenerateOptions.defaults(),
 *             System.out::print);
 * }
 * }</pre>
 *
 * <p>One generation at a time: calls from several threads wait for one another. The cache of the
 * last prompt is kept, so a chat that grows reads only what is new. Close it to free its memory.
 */
public final class ChatModel implements AutoCloseable {
    private final Path path;

    private ChatModel(Path path) {
        this.path = path;
    }

    /** Loads a GGUF file or a model folder with the best device there is. */
    public static ChatModel load(Path path) {
        return builder(path).build();
    }

    /** A builder for a GGUF file or a model folder. */
    public static Builder builder(Path path) {
        return new Builder(path);
    }

    /** Answers a chat; the prompt for the answer is added by the template. */
    public GenerationResult chat(
            List<ChatMessage> messages, GenerateOptions options, GenerationListener listener) {
        return chat(
                messages,
                ChatOptions.builder().addGenerationPrompt(true).build(),
                options,
                listener);
    }

    /** Answers a chat with options for the template. */
    public GenerationResult chat(
            List<ChatMessage> messages,
            ChatOptions chatOptions,
            GenerateOptions options,
            GenerationListener listener) {
        throw new GenerateException("not built yet: " + path);
    }

    /** Continues a prompt of ids, special tokens and all as given. */
    public GenerationResult generate(
            int[] promptIds, GenerateOptions options, GenerationListener listener) {
        throw new GenerateException("not built yet: " + path);
    }

    /** What was loaded. */
    public ModelInfo info() {
        throw new GenerateException("not built yet: " + path);
    }

    /** The tokenizer and the template. */
    public ChatTokenizer chatTokenizer() {
        throw new GenerateException("not built yet: " + path);
    }

    /** Forgets the cached prompt; the next one is read from its beginning. */
    public void reset() {}

    @Override
    public void close() {}

    /** Where to compute and with how much memory. */
    public static final class Builder {
        private final Path path;

        private Builder(Path path) {
            this.path = path;
        }

        /** "auto", "cpu", "reference", or another backend's name, with ":N" for its device. */
        public Builder device(String name) {
            return this;
        }

        /** Threads to compute with; all processors by default. */
        public Builder threads(int count) {
            return this;
        }

        /** Tokens that fit; what the model was made for by default, at most 8,192. */
        public Builder contextLength(int tokens) {
            return this;
        }

        /** Whether activations may be rounded where that is faster; false by default. */
        public Builder roundedActivations(boolean allowed) {
            return this;
        }

        /**
         * Loads the model.
         *
         * @throws GenerateException if the files or the device cannot be used
         */
        public ChatModel build() {
            return new ChatModel(path);
        }
    }
}
