package dev.jeton.cli.parity.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jeton.tokenize.DecodeStream;
import dev.jeton.tokenize.Tokenizer;
import dev.jeton.tokenize.TokenizerException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/** The ops that turn ids into text. */
final class DecodeOps {
    private DecodeOps() {}

    private static boolean skipSpecialTokens(ObjectNode row) {
        return row.path("skip_special_tokens").asBoolean(true);
    }

    static ObjectNode decode(ObjectNode row, Tokenizer tokenizer, GoldenTexts texts) {
        int[] ids = Rows.ids(row.path("decode_ids"));
        return Rows.outcome().put("text", tokenizer.decode(ids, skipSpecialTokens(row)));
    }

    static ObjectNode decodeBatch(ObjectNode row, Tokenizer tokenizer, GoldenTexts texts) {
        List<int[]> batch = new ArrayList<>();
        row.path("decode_ids").forEach(ids -> batch.add(Rows.ids(ids)));
        ObjectNode out = Rows.outcome();
        out.set("texts_out", Rows.strings(tokenizer.decodeBatch(batch, skipSpecialTokens(row))));
        return out;
    }

    /** Chunk null of the reference is the empty string in Jeton: nothing is certain yet. */
    static ObjectNode decodeStream(ObjectNode row, Tokenizer tokenizer, GoldenTexts texts) {
        int[] prompt = Rows.ids(row.path("prompt_ids"));
        DecodeStream stream = tokenizer.decodeStream(skipSpecialTokens(row), prompt);
        ObjectNode out = Rows.outcome();
        ArrayNode chunks = out.putArray("chunks");
        for (JsonNode id : row.path("decode_ids")) {
            String chunk;
            try {
                chunk = stream.step((int) id.longValue());
            } catch (TokenizerException e) {
                return out.put("error", String.valueOf(e.getMessage()));
            }
            if (chunk.isEmpty()) {
                chunks.addNull();
            } else {
                chunks.add(chunk);
            }
        }
        return out;
    }

    static ObjectNode decodeEachHash(ObjectNode row, Tokenizer tokenizer, GoldenTexts texts) {
        boolean skip = skipSpecialTokens(row);
        int from = row.path("range").path(0).asInt();
        int to = row.path("range").path(1).asInt();
        MessageDigest digest = Rows.sha256();
        for (int id = from; id < to; id++) {
            digest.update(tokenizer.decode(new int[] {id}, skip).getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        }
        return Rows.outcome().put("sha256", Rows.hex(digest));
    }
}
