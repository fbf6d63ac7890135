package dev.jeton.tokenize.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.jeton.tokenize.internal.utf8.Utf8;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The decoder {@code ByteFallback}: runs of tokens {@code <0xNN>} become the text of these bytes,
 * or one U+FFFD for each byte if they are no text.
 */
public record ByteFallback() implements Decoder {
    @Override
    public List<String> decodeChain(List<String> tokens) {
        List<String> result = new ArrayList<>(tokens.size());
        ByteArrayOutputStream run = new ByteArrayOutputStream();
        for (String token : tokens) {
            int b = byteOf(token);
            if (b >= 0) {
                run.write(b);
            } else {
                end(run, result);
                result.add(token);
            }
        }
        end(run, result);
        return result;
    }

    private static void end(ByteArrayOutputStream run, List<String> out) {
        byte[] bytes = run.toByteArray();
        run.reset();
        if (Utf8.firstMalformed(bytes) == bytes.length) {
            if (bytes.length > 0) {
                out.add(new String(bytes, UTF_8));
            }
        } else {
            for (int i = 0; i < bytes.length; i++) {
                out.add("\uFFFD");
            }
        }
    }

    /** The byte of {@code <0xNN>}, or -1. As in the reference {@code <0x+1>} is one, too. */
    private static int byteOf(String token) {
        if (token.length() != 6 || !token.startsWith("<0x") || token.charAt(5) != '>') {
            return -1;
        }
        int high = hex(token.charAt(3));
        int low = hex(token.charAt(4));
        if (low < 0) {
            return -1;
        }
        return token.charAt(3) == '+' ? low : high < 0 ? -1 : (high << 4) | low;
    }

    private static int hex(char c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }

    @Override
    public Map<String, Object> json() {
        return Json.object("type", "ByteFallback");
    }
}
