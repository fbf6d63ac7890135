package dev.jeton.tokenize;

import dev.jeton.tokenize.internal.utf8.Utf8;
import dev.jeton.tokenize.model.Vocabulary;
import dev.jeton.tokenize.pipeline.ByteLevel;
import dev.jeton.tokenize.pipeline.Decoder;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Ids back to text. */
final class TokenDecoder {
    private final Parts parts;

    TokenDecoder(Parts parts) {
        this.parts = parts;
    }

    String decode(int[] ids, boolean skipSpecialTokens) {
        Vocabulary vocabulary = parts.model().vocabulary();
        if (parts.decoder() instanceof ByteLevel && vocabulary.byteLevel()) {
            return decodeBytes(ids, skipSpecialTokens, vocabulary);
        }
        List<String> tokens = new ArrayList<>(ids.length);
        for (int id : ids) {
            String token = parts.added().tokenOf(id);
            if (token != null && !(skipSpecialTokens && parts.added().isSpecial(token))) {
                tokens.add(token);
            }
        }
        return decodeTokens(tokens);
    }

    /** A stream that continues after {@code promptIds}. */
    DecodeStream stream(boolean skipSpecialTokens, int[] promptIds) {
        Decoder decoder = parts.decoder();
        Decoder.Incremental steps = decoder == null ? null : decoder.incremental();
        if (steps == null) {
            return new StreamDecoder(this, skipSpecialTokens, promptIds);
        }
        DecodeStream stream =
                id -> {
                    String token = parts.added().tokenOf(id);
                    return token == null || (skipSpecialTokens && parts.added().isSpecial(token))
                            ? ""
                            : steps.next(token);
                };
        for (int id : promptIds) {
            String unused = stream.step(id);
        }
        return stream;
    }

    String decodeTokens(List<String> tokens) {
        return parts.decoder() == null ? String.join(" ", tokens) : parts.decoder().decode(tokens);
    }

    /**
     * With the decoder ByteLevel alone: no strings of tokens, their bytes are in the vocabulary.
     */
    private String decodeBytes(int[] ids, boolean skipSpecialTokens, Vocabulary vocabulary) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(4 * ids.length);
        byte[] scratch = new byte[64];
        for (int id : ids) {
            String added = parts.added().addedTokenOf(id);
            if (added != null) {
                if (!(skipSpecialTokens && parts.added().isSpecial(added))) {
                    writeAdded(added, bytes);
                }
                continue;
            }
            int length = vocabulary.rawByteCount(id);
            if (length < 0) {
                continue;
            }
            if (length > scratch.length) {
                scratch = new byte[2 * length];
            }
            vocabulary.copyRawTo(id, scratch, 0);
            bytes.write(scratch, 0, length);
        }
        return Utf8.decodeLossy(bytes.toByteArray());
    }

    private static void writeAdded(String content, ByteArrayOutputStream out) {
        byte[] raw = ByteLevel.bytesOf(content);
        out.write(raw, 0, raw.length);
    }

    /** The text as the reference would compare its length: in bytes of UTF-8. */
    static int byteLength(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
