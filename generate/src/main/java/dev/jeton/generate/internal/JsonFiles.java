package dev.jeton.generate.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.jeton.generate.GenerateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the small JSON files of a model folder. */
public final class JsonFiles {
    /** The largest such file; an index of 100,000 tensors has about ten million bytes. */
    static final long MAX_BYTES = 64L << 20;

    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                                    .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private JsonFiles() {}

    /**
     * Reads an object.
     *
     * @throws GenerateException if the file is missing, too large or not JSON
     */
    public static JsonNode read(Path path) {
        String name = String.valueOf(path.getFileName());
        if (!Files.isRegularFile(path)) {
            throw new GenerateException(path + ": no such file.");
        }
        try {
            long size = Files.size(path);
            if (size > MAX_BYTES) {
                throw new GenerateException(
                        name + ": has " + size + " bytes, at most " + MAX_BYTES + " are read.");
            }
            JsonNode node = MAPPER.readTree(Files.readAllBytes(path));
            if (!node.isObject()) {
                throw new GenerateException(name + ": is not a JSON object.");
            }
            return node;
        } catch (IOException e) {
            String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new GenerateException(name + ": cannot be read: " + message + ".", e);
        }
    }
}
