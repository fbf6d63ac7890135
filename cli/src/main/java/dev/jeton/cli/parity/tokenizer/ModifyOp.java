package dev.jeton.cli.parity.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jeton.cli.parity.NotReplayableException;
import dev.jeton.tokenize.AddedToken;
import dev.jeton.tokenize.EncodeOptions;
import dev.jeton.tokenize.OffsetUnit;
import dev.jeton.tokenize.Tokenizer;
import java.util.ArrayList;
import java.util.List;

/** The op {@code modify}: adds tokens, then looks at everything that this changes. */
final class ModifyOp {
    private ModifyOp() {}

    static ObjectNode modify(ObjectNode row, Tokenizer tokenizer, GoldenTexts texts) {
        ObjectNode out = Rows.outcome();
        ArrayNode counts = out.putArray("counts");
        Tokenizer changed = tokenizer;
        for (JsonNode step : row.path("modify")) {
            List<AddedToken> tokens = tokens(step);
            counts.add(changed.countNewTokens(tokens));
            changed = changed.withAddedTokens(tokens);
        }
        out.put("size", changed.vocabularySize(true));
        out.set("added", VocabularyOps.added(changed));
        ArrayNode encodings = out.putArray("encodings");
        ArrayNode decoded = out.putArray("decoded");
        EncodeOptions options = EncodeOptions.defaults().withOffsetUnit(OffsetUnit.CODE_POINT);
        for (String text : Rows.texts(row.path("texts"))) {
            encodings.add(EncodeOps.json(changed.encode(text, options)));
            int[] ids = changed.encodeIds(text);
            decoded.addArray().add(changed.decode(ids, false)).add(changed.decode(ids, true));
        }
        return out;
    }

    private static List<AddedToken> tokens(JsonNode step) {
        String method = step.path(0).asText();
        boolean special =
                switch (method) {
                    case "add_tokens" -> false;
                    case "add_special_tokens" -> true;
                    default -> throw new NotReplayableException("unknown modification " + method);
                };
        List<AddedToken> tokens = new ArrayList<>();
        for (JsonNode token : step.path(1)) {
            tokens.add(
                    token.isTextual()
                            ? special
                                    ? AddedToken.special(token.textValue())
                                    : AddedToken.of(token.textValue())
                            : token(token, special));
        }
        return tokens;
    }

    private static AddedToken token(JsonNode flags, boolean special) {
        boolean isSpecial = special || flags.path("special").asBoolean(false);
        return new AddedToken(
                Rows.text(flags, "content"),
                flags.path("single_word").asBoolean(false),
                flags.path("lstrip").asBoolean(false),
                flags.path("rstrip").asBoolean(false),
                flags.path("normalized").asBoolean(!isSpecial),
                isSpecial);
    }
}
