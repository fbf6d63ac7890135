package dev.jeton.cli.parity.decoder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jeton.cli.parity.Glob;
import dev.jeton.cli.parity.JsonLines;
import dev.jeton.cli.parity.NotReplayableException;
import dev.jeton.cli.parity.Replay;
import dev.jeton.cli.parity.UnreadableFolderException;
import dev.jeton.cli.parity.Verdict;
import dev.jeton.generate.engine.LogitsProcessor;
import dev.jeton.generate.engine.LogitsProcessors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Replays {@code generation/}: single logits processors, chains of them, generated sequences and
 * stop strings. Options that Jeton does not have count as failed under their names.
 */
final class GenerationReplay {
    /** Numbers of processors are float32: equal within this part of the larger one. */
    private static final double RELATIVE = 1e-5;

    private final Path folder;
    private final @Nullable Glob only;
    private final List<Devices.Device> devices;

    /** {@code folder} is the one above {@code generation}: the models lie beside it. */
    GenerationReplay(Path folder, @Nullable Glob only, List<Devices.Device> devices) {
        this.folder = folder;
        this.only = only;
        this.devices = devices;
    }

    void run(Replay replay) {
        lines("processors.jsonl", replay, this::processor);
        lines("chains.jsonl", replay, this::chain);
        for (Devices.Device device : devices) {
            replay.submit(
                    () -> {
                        try (TinyGenerator generator = new TinyGenerator(folder, device)) {
                            List<Verdict> verdicts = new ArrayList<>();
                            sequences(generator, device, verdicts);
                            stops(generator, device, verdicts);
                            return verdicts;
                        }
                    });
        }
    }

    private void lines(String file, Replay replay, RowJudge judge) {
        Path path = JsonLines.find(folder.resolve("generation"), file);
        if (path != null) {
            try (JsonLines lines = JsonLines.open(path)) {
                replay.lines(lines, line -> judge.judge(line, line.parse()));
            }
        }
    }

    @FunctionalInterface
    private interface RowJudge {
        List<Verdict> judge(JsonLines.Line line, ObjectNode row);
    }

    private List<Verdict> one(
            JsonLines.Line line, String op, String device, CaseNames.Check check) {
        CaseNames names = new CaseNames(line.place(), "generation", op, device, line.file());
        return names.matches(only) ? List.of(names.judge(check)) : List.of();
    }

    private List<Verdict> processor(JsonLines.Line line, ObjectNode row) {
        String option = text(line, row, "option");
        return one(
                line,
                option,
                "-",
                () -> {
                    Map<String, Number> args = numbers(row.path("args"));
                    LogitsProcessor processor = LogitsProcessors.create(option, args);
                    if (args.size() != row.path("args").size()) {
                        throw new NotReplayableException(
                                "generation option " + option + ": arguments " + row.path("args"));
                    }
                    float[] scores = floats(row.path("scores"));
                    int[] ids = ints(row.path("input_ids"));
                    processor.apply(scores, ids, ids.length);
                    return difference(floats(row.path("expected")), scores);
                });
    }

    private List<Verdict> chain(JsonLines.Line line, ObjectNode row) {
        return one(
                line,
                "chain",
                "-",
                () -> {
                    ObjectNode options = row.path("options").deepCopy();
                    boolean sample = options.path("do_sample").asBoolean();
                    boolean beams = options.path("num_beams").asInt(1) > 1;
                    options.remove(List.of("do_sample", "num_beams"));
                    Map<String, Number> numbers = numbers(options);
                    if (numbers.size() != options.size()) {
                        options.remove(numbers.keySet());
                        throw new NotReplayableException(
                                "generation option "
                                        + options.fieldNames().next()
                                        + " is not supported yet");
                    }
                    // with beams the cuts leave one token more than there are end tokens
                    int keep = beams ? 2 : 1;
                    float[] scores = floats(row.path("scores"));
                    int[] ids = ints(row.path("input_ids"));
                    for (LogitsProcessor processor :
                            LogitsProcessors.chain(numbers, sample, keep)) {
                        processor.apply(scores, ids, ids.length);
                    }
                    String difference = difference(floats(row.path("expected")), scores);
                    if (difference != null) {
                        return difference;
                    }
                    double[] exact = LogitsProcessors.probabilities(scores);
                    float[] probabilities = new float[exact.length];
                    for (int i = 0; i < exact.length; i++) {
                        probabilities[i] = (float) exact[i];
                    }
                    difference = difference(floats(row.path("probabilities")), probabilities);
                    return difference == null ? null : "probabilities: " + difference;
                });
    }

