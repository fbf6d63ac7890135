package dev.jeton.cli.parity.decoder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jeton.cli.models.Environment;
import dev.jeton.cli.models.FetchException;
import dev.jeton.cli.models.ModelStore;
import dev.jeton.cli.parity.Difference;
import dev.jeton.cli.parity.Glob;
import dev.jeton.cli.parity.JsonLines;
import dev.jeton.cli.parity.NotReplayableException;
import dev.jeton.cli.parity.PlainJson;
import dev.jeton.cli.parity.Replay;
import dev.jeton.cli.parity.Verdict;
import dev.jeton.generate.backend.RunnerConfig;
import dev.jeton.generate.weights.ModelWeights;
import dev.jeton.templates.ChatEncoding;
import dev.jeton.templates.ChatMessage;
import dev.jeton.templates.ChatOptions;
import dev.jeton.templates.ChatTokenizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Replays {@code smollm2/}: chats with a real model. The prompt's text and ids, the text of the
 * answer's ids, then on each device the greedy tokens, the ten best logits of every step, the
 * logits of the last prompt position and the hidden states.
 *
 * <p>Greedy tokens must be equal but where the reference's own margin is under twice the bound of
 * the logits; the reference's ids are fed on in any case. Bounds are those of the data's README.
 */
final class ChatReplay {
    private static final String MODEL_SHA256 =
            "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53";

    private static final double LOGITS_BOUND = 1e-3;

    private final Path folder;
    private final @Nullable Glob only;
    private final List<Devices.Device> devices;

    ChatReplay(Path folder, @Nullable Glob only, List<Devices.Device> devices) {
        this.folder = folder;
        this.only = only;
        this.devices = devices;
    }

    void run(Replay replay) {
        replay.submit(this::prompts);
        for (Devices.Device device : devices) {
            replay.submit(() -> new OnDevice(device).run());
        }
    }

    private static Path model() {
        try {
            return ModelStore.open(Environment.system())
                    .findBySha256(MODEL_SHA256)
                    .orElseThrow(
                            () ->
                                    new NotReplayableException(
                                            "SmolLM2 is not in the model cache (./jeton models"
                                                    + " fetch smollm2 fetches it)"));
        } catch (FetchException e) {
            throw new NotReplayableException(
                    "SmolLM2 is not in the model cache: " + e.getMessage());
        }
    }

    private List<JsonLines.Line> chats() {
        List<JsonLines.Line> rows = new ArrayList<>();
        Path file = JsonLines.find(folder, "chats.jsonl");
        if (file != null) {
            try (JsonLines lines = JsonLines.open(file)) {
                for (JsonLines.Line line = lines.next(); line != null; line = lines.next()) {
                    rows.add(line);
                }
            }
        }
        return rows;
    }

    private static CaseNames names(JsonLines.Line line, ObjectNode row, String op, String device) {
        String place = "smollm2/" + line.place() + " " + row.path("name").asText();
        return new CaseNames(place, "smollm2", op, device, line.file());
    }

    /** What needs no decoder: template and tokenizer out of the GGUF file. */
    private List<Verdict> prompts() {
        List<Verdict> verdicts = new ArrayList<>();
        LazyTokenizer tokenizer = new LazyTokenizer();
        for (JsonLines.Line line : chats()) {
            ObjectNode row = line.parse();
            judge(verdicts, names(line, row, "prompt", "-"), () -> promptText(row, tokenizer));
            judge(verdicts, names(line, row, "prompt ids", "-"), () -> promptIds(row, tokenizer));
            judge(verdicts, names(line, row, "text", "-"), () -> answerText(row, tokenizer));
        }
        return verdicts;
    }

    private void judge(List<Verdict> verdicts, CaseNames names, CaseNames.Check check) {
        if (names.matches(only)) {
            verdicts.add(names.judge(check));
        }
    }

    private static final class LazyTokenizer {
        private @Nullable ChatTokenizer loaded;

