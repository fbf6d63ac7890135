package dev.jeton.cli.parity.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jeton.cli.parity.NotReplayableException;
import dev.jeton.sentencepiece.NormalizedText;
import dev.jeton.sentencepiece.PieceType;
import dev.jeton.sentencepiece.SentencePiece;
import dev.jeton.sentencepiece.SentencePieceOptions;
import dev.jeton.sentencepiece.SentencePieceProcessor;
import dev.jeton.sentencepiece.SentencePieceText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Rows with a {@code model}: the ops of SentencePiece on a {@code .model} file. Thread-safe. */
final class SentencePieceRows implements RowFamily {
    /** What a row says to do; every other key is what came out. */
    private static final Set<String> INPUT_KEYS = Set.of("model", "op", "options", "n", "piece");

    /** Keys that say what to do in one op and are what came out in the others. */
    private static final Map<String, Set<String>> OTHER_INPUTS =
            Map.of(
                    "sp_decode", Set.of("ids"),
                    "sp_decode_pieces", Set.of("pieces"));

    private static final double SCORE_TOLERANCE = 1e-5;

    private final Path folder;
    private final Path fetched;
    private final Map<String, SentencePieceProcessor> models = new ConcurrentHashMap<>();

    SentencePieceRows(Path folder, Path fetched) {
        this.folder = folder.resolve("sp");
        this.fetched = fetched.resolve("sp");
    }

    @Override
    public String subjectKey() {
        return "model";
    }

    @Override
    public List<String> components(String subject) {
        return List.of();
    }

    @Override
    public ObjectNode expected(ObjectNode row, String op) {
        ObjectNode expected = row.deepCopy();
        expected.remove(INPUT_KEYS);
        expected.remove(OTHER_INPUTS.getOrDefault(op, Set.of("text")));
        return expected;
    }

    @Override
    public ObjectNode outcome(ObjectNode row, String op, String subject) {
        SentencePieceProcessor model = models.computeIfAbsent(subject, this::load);
        return switch (op) {
            case "sp_info" -> info(model, row.path("pieces").size());
            case "sp_encode" -> encode(model, row);
            case "sp_normalize" -> normalize(model, row);
            case "sp_nbest" -> nBest(model, row);
            case "sp_decode" -> decode(model, row);
            case "sp_decode_pieces" ->
                    Rows.outcome().put("text", model.decodePieces(Rows.texts(row.path("pieces"))));
            case "sp_piece_to_id" -> Rows.outcome().put("id", model.idOf(Rows.text(row, "piece")));
            default -> throw new NotReplayableException("unknown op " + op);
        };
    }

    /** {@code sp/NAME.model}; a name that ends in {@code .model} is a fetched file. */
    private SentencePieceProcessor load(String name) {
        Path file =
                name.endsWith(".model") ? fetched.resolve(name) : folder.resolve(name + ".model");
        if (!Files.isRegularFile(file)) {
            throw new NotReplayableException(name + ": sp/" + file.getFileName() + " is not there");
        }
        try {
            return SentencePieceProcessor.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of a large model the row has the first pieces only. */
    private static ObjectNode info(SentencePieceProcessor model, int shown) {
        ObjectNode outcome = Rows.outcome().put("size", model.size());
        outcome.put("unk", model.unknownId()).put("bos", model.beginId());
        outcome.put("eos", model.endId()).put("pad", model.padId());
        ArrayNode pieces = outcome.putArray("pieces");
        for (int id = 0; id < Math.min(shown, model.size()); id++) {
            pieces.addArray()
                    .add(model.pieceOf(id))
                    .add((double) model.score(id))
                    .add(typeName(model.type(id)));
        }
        return outcome;
    }

    private static String typeName(PieceType type) {
        return switch (type) {
            case UNKNOWN -> "unknown";
            case CONTROL -> "control";
            case UNUSED -> "unused";
            case BYTE -> "byte";
            case NORMAL, USER_DEFINED -> "normal"; // the Python library does not tell them apart
        };
    }

    private static ObjectNode encode(SentencePieceProcessor model, ObjectNode row) {
        String text = Rows.text(row, "text");
        ObjectNode outcome = Rows.outcome();
        if (row.has("options")) {
            put(model.encode(text, options(row.path("options"))), outcome);
            return outcome;
        }
        SentencePieceText encoded = model.encode(text);
        put(encoded, outcome);
        ArrayNode spans = outcome.putArray("byte_spans");
        for (SentencePiece piece : encoded.pieces()) {
            spans.add(Rows.pair(piece.startByte(), piece.endByte()));
        }
        return outcome.put("decoded", model.decode(encoded.ids()));
    }

    private static SentencePieceOptions options(JsonNode options) {
        return new SentencePieceOptions(
                options.path("add_bos").asBoolean(),
                options.path("add_eos").asBoolean(),
                options.path("reverse").asBoolean(),
                options.path("emit_unk_piece").asBoolean());
    }

    private static void put(SentencePieceText encoded, ObjectNode outcome) {
        outcome.set("ids", Rows.ints(encoded.ids()));
        outcome.set(
                "pieces",
                Rows.strings(encoded.pieces().stream().map(SentencePiece::piece).toList()));
    }

    private static ObjectNode normalize(SentencePieceProcessor model, ObjectNode row) {
        NormalizedText normalized = model.normalize(Rows.text(row, "text"));
        ObjectNode outcome = Rows.outcome().put("normalized", normalized.text());
        ArrayNode offsets = outcome.putArray("offsets");
        normalized.offsets().forEach(offsets::add);
        return outcome;
    }

    /** Scores within a relative 1e-5 of the reference's, which are single precision, are equal. */
    private static ObjectNode nBest(SentencePieceProcessor model, ObjectNode row) {
        List<SentencePieceText> ways;
        try {
            ways = model.nBest(Rows.text(row, "text"), row.path("n").asInt());
        } catch (IllegalStateException e) {
            return Rows.outcome().put("error", String.valueOf(e.getMessage()));
        }
        ObjectNode outcome = Rows.outcome();
        ArrayNode results = outcome.putArray("results");
        for (int i = 0; i < ways.size(); i++) {
            ObjectNode result = results.addObject();
            result.set("ids", Rows.ints(ways.get(i).ids()));
            JsonNode wanted = row.path("results").path(i).path("score");
            double score = ways.get(i).score();
            double most = SCORE_TOLERANCE * Math.abs(wanted.asDouble());
            boolean close = wanted.isNumber() && Math.abs(wanted.asDouble() - score) <= most;
            result.put("score", close ? wanted.asDouble() : score);
        }
        return outcome;
    }

    /** The Python library raises on an id without a piece; the row then has the error as text. */
    private static ObjectNode decode(SentencePieceProcessor model, ObjectNode row) {
        try {
            return Rows.outcome().put("text", model.decode(Rows.ids(row.path("ids"))));
        } catch (IllegalArgumentException e) {
            JsonNode wanted = row.path("text");
            if (wanted.path("error").isTextual()) {
                return Rows.outcome().set("text", wanted);
            }
            throw e;
        }
    }
}
