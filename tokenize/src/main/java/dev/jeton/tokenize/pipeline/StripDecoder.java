package dev.jeton.tokenize.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The decoder {@code Strip}: takes a character off the ends of each token.
 *
 * <p>A token with fewer characters than are to be looked at from the end makes the reference panic;
 * here what is there is taken off.
 *
 * @param content the character
 * @param start how many at most from the begin
 * @param stop how many at most from the end
 */
public record StripDecoder(int content, int start, int stop) implements Decoder {
    @Override
    public List<String> decodeChain(List<String> tokens) {
        List<String> result = new ArrayList<>(tokens.size());
        for (String token : tokens) {
            result.add(strip(token));
        }
        return result;
    }

    private String strip(String token) {
        int width = Character.charCount(content);
        int from = 0;
        for (int i = 0; i < start && from < token.length(); i++) {
            if (token.codePointAt(from) != content) {
                break;
            }
            from += width;
        }
        int to = token.length();
        for (int i = 0; i < stop && to > 0; i++) {
            if (token.codePointBefore(to) != content) {
                break;
            }
            to -= width;
        }
        return from < to ? token.substring(from, to) : "";
    }

    @Override
    public Map<String, Object> json() {
        return Json.object(
                "type",
                "Strip",
                "content",
                Character.toString(content),
                "start",
                start,
                "stop",
                stop);
    }
}
