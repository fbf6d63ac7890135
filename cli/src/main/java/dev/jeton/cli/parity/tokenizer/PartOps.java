package dev.jeton.cli.parity.tokenizer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jeton.tokenize.OffsetUnit;
import dev.jeton.tokenize.Piece;
import dev.jeton.tokenize.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;

/** The ops on one part of a tokenizer alone: normalizer, pre-tokenizer, decoder. */
final class PartOps {
    private PartOps() {}

    static ObjectNode normalize(ObjectNode row, Tokenizer tokenizer, GoldenTexts texts) {
        return Rows.outcome().put("normalized", tokenizer.normalize(Rows.text(row, "text")));
    }

    static ObjectNode normalizeHash(ObjectNode row, Tokenizer tokenizer, GoldenTexts texts) {
        String normalized = tokenizer.normalize(texts.of(row));
        return Rows.outcome()
                .put("count", normalized.codePointCount(0, normalized.length()))
                .put("sha256", Rows.sha256(normalized));
    }

    static ObjectNode preTokenize(ObjectNode row, Tokenizer tokenizer, GoldenTexts texts) {
        ObjectNode out = Rows.outcome();
        ArrayNode pieces = out.putArray("pieces");
        for (Piece piece : tokenizer.preTokenize(Rows.text(row, "text"), OffsetUnit.CODE_POINT)) {
            pieces.addArray().add(piece.text()).add(Rows.pair(piece.start(), piece.end()));
        }
        return out;
    }

    static ObjectNode preTokenizeHash(ObjectNode row, Tokenizer tokenizer, GoldenTexts texts) {
        List<Piece> pieces = tokenizer.preTokenize(texts.of(row), OffsetUnit.CODE_POINT);
        MessageDigest digest = Rows.sha256();
        StringBuilder line = new StringBuilder();
        for (Piece piece : pieces) {
            line.setLength(0);
            line.append(piece.start()).append(',').append(piece.end()).append(',');
            line.append(piece.text()).append('\0');
            digest.update(line.toString().getBytes(StandardCharsets.UTF_8));
        }
        return Rows.outcome().put("count", pieces.size()).put("sha256", Rows.hex(digest));
    }

    static ObjectNode decodeTokens(ObjectNode row, Tokenizer tokenizer, GoldenTexts texts) {
        return Rows.outcome()
                .put("text", tokenizer.decodeTokens(Rows.texts(row.path("decode_tokens"))));
    }
}