        ChatTokenizer get() {
            ChatTokenizer tokenizer = loaded;
            if (tokenizer == null) {
                tokenizer = ChatTokenizer.load(model());
                loaded = tokenizer;
            }
            return tokenizer;
        }
    }

    private static @Nullable String promptText(ObjectNode row, LazyTokenizer tokenizer) {
        return texts(row.path("prompt").asText(), encode(row, tokenizer).text());
    }

    private static @Nullable String promptIds(ObjectNode row, LazyTokenizer tokenizer) {
        int[] expected = GenerationReplay.ints(row.path("ids"));
        int[] actual = encode(row, tokenizer).ids();
        return Arrays.equals(expected, actual)
                ? null
                : "first difference at "
                        + Arrays.mismatch(expected, actual)
                        + "\nexpected: "
                        + Arrays.toString(expected)
                        + "\nactual:   "
                        + Arrays.toString(actual);
    }

    private static ChatEncoding encode(ObjectNode row, LazyTokenizer tokenizer) {
        List<ChatMessage> messages = new ArrayList<>();
        for (JsonNode message : row.path("messages")) {
            messages.add(ChatMessage.of(PlainJson.map(message)));
        }
        ChatOptions options = ChatOptions.builder().addGenerationPrompt(true).build();
        return tokenizer.get().applyChatTemplate(messages, options);
    }

    private static @Nullable String answerText(ObjectNode row, LazyTokenizer tokenizer) {
        int[] greedy = GenerationReplay.ints(row.path("transformers").path("greedy"));
        return texts(row.path("text").asText(), tokenizer.get().tokenizer().decode(greedy));
    }

    private static @Nullable String texts(String expected, String actual) {
        Difference difference = Difference.ofTexts(expected, actual);
        return difference == null ? null : difference.where() + "\n" + difference.what();
    }

    /** The steps of all chats on one device; the model is opened once. */
    private final class OnDevice {
        private final Devices.Device device;

        OnDevice(Devices.Device device) {
            this.device = device;
        }

        List<Verdict> run() {
            List<Verdict> verdicts = new ArrayList<>();
            List<JsonLines.Line> chats = chats();
            Path tensors = folder.resolve("tensors.safetensors");
            GoldenTensors golden =
                    Files.isRegularFile(tensors) ? GoldenTensors.read(tensors) : null;
            if (!names(chats.get(0), chats.get(0).parse(), "greedy", "").matches(only)
                    && !List.of("top-10 logits", "last logits", "hidden").stream()
                            .anyMatch(op -> only == null || only.matches(op))) {
                return verdicts;
            }
            try (OpenModel model = new OpenModel(device)) {
                for (int k = 0; k < chats.size(); k++) {
                    new Chat(chats.get(k), k, golden, model).judge(verdicts);
                }
            }
            return verdicts;
        }

        private final class Chat {
            private final JsonLines.Line line;
            private final ObjectNode row;
            private final String prefix;
            private final @Nullable GoldenTensors golden;
            private final OpenModel model;
            private final HiddenStates hidden = new HiddenStates();
            private float @Nullable [][] logits;

            Chat(JsonLines.Line line, int k, @Nullable GoldenTensors golden, OpenModel model) {
                this.line = line;
                this.row = line.parse();
                this.prefix = "chat" + k;
                this.golden = golden;
                this.model = model;
            }

            void judge(List<Verdict> verdicts) {
                add(verdicts, "greedy", this::greedy);
                add(verdicts, "top-10 logits", this::topLogits);
                if (golden != null && golden.has(prefix + ".last_logits")) {
                    add(verdicts, "last logits", this::lastLogits);
                }
                if (golden != null && golden.has(prefix + ".hidden.0")) {
                    add(verdicts, "hidden", this::hiddenStates);
                }
            }

            private void add(List<Verdict> verdicts, String op, CaseNames.Check check) {
                ChatReplay.this.judge(verdicts, names(line, row, op, device.name()), check);
            }

