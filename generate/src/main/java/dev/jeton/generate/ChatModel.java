package dev.jeton.generate;

import dev.jeton.generate.backend.BackendRegistry;
import dev.jeton.generate.backend.Runner;
import dev.jeton.generate.backend.RunnerConfig;
import dev.jeton.generate.backend.RunnerConfig.Precision;
import dev.jeton.generate.model.ModelSpec;
import dev.jeton.generate.weights.LoadReport;
import dev.jeton.generate.weights.ModelWeights;
import dev.jeton.templates.ChatMessage;
import dev.jeton.templates.ChatOptions;
import dev.jeton.templates.ChatTokenizer;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

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
 * last prompt is kept, so a chat that grows reads only what is new. Close it to free its memory;
 * closing waits for a generation that runs.
 */
public final class ChatModel implements AutoCloseable {
    private final ModelWeights weights;
    private final DecodeLoop loop;
    private final ChatTokenizer chatTokenizer;
    private final ModelInfo info;
    private final LoadReport report;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean closed;

    private ChatModel(Loading parts, ChatTokenizer chatTokenizer, ModelInfo info) {
        this.weights = parts.weights;
        this.loop = parts.loop();
        this.chatTokenizer = chatTokenizer;
        this.info = info;
        this.report = weights.report();
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
        int[] prompt = chatTokenizer.applyChatTemplate(messages, chatOptions).ids();
        return generate(prompt, options, listener);
    }

    /** Continues a prompt of ids, special tokens and all as given. */
    public GenerationResult generate(
            int[] promptIds, GenerateOptions options, GenerationListener listener) {
        var stream = chatTokenizer.tokenizer().decodeStream(true, promptIds);
        var request = new DecodeLoop.Request(options, info.endTokenIds(), stream, listener);
        lock.lock();
        try {
            checkOpen();
            return loop.run(promptIds.clone(), request);
        } finally {
            lock.unlock();
        }
    }

    /** What was loaded. */
    public ModelInfo info() {
        return info;
    }

    /** What was found in the files: tensors by type, unused tensors and settings. */
    public LoadReport report() {
        return report;
    }

    /** The tokenizer and the template. */
    public ChatTokenizer chatTokenizer() {
        return chatTokenizer;
    }

    /** Forgets the cached prompt; the next one is read from its beginning. */
    public void reset() {
        lock.lock();
        try {
            checkOpen();
            loop.reset();
        } finally {
            lock.unlock();
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the model is closed.");
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (!closed) {
                closed = true;
                loop.close();
                weights.close();
            }
        } finally {
            lock.unlock();
        }
    }

    /** What is open while a model is loaded: closed again when a later part fails. */
    private static final class Loading {
        private final ModelWeights weights;
        private @Nullable DecodeLoop loop;

        Loading(ModelWeights weights) {
            this.weights = weights;
        }

        DecodeLoop loop() {
            DecodeLoop open = loop;
            if (open == null) {
                throw new IllegalStateException("not opened yet");
            }
            return open;
        }

        void close() {
            if (loop != null) {
                loop.close();
            }
            weights.close();
        }
    }

    /** Where to compute and with how much memory. */
    public static final class Builder {
        private static final int DEFAULT_CONTEXT = 8192;

        private final Path path;
        private String device = "auto";
        private int threads = Runtime.getRuntime().availableProcessors();
        private int contextLength;
        private int chunkTokens = 256;
        private Precision precision = Precision.EXACT;
        private @Nullable ChatTokenizer chatTokenizer;
        private @Nullable BackendRegistry backends;

        private Builder(Path path) {
            this.path = path;
        }

        /** "auto", "cpu", "reference", or another backend's name, with ":N" for its device. */
        public Builder device(String name) {
            device = name;
            return this;
        }

        /** Threads to compute with; all processors by default. */
        public Builder threads(int count) {
            threads = positive("threads", count);
            return this;
        }

        /** Tokens that fit; what the model was made for by default, at most 8,192. */
        public Builder contextLength(int tokens) {
            contextLength = positive("contextLength", tokens);
            return this;
        }

