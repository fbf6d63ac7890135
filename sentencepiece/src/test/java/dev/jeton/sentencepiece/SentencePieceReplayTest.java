package dev.jeton.sentencepiece;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jeton.tokenize.LoadLimits;
import dev.jeton.tokenize.kit.FetchedTokenizers;
import dev.jeton.tokenize.kit.JsonRows;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Replays the golden rows of SentencePiece (testdata/tokenizers/cases-sp.jsonl.gz). The Mistral
 * model is fetched.
 */
class SentencePieceReplayTest {
    private static final Path DATA = Path.of("..", "testdata", "tokenizers");

    private final Map<String, SentencePieceProcessor> processors = new HashMap<>();
    private final Map<String, Integer> failures = new TreeMap<>();
    private final List<String> messages = new ArrayList<>();
    private int passed;

    @Test
    void everyGoldenRowIsEqual() throws IOException {
        try (BufferedReader rows =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(
                                        Files.newInputStream(DATA.resolve("cases-sp.jsonl.gz"))),
                                UTF_8))) {
            for (String line; (line = rows.readLine()) != null; ) {
                replay(JsonRows.object(line));
            }
        }
        assertTrue(failures.isEmpty(), failures + "\n" + String.join("\n", messages));
        assertEquals(3049, passed, "rows");
    }

    private void replay(Map<String, Object> row) throws IOException {
        String name = text(row, "model");
        SentencePieceProcessor processor = processor(name);
        String op = text(row, "op");
        Map<String, Object> expected = new LinkedHashMap<>();
        Map<String, Object> actual = new LinkedHashMap<>();
        try {
            outcome(processor, op, row, expected, actual);
        } catch (RuntimeException e) {
            actual.put("exception", e.toString());
        }
        if (expected.toString().equals(actual.toString())) {
            passed++;
            return;
        }
        failures.merge(name + " " + op, 1, Integer::sum);
        if (messages.size() < 12) {
            messages.add(
                    op
                            + " "
                            + row.get("text")
                            + row.get("options")
                            + "\n  expected "
                            + expected
                            + "\n  actual   "
                            + actual);
        }
    }

    private SentencePieceProcessor processor(String name) throws IOException {
        SentencePieceProcessor known = processors.get(name);
        if (known != null) {
            return known;
        }
        Path path =
                name.endsWith(".model")
                        ? FetchedTokenizers.folder().resolve("sp").resolve(name)
                        : DATA.resolve("sp").resolve(name + ".model");
        SentencePieceProcessor loaded =
                SentencePieceProcessor.load(Files.readAllBytes(path), name, LoadLimits.defaults());
        processors.put(name, loaded);
        return loaded;
    }

    private static boolean isError(@Nullable Object outcome) {
        return outcome instanceof Map<?, ?> map && map.containsKey("error");
    }

    private static void outcome(
            SentencePieceProcessor sp,
            String op,
            Map<String, Object> row,
            Map<String, Object> expected,
            Map<String, Object> actual) {
        for (String key : row.keySet()) {
            if (!List.of("model", "op", "text", "options", "n", "piece").contains(key)
                    && !(key.equals("ids") && op.equals("sp_decode"))
                    && !(key.equals("pieces") && op.equals("sp_decode_pieces"))) {
                expected.put(key, row.get(key));
            }
        }
        switch (op) {
            case "sp_info" -> info(sp, actual, elements(row.get("pieces")));
            case "sp_encode" -> encode(sp, row, actual);
            case "sp_normalize" -> {
                NormalizedText text = sp.normalize(text(row, "text"));
                actual.put("normalized", text.text());
                actual.put("offsets", text.offsets());
            }
            case "sp_decode" -> {
                expected.put("text", row.get("text"));
                try {
                    actual.put("text", sp.decode(ids(row.get("ids"))));
                } catch (IllegalArgumentException e) {
                    actual.put("text", isError(row.get("text")) ? row.get("text") : e);
                }
            }
            case "sp_decode_pieces" -> {
                expected.put("text", row.get("text"));
                actual.put("text", sp.decodePieces(strings(row.get("pieces"))));
            }
            case "sp_piece_to_id" -> actual.put("id", sp.idOf(text(row, "piece")));
            case "sp_nbest" -> nbest(sp, row, actual);
            default -> throw new IllegalArgumentException(op);
        }
    }

    private static void info(
            SentencePieceProcessor sp, Map<String, Object> actual, List<?> expectedPieces) {
        actual.put("size", sp.size());
        actual.put("unk", sp.unknownId());
        actual.put("bos", sp.beginId());
        actual.put("eos", sp.endId());
        actual.put("pad", sp.padId());
        List<Object> pieces = new ArrayList<>();
        for (int id = 0; id < expectedPieces.size(); id++) {
            String type =
                    switch (sp.type(id)) {
                        case UNKNOWN -> "unknown";
                        case CONTROL -> "control";
                        case UNUSED -> "unused";
                        case BYTE -> "byte";
                        case NORMAL, USER_DEFINED -> "normal";
                    };
            pieces.add(List.of(sp.pieceOf(id), (double) sp.score(id), type));
        }
        actual.put("pieces", pieces);
    }

    private static void encode(
            SentencePieceProcessor sp, Map<String, Object> row, Map<String, Object> actual) {
        String text = text(row, "text");
        if (row.get("options") instanceof Map<?, ?> o) {
            SentencePieceOptions options =
                    new SentencePieceOptions(
                            isTrue(o.get("add_bos")),
                            isTrue(o.get("add_eos")),
                            isTrue(o.get("reverse")),
                            isTrue(o.get("emit_unk_piece")));
            SentencePieceText encoded = sp.encode(text, options);
            actual.put("ids", list(encoded.ids()));
            actual.put("pieces", encoded.pieces().stream().map(SentencePiece::piece).toList());
            return;
        }
        SentencePieceText encoded = sp.encode(text);
        actual.put("ids", list(encoded.ids()));
        actual.put("pieces", encoded.pieces().stream().map(SentencePiece::piece).toList());
        actual.put(
                "byte_spans",
                encoded.pieces().stream().map(p -> List.of(p.startByte(), p.endByte())).toList());
        actual.put("decoded", sp.decode(encoded.ids()));
    }

    private static void nbest(
            SentencePieceProcessor sp, Map<String, Object> row, Map<String, Object> actual) {
        if (row.containsKey("error")) {
            assertThrows(IllegalStateException.class, () -> sp.nBest(text(row, "text"), 5));
            actual.put("error", row.get("error"));
            return;
        }
        List<Object> results = new ArrayList<>();
        List<?> expected = elements(row.get("results"));
        for (SentencePieceText way : sp.nBest(text(row, "text"), 5)) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("ids", list(way.ids()));
            Object given =
                    results.size() < expected.size()
                            ? ((Map<?, ?>) expected.get(results.size())).get("score")
                            : null;
            double score = way.score();
            boolean close = given instanceof Double d && Math.abs(d - score) <= 1e-5 * Math.abs(d);
            result.put("score", close ? given : (Object) score);
            results.add(result);
        }
        actual.put("results", results);
    }

    private static String text(Map<String, Object> row, String key) {
        return Objects.requireNonNull((String) row.get(key));
    }

    private static List<?> elements(@Nullable Object list) {
        return Objects.requireNonNull((List<?>) list);
    }

    private static boolean isTrue(@Nullable Object flag) {
        return Boolean.TRUE.equals(flag);
    }

    private static int[] ids(@Nullable Object list) {
        return elements(list).stream().mapToInt(n -> ((Number) n).intValue()).toArray();
    }

    private static List<String> strings(@Nullable Object list) {
        return elements(list).stream().map(String.class::cast).toList();
    }

    private static List<Integer> list(int[] numbers) {
        List<Integer> list = new ArrayList<>();
        for (int number : numbers) {
            list.add(number);
        }
        return list;
    }
}
