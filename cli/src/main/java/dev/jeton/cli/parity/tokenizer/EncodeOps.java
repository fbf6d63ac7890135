package dev.jeton.cli.parity.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jeton.cli.parity.NotReplayableException;
import dev.jeton.tokenize.EncodeInput;
import dev.jeton.tokenize.EncodeOptions;
import dev.jeton.tokenize.Encoding;
import dev.jeton.tokenize.Tokenizer;
import java.util.ArrayList;
import java.util.List;

/**
 * The ops that encode: {@code encode}, {@code encode_pretokenized}, {@code encode_batch}, {@code
 * encode_hash}.
 */
final class EncodeOps {
    private EncodeOps() {}

    static ObjectNode encode(ObjectNode row, Tokenizer tokenizer, GoldenTexts texts) {
        return json(encodeRow(row, tokenizer));
    }

    /** Encodes {@code text} and {@code pair} of a row. */
    static Encoding encodeRow(ObjectNode row, Tokenizer tokenizer) {
        EncodeOptions options = CallOptions.of(row);
        String pair = Rows.optionalText(row, "pair");
        String text = Rows.text(row, "text");
        return pair == null
                ? tokenizer.encode(text, options)
                : tokenizer.encode(text, pair, options);
    }

    static ObjectNode encodePretokenized(ObjectNode row, Tokenizer tokenizer, GoldenTexts texts) {
        EncodeOptions options = CallOptions.of(row);
        List<String> words = Rows.texts(row.path("words"));
        JsonNode pair = row.path("pair_words");
        return json(
                pair.isArray()
                        ? tokenizer.encodeWords(words, Rows.texts(pair), options)
                        : tokenizer.encodeWords(words, options));
    }

    static ObjectNode encodeBatch(ObjectNode row, Tokenizer tokenizer, GoldenTexts texts) {
        EncodeOptions options = CallOptions.of(row);
        List<EncodeInput> inputs = new ArrayList<>();
        for (JsonNode input : row.path("inputs")) {
            if (input.isTextual()) {
                inputs.add(EncodeInput.text(input.textValue()));
            } else if (input.size() == 2) {
                inputs.add(EncodeInput.pair(input.path(0).asText(), input.path(1).asText()));
            } else {
                throw new NotReplayableException("an input is a string or [text, pair]");
            }
        }
        ArrayNode encodings = JsonNodeFactory.instance.arrayNode();
        tokenizer.encodeInputs(inputs, options).forEach(e -> encodings.add(json(e)));
        ObjectNode out = Rows.outcome();
        out.set("encodings", encodings);
        return out;
    }

    static ObjectNode encodeHash(ObjectNode row, Tokenizer tokenizer, GoldenTexts texts) {
        EncodeOptions options = CallOptions.of(row);
        String text = texts.of(row);
        Encoding encoding = tokenizer.encode(text, options);
        int[] ids = encoding.ids();
        int[] idsAlone = tokenizer.encodeIds(text, options);
        if (!java.util.Arrays.equals(ids, idsAlone)) {
            // two ways to the same ids: a row passes only if both are right
            throw new NotReplayableException("encode and encodeIds give different ids");
        }
        return Rows.outcome()
                .put("count", ids.length)
                .put("ids_sha256", Rows.sha256(ids))
                .put("offsets_sha256", Rows.sha256(encoding.offsets()));
    }

    /** An encoding in the form of the golden data. */
    static ObjectNode json(Encoding encoding) {
        ObjectNode out = Rows.outcome();
        out.set("ids", Rows.unsigned(encoding.ids()));
        out.set("tokens", Rows.strings(encoding.tokens()));
        ArrayNode offsets = out.putArray("offsets");
        int[] flat = encoding.offsets();
        for (int i = 0; i < flat.length; i += 2) {
            offsets.add(Rows.pair(flat[i], flat[i + 1]));
        }
        out.set("type_ids", Rows.unsigned(encoding.typeIds()));
        out.set("attention_mask", Rows.ints(encoding.attentionMask()));
        out.set("special_tokens_mask", Rows.ints(encoding.specialTokensMask()));
        out.set("word_ids", orNull(encoding.wordIds()));
        out.set("sequence_ids", orNull(encoding.sequenceIds()));
        ArrayNode overflowing = out.putArray("overflowing");
        encoding.overflowing().forEach(e -> overflowing.add(json(e)));
        return out;
    }

    private static ArrayNode orNull(int[] values) {
        ArrayNode out = JsonNodeFactory.instance.arrayNode(values.length);
        for (int value : values) {
            if (value == Encoding.NONE) {
                out.addNull();
            } else {
                out.add(value);
            }
        }
        return out;
    }
}
