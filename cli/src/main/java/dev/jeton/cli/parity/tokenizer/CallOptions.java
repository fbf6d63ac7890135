package dev.jeton.cli.parity.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jeton.cli.parity.NotReplayableException;
import dev.jeton.tokenize.Direction;
import dev.jeton.tokenize.EncodeOptions;
import dev.jeton.tokenize.OffsetUnit;
import dev.jeton.tokenize.Padding;
import dev.jeton.tokenize.SpecialTokenPolicy;
import dev.jeton.tokenize.Truncation;

/**
 * The options of a call, from the keys that any row may have.
 *
 * <p>Offsets are code points everywhere in the golden data. {@code truncation} and {@code padding}:
 * absent is what the tokenizer's file says, null is off, an object is what the reference's {@code
 * enable_truncation} and {@code enable_padding} take, with their defaults.
 */
final class CallOptions {
    private CallOptions() {}

    static EncodeOptions of(ObjectNode row) {
        EncodeOptions options =
                EncodeOptions.defaults()
                        .withOffsetUnit(OffsetUnit.CODE_POINT)
                        .withSpecialTokens(row.path("add_special_tokens").asBoolean(true));
        JsonNode truncation = row.get("truncation");
        if (truncation != null) {
            options =
                    truncation.isNull()
                            ? options.withoutTruncation()
                            : options.withTruncation(truncation(truncation));
        }
        JsonNode padding = row.get("padding");
        if (padding != null) {
            options =
                    padding.isNull()
                            ? options.withoutPadding()
                            : options.withPadding(padding(padding));
        }
        return row.path("encode_special_tokens").asBoolean()
                ? options.withSpecialTokenPolicy(SpecialTokenPolicy.plain())
                : options;
    }

    private static Truncation truncation(JsonNode call) {
        int maxLength = call.path("max_length").asInt();
        int stride = call.path("stride").asInt(0);
        String strategy = call.path("strategy").asText("longest_first");
        return new Truncation(
                maxLength,
                stride,
                switch (strategy) {
                    case "longest_first" -> Truncation.Strategy.LONGEST_FIRST;
                    case "only_first" -> Truncation.Strategy.ONLY_FIRST;
                    case "only_second" -> Truncation.Strategy.ONLY_SECOND;
                    default -> throw new NotReplayableException("unknown strategy " + strategy);
                },
                direction(call));
    }

    /** Padding to {@code length}, to the longest of the batch where that is null or absent. */
    static Padding padding(JsonNode call) {
        return new Padding(
                call.path("length").asInt(Padding.LONGEST),
                direction(call),
                call.path("pad_to_multiple_of").asInt(0),
                call.path("pad_id").asInt(0),
                call.path("pad_type_id").asInt(0),
                call.path("pad_token").asText("[PAD]"));
    }

    static Direction direction(JsonNode call) {
        String direction = call.path("direction").asText("right");
        return switch (direction) {
            case "right" -> Direction.RIGHT;
            case "left" -> Direction.LEFT;
            default -> throw new NotReplayableException("unknown direction " + direction);
        };
    }
}