        /** Tokens of a prompt that are read in one step; 256 by default. */
        public Builder chunkTokens(int tokens) {
            chunkTokens = positive("chunkTokens", tokens);
            return this;
        }

        /** Whether activations may be rounded where that is faster; false by default. */
        public Builder roundedActivations(boolean allowed) {
            precision = allowed ? Precision.ROUNDED : Precision.EXACT;
            return this;
        }

        /** Tokenizer and template from elsewhere; by default those of the model's path. */
        public Builder chatTokenizer(ChatTokenizer other) {
            chatTokenizer = other;
            return this;
        }

        /** The backends to choose from; by default those found as services. */
        public Builder backends(BackendRegistry registry) {
            backends = registry;
            return this;
        }

        /**
         * Loads the model.
         *
         * @throws GenerateException if the files or the device cannot be used
         */
        public ChatModel build() {
            BackendRegistry registry = backends == null ? BackendRegistry.services() : backends;
            BackendRegistry.Choice choice = registry.choose(device);
            Loading parts = new Loading(ModelWeights.open(path));
            // Half of the time to the first token goes into each of the two, so they run together.
            FutureTask<ChatTokenizer> tokenizer = startLoading(parts.weights.path());
            try {
                RunnerConfig config = config(parts.weights.spec());
                Runner runner =
                        choice.backend().open(parts.weights.spec(), parts.weights.params(), config);
                parts.loop = new DecodeLoop(runner, config, parts.weights.spec().vocabulary());
                ChatTokenizer chat = loaded(tokenizer);
                Set<Integer> ends = new TreeSet<>(EndTokens.of(parts.weights.path()));
                for (int id : chat.stopTokenIds()) {
                    ends.add(id);
                }
                return new ChatModel(
                        parts, chat, info(parts.weights, config, ends, choice.reason()));
            } catch (Throwable e) {
                parts.close();
                throw e;
            }
        }

        private FutureTask<ChatTokenizer> startLoading(Path file) {
            FutureTask<ChatTokenizer> task =
                    new FutureTask<>(
                            () -> chatTokenizer == null ? ChatTokenizer.load(file) : chatTokenizer);
            Thread.ofPlatform().daemon().name("jeton-tokenizer").start(task);
            return task;
        }

        /** The tokenizer, or the failure that loading it ended with. */
        private static ChatTokenizer loaded(FutureTask<ChatTokenizer> task) {
            try {
                return task.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException failure) {
                    throw failure;
                }
                if (e.getCause() instanceof Error failure) {
                    throw failure;
                }
                throw new GenerateException("The tokenizer cannot be loaded: " + e.getCause(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new GenerateException("Interrupted while loading the model.", e);
            }
        }

        private RunnerConfig config(ModelSpec spec) {
            int longest = spec.maxPositions();
            if (contextLength > longest) {
                throw new GenerateException(
                        "contextLength is "
                                + contextLength
                                + ", the model was made for at most "
                                + longest
                                + " tokens.");
            }
            int context = contextLength == 0 ? Math.min(longest, DEFAULT_CONTEXT) : contextLength;
            String unit = device.contains(":") ? device.substring(device.indexOf(':') + 1) : "";
            return new RunnerConfig(
                    threads, context, Math.min(chunkTokens, context), precision, unit);
        }

        private static ModelInfo info(
                ModelWeights weights, RunnerConfig config, Set<Integer> ends, String device) {
            ModelSpec spec = weights.spec();
            return new ModelInfo(
                    weights.name(),
                    spec.architecture(),
                    weights.report().parameters(),
                    weights.report().weightBytes(),
                    spec.layers(),
                    spec.vocabulary(),
                    config.contextTokens(),
                    Set.copyOf(ends),
                    device);
        }

        private static int positive(String option, int value) {
            if (value < 1) {
                throw new IllegalArgumentException(
                        option + " is " + value + ", expected 1 or more.");
            }
            return value;
        }
    }
}
