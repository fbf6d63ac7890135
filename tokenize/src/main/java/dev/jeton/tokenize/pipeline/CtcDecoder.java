package dev.jeton.tokenize.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The decoder {@code CTC}: drops repetitions and padding.
 *
 * @param padToken the padding token, taken out wherever it stands
 * @param wordDelimiterToken what becomes a space, with {@code cleanup}
 * @param cleanup whether to clean up as {@link WordPieceDecoder} does
 */
public record CtcDecoder(String padToken, String wordDelimiterToken, boolean cleanup)
        implements Decoder {
    @Override
    public List<String> decodeChain(List<String> tokens) {
        List<String> result = new ArrayList<>(tokens.size());
        String before = null;
        for (String token : tokens) {
            if (token.equals(before)) {
                continue;
            }
            before = token;
            String text = token.replace(padToken, "");
            if (cleanup) {
                text = Replacing.replace(WordPieceDecoder.cleanup(text), wordDelimiterToken, " ");
            }
            if (!text.isEmpty()) {
                result.add(text);
            }
        }
        return result;
    }

    @Override
    public Map<String, Object> json() {
        return Json.object(
                "type", "CTC",
                "pad_token", padToken,
                "word_delimiter_token", wordDelimiterToken,
                "cleanup", cleanup);
    }
}
