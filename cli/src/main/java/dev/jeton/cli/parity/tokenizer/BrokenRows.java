package dev.jeton.cli.parity.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jeton.cli.parity.NotReplayableException;
import dev.jeton.tokenize.EncodeOptions;
import dev.jeton.tokenize.OffsetUnit;
import dev.jeton.tokenize.Tokenizer;
import dev.jeton.tokenize.TokenizerException;
import dev.jeton.tokenize.Tokenizers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * Rows of {@code broken.jsonl}: whole tokenizer.json files that are to be refused, or accepted all
 * the same.
 */
final class BrokenRows implements RowFamily {
    /** The text that the golden data encodes with every accepted file. */
    private static final String TEXT = "ab the bé x";

    /** A row may ask for any number of repetitions; more than this is no test of a loader. */
    private static final long MAX_BYTES = 512L << 20;

    @Override
    public String subjectKey() {
        return "name";
    }

    @Override
    public List<String> components(String subject) {
        return List.of();
    }

    @Override
    public ObjectNode outcome(ObjectNode row, String op, String subject) {
        byte[] file = file(row);
        Tokenizer tokenizer;
        try {
            tokenizer = Tokenizers.loader().load(file, subject);
        } catch (TokenizerException e) {
            if (TokenizerReplay.isUnsupported(e)) {
                throw e;
            }
            return Rows.outcome().put("accepted", false).put("error", e.getMessage());
        }
        ObjectNode out = Rows.outcome().put("accepted", true);
        out.put("size", tokenizer.vocabularySize(true));
        out.set("encode", encode(tokenizer));
        return out;
    }

    private static ObjectNode encode(Tokenizer tokenizer) {
        try {
            EncodeOptions options = EncodeOptions.defaults().withOffsetUnit(OffsetUnit.CODE_POINT);
            ObjectNode encoded = EncodeOps.json(tokenizer.encode(TEXT, options));
            return encoded.retain("ids", "tokens", "offsets");
        } catch (TokenizerException e) {
            return Rows.outcome().put("error", e.getMessage());
        }
    }

    private static byte[] file(ObjectNode row) {
        String base64 = Rows.optionalText(row, "base64");
        if (base64 != null) {
            return Base64.getDecoder().decode(base64);
        }
        JsonNode generate = row.path("generate");
        if (!generate.isObject()) {
            throw new NotReplayableException("the row has neither base64 nor generate");
        }
        int times = generate.path("times").asInt();
        String repeat = generate.path("repeat").asText("");
        String close = generate.path("close").asText("");
        if ((long) times * (repeat.length() + close.length()) > MAX_BYTES) {
            throw new NotReplayableException("generate asks for more than " + MAX_BYTES + " bytes");
        }
        String file =
                generate.path("prefix").asText("")
                        + repeat.repeat(times)
                        + close.repeat(times)
                        + generate.path("suffix").asText("");
        return file.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public ObjectNode expected(ObjectNode row, String op) {
        ObjectNode expected = row.deepCopy();
        expected.remove(List.of("name", "base64", "generate"));
        return expected;
    }
}
