package dev.jeton.cli.parity.tokenizer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jeton.cli.parity.NotReplayableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Rows with a {@code file}: the calls of mistral-common on tekken.json and SentencePiece models.
 */
final class MistralRows implements RowFamily {
    private static final Set<String> ENCODE_KEYS = Set.of("file", "op", "text", "bos", "eos");
    private static final Set<String> DECODE_KEYS = Set.of("file", "op", "ids");
    private static final Set<String> INFO_KEYS = Set.of("file", "op");

    private final Path own;
    private final Path fetched;
    private final Map<String, MistralFile> loaded = new ConcurrentHashMap<>();

    MistralRows(Path folder, Path fetched) {
        own = folder.resolve("mistral");
        this.fetched = fetched.resolve("mistral");
    }

    @Override
    public String subjectKey() {
        return "file";
    }

    @Override
    public List<String> components(String subject) {
        return List.of();
    }

    private MistralFile file(String name) {
        return loaded.computeIfAbsent(
                name,
                subject -> {
                    Path path = own.resolve(subject);
                    if (!Files.isRegularFile(path)) {
                        path = fetched.resolve(subject);
                    }
                    if (!Files.isRegularFile(path)) {
                        throw new NotReplayableException("mistral/" + subject + " is not there");
                    }
                    return subject.endsWith(".json")
                            ? new TekkenFile(path)
                            : new SentencePieceFile(path);
                });
    }

    @Override
    public ObjectNode outcome(ObjectNode row, String op, String subject) {
        MistralFile file = file(subject);
        return switch (op) {
            case "mistral_info" -> file.info();
            case "mistral_encode" -> {
                int[] ids =
                        file.encode(
                                Rows.text(row, "text"),
                                row.path("bos").asBoolean(),
                                row.path("eos").asBoolean());
                ObjectNode out = Rows.outcome();
                out.set("ids", Rows.unsigned(ids));
                yield out.put("decoded_keep", file.decodeKeeping(ids))
                        .put("decoded_ignore", file.decodeIgnoring(ids));
            }
            case "mistral_decode" -> {
                int[] ids = Rows.ids(row.path("ids"));
                ObjectNode out = Rows.outcome().put("decoded_ignore", file.decodeIgnoring(ids));
                try {
                    out.put("decoded_raise", file.decodeRefusing(ids));
                } catch (dev.jeton.tokenize.TokenizerException e) {
                    out.putObject("decoded_raise").put("error", true);
                }
                yield out;
            }
            default -> throw new NotReplayableException("unknown op " + op);
        };
    }

    @Override
    public ObjectNode expected(ObjectNode row, String op) {
        ObjectNode expected = row.deepCopy();
        switch (op) {
            case "mistral_encode" -> expected.remove(ENCODE_KEYS);
            case "mistral_decode" -> expected.remove(DECODE_KEYS);
            default -> expected.remove(INFO_KEYS);
        }
        if (expected.path("decoded_raise").isObject()) {
            expected.putObject("decoded_raise").put("error", true); // only the fact counts
        }
        return expected;
    }
}
