package dev.jeton.cli.parity.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jeton.cli.parity.NotReplayableException;
import dev.jeton.tokenize.EncodeOptions;
import dev.jeton.tokenize.Encoding;
import dev.jeton.tokenize.OffsetUnit;
import dev.jeton.tokenize.Padding;
import dev.jeton.tokenize.Span;
import dev.jeton.tokenize.Tokenizer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The ops on an {@link Encoding} once it is there: {@code encode_map}, {@code encoding_steps},
 * {@code merge}.
 */
final class EncodingOps {
    private EncodingOps() {}

    static ObjectNode encodeMap(ObjectNode row, Tokenizer tokenizer, GoldenTexts texts) {
        Encoding encoding = EncodeOps.encodeRow(row, tokenizer);
        ObjectNode out = Rows.outcome().put("n_sequences", encoding.sequenceCount());
        ArrayNode results = out.putArray("results");
        for (JsonNode query : row.path("queries")) {
            answer(encoding, query, results);
        }
        return out;
    }

    private static void answer(Encoding encoding, JsonNode query, ArrayNode results) {
        String method = query.path(0).asText();
        int position = query.path(1).asInt();
        int sequence = query.path(2).asInt(0);
        switch (method) {
            case "char_to_token" -> add(results, encoding.charToToken(position, sequence));
            case "char_to_word" -> add(results, encoding.charToWord(position, sequence));
            case "word_to_tokens" -> add(results, encoding.wordToTokens(position, sequence));
            case "word_to_chars" -> add(results, encoding.wordToChars(position, sequence));
            case "token_to_chars" -> add(results, encoding.tokenToChars(position));
            case "token_to_word" -> add(results, encoding.tokenToWord(position));
            case "token_to_sequence" -> add(results, encoding.tokenToSequence(position));
            default -> throw new NotReplayableException("unknown query " + method);
        }
    }

    private static void add(ArrayNode results, OptionalInt value) {
        if (value.isPresent()) {
            results.add(value.getAsInt());
        } else {
            results.addNull();
        }
    }

    private static void add(ArrayNode results, Optional<Span> value) {
        if (value.isPresent()) {
            results.add(Rows.pair(value.get().start(), value.get().end()));
        } else {
            results.addNull();
        }
    }

    static ObjectNode encodingSteps(ObjectNode row, Tokenizer tokenizer, GoldenTexts texts) {
        Encoding encoding = EncodeOps.encodeRow(row, tokenizer);
        for (JsonNode step : row.path("steps")) {
            JsonNode arguments = step.path(1);
            int length = arguments.path("length").asInt();
            encoding =
                    switch (step.path(0).asText()) {
                        case "truncate" ->
                                encoding.truncate(
                                        length,
                                        arguments.path("stride").asInt(0),
                                        CallOptions.direction(arguments));
                        case "pad" -> {
                            Padding padding = CallOptions.padding(arguments);
                            yield encoding.pad(padding, length);
                        }
                        default ->
                                throw new NotReplayableException(
                                        "unknown step " + step.path(0).asText());
                    };
        }
        return EncodeOps.json(encoding);
    }

    static ObjectNode merge(ObjectNode row, Tokenizer tokenizer, GoldenTexts texts) {
        EncodeOptions options =
                EncodeOptions.defaults()
                        .withOffsetUnit(OffsetUnit.CODE_POINT)
                        .withSpecialTokens(false);
        List<Encoding> parts =
                Rows.texts(row.path("texts")).stream()
                        .map(text -> tokenizer.encode(text, options))
                        .toList();
        ObjectNode out = Rows.outcome();
        out.set("not_growing", EncodeOps.json(Encoding.merge(parts, false)));
        out.set("growing", EncodeOps.json(Encoding.merge(parts, true)));
        return out;
    }
}
