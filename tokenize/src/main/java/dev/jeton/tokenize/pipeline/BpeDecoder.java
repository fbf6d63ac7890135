package dev.jeton.tokenize.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The decoder {@code BPEDecoder}: the suffix of a word becomes a space, in the last token nothing.
 *
 * @param suffix the suffix, for example {@code </w>}
 */
public record BpeDecoder(String suffix) implements Decoder {
    @Override
    public List<String> decodeChain(List<String> tokens) {
        List<String> result = new ArrayList<>(tokens.size());
        for (String token : tokens) {
            boolean last = result.size() == tokens.size() - 1;
            result.add(Replacing.replace(token, suffix, last ? "" : " "));
        }
        return result;
    }

    @Override
    public Map<String, Object> json() {
        return Json.object("type", "BPEDecoder", "suffix", suffix);
    }
}
