package dev.jeton.bench;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.jeton.cli.models.Environment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * The tokenizer of Hugging Face in Rust, called through JNI as DJL ships it: what Java programs use
 * today.
 *
 * <p>The native library comes out of DJL's own jar and is unpacked into Jeton's cache; nothing is
 * downloaded.
 */
final class HuggingFacePeer implements AutoCloseable {
    private final HuggingFaceTokenizer tokenizer;

    HuggingFacePeer(Path tokenizerJson) {
        Path cache = Environment.system().cacheFolder().resolve("peers").resolve("djl");
        System.setProperty("DJL_CACHE_DIR", cache.toString());
        System.setProperty("ai.djl.offline", "true");
        Map<String, String> options =
                Map.of("truncation", "false", "padding", "false", "addSpecialTokens", "false");
        try {
            tokenizer = HuggingFaceTokenizer.newInstance(tokenizerJson, options);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The ids without special tokens of a post-processor. */
    long[] ids(String text) {
        return tokenizer.encode(text, false, false).getIds();
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