            /**
             * The logits from which each of the greedy tokens is chosen, the reference's ids fed.
             */
            private float[][] logits() {
                float[][] computed = logits;
                if (computed == null) {
                    Session session = model.session();
                    int[] greedy = greedyIds();
                    computed = new float[greedy.length][];
                    session.restart();
                    boolean tapped = golden != null && golden.has(prefix + ".hidden.0");
                    session.tap(tapped ? hidden : null);
                    computed[0] = session.feed(GenerationReplay.ints(row.path("ids")));
                    session.tap(null);
                    for (int j = 1; j < computed.length; j++) {
                        computed[j] = session.feed(greedy[j - 1]);
                    }
                    logits = computed;
                }
                return computed;
            }

            private int[] greedyIds() {
                return GenerationReplay.ints(row.path("transformers").path("greedy"));
            }

            private JsonNode step(int j) {
                return row.path("transformers").path("steps").path(j);
            }

            private @Nullable String greedy() {
                int[] expected = greedyIds();
                float[][] computed = logits();
                for (int j = 0; j < expected.length; j++) {
                    JsonNode best = step(j).path("logits");
                    double margin = best.path(0).doubleValue() - best.path(1).doubleValue();
                    int actual = Floats.argmax(computed[j]);
                    if (actual != expected[j] && margin >= 2 * LOGITS_BOUND) {
                        return "step "
                                + j
                                + ": expected "
                                + expected[j]
                                + ", actual "
                                + actual
                                + "; the reference's margin is "
                                + margin;
                    }
                }
                return null;
            }

            private @Nullable String topLogits() {
                float[][] computed = logits();
                for (int j = 0; j < computed.length; j++) {
                    int[] ids = GenerationReplay.ints(step(j).path("ids"));
                    for (int i = 0; i < ids.length; i++) {
                        double expected = step(j).path("logits").path(i).doubleValue();
                        double distance = Math.abs(expected - computed[j][ids[i]]);
                        if (!(distance <= LOGITS_BOUND)) {
                            return String.format(
                                    Locale.ROOT,
                                    "step %d, id %d (number %d): expected %s, actual %s, bound %s",
                                    j,
                                    ids[i],
                                    i,
                                    expected,
                                    computed[j][ids[i]],
                                    LOGITS_BOUND);
                        }
                    }
                }
                return null;
            }

            private @Nullable String lastLogits() {
                GoldenTensors tensors = golden;
                float[] expected =
                        tensors == null ? new float[0] : tensors.floats(prefix + ".last_logits");
                return Floats.difference(expected, logits()[0], LOGITS_BOUND, 0);
            }

            private @Nullable String hiddenStates() {
                GoldenTensors tensors = golden;
                logits();
                double noise = row.path("transformers").path("float32_noise").doubleValue();
                return tensors == null ? null : hidden.difference(tensors, prefix, noise);
            }
        }
    }

    /** SmolLM2 on one device, opened when the first case needs it. */
    private static final class OpenModel implements AutoCloseable {
        private static final int CONTEXT = 512;

        private final Devices.Device device;
        private @Nullable ModelWeights weights;
        private @Nullable Session session;
        private @Nullable RuntimeException failure;

        OpenModel(Devices.Device device) {
            this.device = device;
        }

        Session session() {
            if (failure != null) {
                throw failure;
            }
            Session open = session;
            if (open == null) {
                try {
                    ModelWeights opened = ModelWeights.open(model());
                    weights = opened;
                    open = new Session(device.backend(), opened, RunnerConfig.of(CONTEXT));
                } catch (RuntimeException e) {
                    failure = e;
                    throw e;
                }
                session = open;
            }
            return open;
        }

        @Override
        public void close() {
            if (session != null) {
                session.close();
            }
            if (weights != null) {
                weights.close();
            }
        }
    }
}