    private void sequences(TinyGenerator generator, Devices.Device device, List<Verdict> verdicts) {
        rows(
                "sequences.jsonl",
                (line, row) ->
                        one(line, sequenceOp(row), device.name(), () -> generator.sequence(row)),
                verdicts);
    }

    /** The option that makes a row special: what a reader of the counts wants to see. */
    private static String sequenceOp(ObjectNode row) {
        List<String> options = new ArrayList<>();
        row.path("options").fieldNames().forEachRemaining(options::add);
        options.remove("eos_token_id");
        return options.isEmpty() ? "greedy search" : "sequence " + options.get(0);
    }

    private void stops(TinyGenerator generator, Devices.Device device, List<Verdict> verdicts) {
        rows(
                "stops.jsonl",
                (line, row) -> {
                    boolean prefixes = text(line, row, "kind").equals("prefixes");
                    return one(
                            line,
                            prefixes ? "stop prefixes" : "stop generate",
                            device.name(),
                            () -> prefixes ? generator.prefixes(row) : generator.stopped(row));
                },
                verdicts);
    }

    private void rows(String file, RowJudge judge, List<Verdict> verdicts) {
        Path path = JsonLines.find(folder.resolve("generation"), file);
        if (path == null) {
            return;
        }
        try (JsonLines lines = JsonLines.open(path)) {
            for (JsonLines.Line line = lines.next(); line != null; line = lines.next()) {
                verdicts.addAll(judge.judge(line, line.parse()));
            }
        }
    }

    private static String text(JsonLines.Line line, ObjectNode row, String key) {
        String value = row.path(key).textValue();
        if (value == null) {
            throw new UnreadableFolderException(line.place() + ": the row has no \"" + key + "\"");
        }
        return value;
    }

    /** The entries that are numbers. */
    static Map<String, Number> numbers(JsonNode object) {
        Map<String, Number> numbers = new LinkedHashMap<>();
        object.properties()
                .forEach(
                        entry -> {
                            if (entry.getValue().isNumber()) {
                                numbers.put(entry.getKey(), entry.getValue().numberValue());
                            }
                        });
        return numbers;
    }

    static int[] ints(JsonNode array) {
        int[] out = new int[array.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = array.get(i).intValue();
        }
        return out;
    }

    /** Numbers, and {@code "inf"}, {@code "-inf"}, {@code "nan"}. */
    static float[] floats(JsonNode array) {
        float[] out = new float[array.size()];
        for (int i = 0; i < out.length; i++) {
            JsonNode value = array.get(i);
            if (value.isNumber()) {
                out[i] = value.floatValue();
            } else {
                out[i] =
                        switch (value.asText()) {
                            case "inf" -> Float.POSITIVE_INFINITY;
                            case "-inf" -> Float.NEGATIVE_INFINITY;
                            case "nan" -> Float.NaN;
                            default -> throw new NotReplayableException("not a number: " + value);
                        };
            }
        }
        return out;
    }

    static @Nullable String difference(float[] expected, float[] actual) {
        if (expected.length != actual.length) {
            return "expected " + expected.length + " values, got " + actual.length;
        }
        for (int i = 0; i < expected.length; i++) {
            if (!equal(expected[i], actual[i])) {
                return "value " + i + ": expected " + expected[i] + ", actual " + actual[i];
            }
        }
        return null;
    }

    private static boolean equal(float expected, float actual) {
        if (Float.isNaN(expected) || Float.isInfinite(expected)) {
            return Float.compare(expected, actual) == 0;
        }
        double larger = Math.max(Math.abs(expected), Math.abs(actual));
        return Math.abs((double) expected - actual) <= RELATIVE * larger;
    }
}
