package dev.jeton.cli.parity.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jeton.cli.parity.NotReplayableException;
import dev.jeton.tokenize.SpecialTokenPolicy;
import dev.jeton.tokenize.Tiktoken;
import dev.jeton.tokenize.TiktokenEncoding;
import dev.jeton.tokenize.TokenizerException;
import dev.jeton.tokenize.Tokenizers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Rows with an {@code encoding}: the calls of tiktoken. */
final class TiktokenRows implements RowFamily {
    /** The golden data has this many completions of {@code tk_encode_with_unstable}. */
    private static final int COMPLETIONS = 200;

    private static final Set<String> INPUT_KEYS =
            Set.of("encoding", "op", "allowed_special", "disallowed_special", "text_ref");

    /** The ops for which {@code ids} is input and {@code text} is what came out. */
    private static final Set<String> DECODE = Set.of("tk_decode", "tk_decode_with_offsets");

    private final Path folder;
    private final Path fetched;
    private final GoldenTexts texts;
    private final Map<String, TiktokenEncoding> encodings = new ConcurrentHashMap<>();
    private final Map<String, Tiktoken> loaded = new ConcurrentHashMap<>();

    TiktokenRows(Path folder, Path fetched, GoldenTexts texts) {
        this.folder = folder;
        this.fetched = fetched;
        this.texts = texts;
    }

    @Override
    public String subjectKey() {
        return "encoding";
    }

    @Override
    public List<String> components(String subject) {
        return List.of();
    }

    private Tiktoken tiktoken(String name) {
        return loaded.computeIfAbsent(
                name,
                subject -> {
                    TiktokenEncoding encoding = encoding(subject);
                    Path file = folder.resolve("tiktoken").resolve(subject + ".tiktoken");
                    if (encoding.rankFileName().isPresent()) {
                        String ranks = encoding.rankFileName().get();
                        file = fetched.resolve("tiktoken").resolve(ranks);
                    }
                    if (!Files.isRegularFile(file)) {
                        throw new NotReplayableException(
                                fetched.getFileName()
                                        + "/tiktoken/"
                                        + file.getFileName()
                                        + " is not there");
                    }
                    return Tiktoken.of(Tokenizers.loader().encoding(encoding).load(file));
                });
    }

    /** {@code tiktoken/NAME.json} has pattern and special tokens; else it is one of OpenAI's. */
    private TiktokenEncoding encoding(String name) {
        return encodings.computeIfAbsent(
                name,
                subject -> {
                    Path own = folder.resolve("tiktoken").resolve(subject + ".json");
                    if (!Files.isRegularFile(own)) {
                        return TiktokenEncoding.named(subject);
                    }
                    try {
                        JsonNode json = new ObjectMapper().readTree(Files.readAllBytes(own));
                        Map<String, Integer> special = new LinkedHashMap<>();
                        json.path("special_tokens")
                                .properties()
                                .forEach(e -> special.put(e.getKey(), e.getValue().intValue()));
                        return TiktokenEncoding.of(subject, Rows.text(json, "pattern"), special);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    @Override
    public ObjectNode outcome(ObjectNode row, String op, String subject) {
        Tiktoken tiktoken = tiktoken(subject);
        return switch (op) {
            case "tk_info" -> info(encoding(subject), tiktoken);
            case "tk_encode" -> ids(tiktoken.encode(Rows.text(row, "text"), policy(row)));
            case "tk_encode_ordinary" -> ids(tiktoken.encodeOrdinary(Rows.text(row, "text")));
            case "tk_encode_hash" -> hash(tiktoken.encodeOrdinary(texts.of(row)));
            case "tk_encode_with_unstable" ->
                    unstable(tiktoken.encodeWithUnstable(Rows.text(row, "text"), policy(row)));
            case "tk_decode" -> decoded(tiktoken, Rows.ids(row.path("ids")));
            case "tk_decode_with_offsets" -> {
                Tiktoken.WithOffsets result = tiktoken.decodeWithOffsets(Rows.ids(row.path("ids")));
                ObjectNode out = Rows.outcome().put("text", result.text());
                ArrayNode offsets = out.putArray("offsets");
                result.offsets().forEach(offsets::add);
                yield out;
            }
            default -> throw new NotReplayableException("unknown op " + op);
        };
    }

    private static ObjectNode info(TiktokenEncoding encoding, Tiktoken tiktoken) {
        ObjectNode out = Rows.outcome().put("pattern", encoding.pattern());
        ObjectNode special = out.putObject("special_tokens");
        for (String content : tiktoken.specialTokens()) {
            special.put(content, tiktoken.tokenizer().idOf(content).orElseThrow());
        }
        int max = tiktoken.maxTokenValue();
        return out.put("n_vocab", max + 1).put("max_token_value", max);
    }

    /** tiktoken's default is to allow no special token and to refuse all others. */
    private static SpecialTokenPolicy policy(ObjectNode row) {
        JsonNode allowed = row.path("allowed_special");
        JsonNode disallowed = row.path("disallowed_special");
        SpecialTokenPolicy policy =
                isAll(allowed)
                        ? SpecialTokenPolicy.match()
                        : SpecialTokenPolicy.allow(new HashSet<>(Rows.texts(allowed)));
        if (!disallowed.isMissingNode() && !isAll(disallowed)) {
            return policy.refuse(new HashSet<>(Rows.texts(disallowed)));
        }
        return isAll(allowed) ? policy : policy.refuseOthers();
    }

    private static boolean isAll(JsonNode node) {
        return "all".equals(node.textValue());
    }

    private static ObjectNode ids(int[] ids) {
        ObjectNode out = Rows.outcome();
        out.set("ids", Rows.unsigned(ids));
        return out;
    }

    private static ObjectNode hash(int[] ids) {
        return Rows.outcome().put("count", ids.length).put("ids_sha256", Rows.sha256(ids));
    }

    private static ObjectNode unstable(Tiktoken.Unstable result) {
        ObjectNode out = Rows.outcome();
        out.set("stable", Rows.unsigned(Rows.ints(result.stable())));
        List<int[]> completions = new ArrayList<>();
        result.completions().forEach(ids -> completions.add(Rows.ints(ids)));
        completions.sort(java.util.Arrays::compareUnsigned);
        ArrayNode first = out.putArray("completions");
        completions.stream().limit(COMPLETIONS).forEach(ids -> first.add(Rows.unsigned(ids)));
        return out.put("completion_count", completions.size());
    }

    private static ObjectNode decoded(Tiktoken tiktoken, int[] ids) {
        try {
            byte[] bytes = tiktoken.decodeBytes(ids);
            return Rows.outcome()
                    .put("bytes_hex", HexFormat.of().formatHex(bytes))
                    .put("text", tiktoken.decode(ids));
        } catch (TokenizerException e) {
            return Rows.outcome().put("error", e.getMessage());
        }
    }

    @Override
    public ObjectNode expected(ObjectNode row, String op) {
        ObjectNode expected = row.deepCopy();
        expected.remove(INPUT_KEYS);
        if (DECODE.contains(op)) {
            expected.remove("ids");
        } else {
            expected.remove("text");
        }
        return expected;
    }
}
