package dev.jeton.templates;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Replays programs that {@code src/test/python/differential.py} recorded under Jinja2, one JSON
 * object a line: the template {@code t}, the variables {@code v}, and the result {@code r}, which
 * is a text {@code o} with generation spans {@code s}, or an error of kind {@code e} with message
 * {@code m} and line {@code l}.
 *
 * <p>As a program: {@code DifferentialReplay FILE...} lists the differences; {@code
 * DifferentialReplay --serve} answers each line of standard input with a result, for the shrinker.
 */
final class DifferentialReplay {
    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-07-04T12:00:00Z"), ZoneOffset.UTC);
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS);

    private DifferentialReplay() {}

    /** Runs one program. */
    static ObjectNode run(JsonNode program) {
        ObjectNode result = JSON.createObjectNode();
        try {
            @SuppressWarnings("unchecked")
            Map<String, Object> variables = JSON.convertValue(program.get("v"), Map.class);
            Rendering rendering =
                    ChatTemplate.parse(program.get("t").asText()).render(variables, CLOCK);
            result.put("o", rendering.text());
            if (!rendering.generationSpans().isEmpty()) {
                ArrayNode spans = result.putArray("s");
                for (Rendering.Span span : rendering.generationSpans()) {
                    spans.addArray().add(span.startCodePoint()).add(span.endCodePoint());
                }
            }
        } catch (TemplateException e) {
            result.put("e", e.kind().id()).put("m", e.reason()).put("l", e.line());
        } catch (RuntimeException | StackOverflowError e) {
            // Whatever comes out here is a fault of the engine: a difference by itself.
            result.put("e", "INTERNAL").put("m", e.toString()).put("l", 0);
        }
        return result;
    }

    /** What differs between a recorded result and ours; empty if nothing does. */
    static String difference(JsonNode expected, JsonNode actual) {
        if (expected.has("o")) {
            if (!actual.has("o")) {
                return "error";
            }
            return !expected.get("o").equals(actual.get("o"))
                    ? "text"
                    : sameSpans(expected, actual) ? "" : "spans";
        }
        if (!actual.has("e")) {
            return "no error";
        }
        String kind = expected.get("e").asText();
        if (!kind.equals(actual.get("e").asText())) {
            return "kind";
        }
        boolean said = !kind.equals("raise_exception") || expected.get("m").equals(actual.get("m"));
        if (!said) {
            return "message";
        }
        int line = expected.get("l").asInt();
        return kind.equals("syntax") && line > 0 && line != actual.get("l").asInt() ? "line" : "";
    }

    private static boolean sameSpans(JsonNode expected, JsonNode actual) {
        String none = "[]";
        String a = expected.has("s") ? expected.get("s").toString() : none;
        String b = actual.has("s") ? actual.get("s").toString() : none;
        return a.equals(b);
    }

    /** The programs of a file. */
    static Stream<JsonNode> programs(Path file) throws IOException {
        InputStream in = Files.newInputStream(file);
        InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in;
        return new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8))
                .lines()
                .map(DifferentialReplay::read);
    }

    static JsonNode read(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The differing programs, each with our result and the kind of difference. */
    static List<ObjectNode> differences(Path file) throws IOException {
        try (Stream<JsonNode> programs = programs(file)) {
            return programs.map(DifferentialReplay::compared)
                    .filter(p -> !p.get("d").asText().isEmpty())
                    .toList();
        }
    }

    private static ObjectNode compared(JsonNode program) {
        ObjectNode copy = program.deepCopy();
        ObjectNode actual = run(program);
        copy.set("java", actual);
        copy.put("d", difference(program.get("r"), actual));
        return copy;
    }

    public static void main(String[] args) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        if (args.length == 1 && args[0].equals("--serve")) {
            serve(out);
            return;
        }
        Map<String, Integer> kinds = new TreeMap<>();
        List<ObjectNode> all = new ArrayList<>();
        long count = 0;
        for (String arg : args) {
            all.addAll(differences(Path.of(arg)));
            try (Stream<JsonNode> programs = programs(Path.of(arg))) {
                count += programs.count();
            }
        }
        for (ObjectNode program : all) {
            out.println(program);
            kinds.merge(program.get("d").asText(), 1, Integer::sum);
        }
        System.err.println((count - all.size()) + " passed, " + all.size() + " failed " + kinds);
    }

    private static void serve(PrintStream out) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            out.println(run(read(line)));
        }
    }
}
