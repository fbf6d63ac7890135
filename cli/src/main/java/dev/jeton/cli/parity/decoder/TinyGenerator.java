package dev.jeton.cli.parity.decoder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jeton.cli.parity.NotReplayableException;
import dev.jeton.generate.backend.RunnerConfig;
import dev.jeton.generate.engine.LogitsProcessor;
import dev.jeton.generate.engine.LogitsProcessors;
import dev.jeton.generate.engine.StopMatcher;
import dev.jeton.generate.weights.ModelWeights;
import dev.jeton.tokenize.DecodeStream;
import dev.jeton.tokenize.Tokenizer;
import dev.jeton.tokenize.Tokenizers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Generates greedily with the tiny models of a folder, on one device; models stay open until the
 * end.
 */
final class TinyGenerator implements AutoCloseable {
    private static final int CONTEXT = 256;

    private final Path folder;
    private final Devices.Device device;
    private final Map<String, Open> models = new HashMap<>();
    private @Nullable Tokenizer tokenizer;

    private record Open(ModelWeights weights, Session session) {}

    TinyGenerator(Path folder, Devices.Device device) {
        this.folder = folder;
        this.device = device;
    }

    /** A row of {@code sequences.jsonl}: what differs, or null. */
    @Nullable String sequence(ObjectNode row) {
        ObjectNode options = row.path("options").deepCopy();
        JsonNode ends = options.remove("eos_token_id");
        Map<String, Number> numbers = GenerationReplay.numbers(options);
        if (numbers.size() != options.size()) {
            options.remove(numbers.keySet());
            throw unsupported(options.fieldNames().next());
        }
        List<LogitsProcessor> chain = LogitsProcessors.chain(numbers, false, 1);
        int[] endIds = ends == null ? new int[0] : GenerationReplay.ints(ends);
        int[] made =
                generate(
                        row,
                        chain,
                        ids -> Arrays.stream(endIds).anyMatch(e -> e == ids.get(ids.size() - 1)));
        JsonNode expected = row.path("sequences");
        if (expected.size() != 1) {
            throw new NotReplayableException("several sequences of one prompt: not supported yet");
        }
        return ids(GenerationReplay.ints(expected.get(0)), made);
    }

    private static NotReplayableException unsupported(String option) {
        return new NotReplayableException("generation option " + option + " is not supported yet");
    }

    /** A row of kind {@code generate} of {@code stops.jsonl}. */
    @Nullable String stopped(ObjectNode row) {
        DecodeStream stream = tokenizer().decodeStream(false);
        StopMatcher matcher = new StopMatcher(stops(row));
        int[] made =
                generate(
                        row,
                        List.of(),
                        ids -> {
                            matcher.feed(stream.step(ids.get(ids.size() - 1)));
                            return matcher.matched();
                        });
        return ids(GenerationReplay.ints(row.path("expected")), made);
    }

    /**
     * A row of kind {@code prefixes}: after which ids a stop string has just been completed. The
     * matcher of the engine stops at the first match, so each length gets one of its own, fed with
     * what came before the last piece as far as it can be part of a match.
     */
    @Nullable String prefixes(ObjectNode row) {
        DecodeStream stream = tokenizer().decodeStream(false);
        int[] ids = GenerationReplay.ints(row.path("ids"));
        StringBuilder before = new StringBuilder();
        for (int i = 0; i < ids.length; i++) {
            String piece = stream.step(ids[i]);
            boolean done = false;
            for (String stop : stops(row)) {
                StopMatcher matcher = new StopMatcher(List.of(stop));
                int from = Math.max(0, before.length() - (stop.length() - 1));
                matcher.feed(before.substring(from));
                matcher.feed(piece);
                done |= matcher.matched();
            }
            boolean expected = row.path("done_after").path(i).asBoolean();
            if (done != expected) {
                return "after " + (i + 1) + " ids: expected " + expected + ", actual " + done;
            }
            before.append(piece);
        }
        return null;
    }

    private static List<String> stops(ObjectNode row) {
        List<String> stops = new ArrayList<>();
        row.path("stop_strings").forEach(stop -> stops.add(stop.asText()));
        return stops;
    }

    private int[] generate(
            ObjectNode row, List<LogitsProcessor> chain, Predicate<List<Integer>> ended) {
        Session session = session(row.path("model").asText());
        int[] prompt = GenerationReplay.ints(row.path("prompt"));
        int most = row.path("max_new_tokens").asInt(20);
        int[] all = Arrays.copyOf(prompt, prompt.length + most);
        List<Integer> made = new ArrayList<>();
        session.restart();
        float[] logits = session.feed(prompt);
        while (true) {
            int count = prompt.length + made.size();
            for (LogitsProcessor processor : chain) {
                processor.apply(logits, all, count);
            }
            int next = Floats.argmax(logits);
            all[count] = next;
            made.add(next);
            if (made.size() == most || ended.test(made)) {
                return made.stream().mapToInt(Integer::intValue).toArray();
            }
            logits = session.feed(next);
        }
    }

    private static @Nullable String ids(int[] expected, int[] actual) {
        return Arrays.equals(expected, actual)
                ? null
                : "expected "
                        + Arrays.toString(expected)
                        + "\nactual   "
                        + Arrays.toString(actual)
                        + "\nfirst difference at "
                        + Arrays.mismatch(expected, actual);
    }

    private Session session(String model) {
        Open open = models.get(model);
        if (open == null) {
            Path path = folder.resolve(model);
            if (!Files.isDirectory(path)) {
                throw new NotReplayableException("the model folder " + model + " is not there");
            }
            ModelWeights weights = ModelWeights.open(path);
            try {
                RunnerConfig config = RunnerConfig.of(CONTEXT).withThreads(1);
                open = new Open(weights, new Session(device.backend(), weights, config));
            } catch (RuntimeException e) {
                weights.close();
                throw e;
            }
            models.put(model, open);
        }
        return open.session();
    }

    private Tokenizer tokenizer() {
        Tokenizer loaded = tokenizer;
        if (loaded == null) {
            loaded = Tokenizers.load(folder.resolve("tokenizer").resolve("tokenizer.json"));
            tokenizer = loaded;
        }
        return loaded;
    }

    @Override
    public void close() {
        for (Open open : models.values()) {
            open.session().close();
            open.weights().close();
        }
    }
}
