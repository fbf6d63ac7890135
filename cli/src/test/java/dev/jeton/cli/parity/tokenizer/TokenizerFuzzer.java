package dev.jeton.cli.parity.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jeton.tokenize.Compat;
import dev.jeton.tokenize.Tokenizer;
import dev.jeton.tokenize.TokenizerException;
import dev.jeton.tokenize.Tokenizers;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Compares Jeton with a reference on random texts, tokenizer after tokenizer, until the number of
 * pairs or the time is used up. What differs is shrunk and written as rows of golden data.
 */
final class TokenizerFuzzer {
    private static final int TEXTS_A_BATCH = 120;
    private static final int KEPT_FOR_EACH = 3;

    private final Reference reference;
    private final FuzzJudge judge = new FuzzJudge();
    private final PrintStream log;
    private final @Nullable Path found;
    private final long seed;
    private final Compat compat;
    private final Map<String, Integer> differences = new TreeMap<>();
    private long pairs;
    private long rows;

    TokenizerFuzzer(
            Reference reference, long seed, Compat compat, @Nullable Path found, PrintStream log) {
        this.reference = reference;
        this.seed = seed;
        this.compat = compat;
        this.found = found;
        this.log = log;
    }

    long pairs() {
        return pairs;
    }

    int differences() {
        return differences.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Batches of texts for one tokenizer. */
    void fuzz(String name, Tokenizer tokenizer, int batches, long round) throws IOException {
        Random random = new Random(seed * 31 + round * 1_000_003 + name.hashCode());
        RandomRows made = new RandomRows(name, tokenizer, random);
        List<ObjectNode> asked = List.of();
        for (int batch = 0; batch <= batches; batch++) {
            List<ObjectNode> next = new ArrayList<>();
            if (batch < batches) {
                for (int i = 0; i < TEXTS_A_BATCH; i++) {
                    next.addAll(made.next());
                }
                reference.ask(next);
                pairs += TEXTS_A_BATCH;
                rows += next.size();
            }
            if (batch > 0) {
                compare(asked, reference.answer(), tokenizer, next.isEmpty() ? null : next);
            }
            asked = next;
        }
    }

    private void compare(
            List<ObjectNode> asked,
            ArrayNode answers,
            Tokenizer tokenizer,
            @Nullable List<ObjectNode> pending)
            throws IOException {
        List<ObjectNode> failed = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            if (judge.judge(asked.get(i), tokenizer, answers.path(i)) != null) {
                failed.add(asked.get(i));
            }
        }
        if (failed.isEmpty()) {
            return;
        }
        ArrayNode later = pending == null ? null : reference.answer();
        for (ObjectNode row : failed) {
            report(row, tokenizer);
        }
        if (later != null && pending != null) {
            reference.ask(pending); // asked once more, so that its answer comes in its turn
        }
    }

    private void report(ObjectNode row, Tokenizer tokenizer) throws IOException {
        String kind = row.path("tokenizer").asText() + " " + row.path("op").asText();
        int before = differences.merge(kind, 1, Integer::sum);
        if (before > KEPT_FOR_EACH) {
            return;
        }
        ObjectNode small = new Shrinker(r -> verdict(r, tokenizer) != null).shrink(row);
        log.println("DIFFERS " + kind + "\n    " + verdict(small, tokenizer) + "\n    " + small);
        if (found != null) {
            ObjectNode whole = small.deepCopy();
            whole.setAll((ObjectNode) outcome(small));
            Files.writeString(
                    found,
                    whole + "\n",
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        }
    }

    private JsonNode outcome(ObjectNode row) {
        try {
            reference.ask(List.of(row));
            return reference.answer().path(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private @Nullable String verdict(ObjectNode row, Tokenizer tokenizer) {
        return judge.judge(row, tokenizer, outcome(row));
    }

    /** A random pipeline: both sides load it, or both refuse it. */
    void fuzzPipeline(String name, int batches, long round) throws IOException {
        String json = reference.pipeline(name);
        ObjectNode probe = Rows.outcome().put("tokenizer", name).put("op", "added_tokens");
        String error = outcome(probe).path("error").textValue();
        Tokenizer tokenizer;
        try {
            tokenizer =
                    Tokenizers.loader()
                            .compat(compat)
                            .load(json.getBytes(StandardCharsets.UTF_8), name);
        } catch (TokenizerException e) {
            if (error == null) {
                differences.merge(name + " load", 1, Integer::sum);
                log.println("DIFFERS " + name + " load\n    refused: " + e.getMessage());
                keep(name, json);
            }
            return;
        }
        if (error != null) {
            if (!judge.isEvident("load", error)) {
                differences.merge(name + " load", 1, Integer::sum);
                log.println("DIFFERS " + name + " load\n    accepted, but " + error);
                keep(name, json);
            }
            return;
        }
        int before = differences();
        fuzz(name, tokenizer, batches, round);
        if (differences() > before) {
            keep(name, json);
        }
    }

    private void keep(String name, String json) throws IOException {
        if (found != null) {
            Files.writeString(found.resolveSibling(name + ".json"), json);
        }
    }

    void summary() {
        differences.forEach((kind, n) -> log.println("  " + n + "  " + kind));
        log.printf(
                "%d pairs of tokenizer and text, %d rows, %d differ%n", pairs, rows, differences());
    }
}
