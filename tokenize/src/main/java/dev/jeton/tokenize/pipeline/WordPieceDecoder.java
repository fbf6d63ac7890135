package dev.jeton.tokenize.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The decoder {@code WordPiece}: tokens with the prefix join the one before, the others get a
 * space.
 *
 * @param prefix the prefix of tokens inside a word, for example {@code ##}
 * @param cleanup whether spaces before punctuation and English contractions are taken out
 */
public record WordPieceDecoder(String prefix, boolean cleanup) implements Decoder {
    @Override
    public List<String> decodeChain(List<String> tokens) {
        List<String> result = new ArrayList<>(tokens.size());
        for (String token : tokens) {
            String text = token;
            if (!result.isEmpty()) {
                text = token.startsWith(prefix) ? token.substring(prefix.length()) : " " + token;
            }
            result.add(cleanup ? cleanup(text) : text);
        }
        return result;
    }

    static String cleanup(String text) {
        return text.replace(" .", ".")
                .replace(" ?", "?")
                .replace(" !", "!")
                .replace(" ,", ",")
                .replace(" ' ", "'")
                .replace(" n't", "n't")
                .replace(" 'm", "'m")
                .replace(" do not", " don't")
                .replace(" 's", "'s")
                .replace(" 've", "'ve")
                .replace(" 're", "'re");
    }

    @Override
    public Map<String, Object> json() {
        return Json.object("type", "WordPiece", "prefix", prefix, "cleanup", cleanup);
    }
}
