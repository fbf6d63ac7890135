package dev.jeton.tokenize.pipeline;

import java.util.List;
import java.util.Map;

/** The decoder {@code Fuse}: joins all tokens into one. */
public record Fuse() implements Decoder {
    @Override
    public List<String> decodeChain(List<String> tokens) {
        return List.of(String.join("", tokens));
    }

    @Override
    public Map<String, Object> json() {
        return Json.object("type", "Fuse");
    }
}
