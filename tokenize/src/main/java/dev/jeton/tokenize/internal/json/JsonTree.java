package dev.jeton.tokenize.internal.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.jeton.tokenize.TokenizerException;
import java.io.IOException;

/** Reads a whole JSON text that is not a vocabulary: a configuration, an answer of a server. */
public final class JsonTree {
    private JsonTree() {}

    /**
     * The value of a JSON text, which may be nested 127 deep.
     *
     * @param file stands in messages
     * @throws TokenizerException if it is not JSON
     */
    public static JsonNode read(byte[] bytes, String file) {
        try {
            JsonSource source = new JsonSource(bytes, file);
            source.parser().nextToken();
            return source.node("", source.readTree());
        } catch (JsonProcessingException e) {
            throw new TokenizerException(file + " is not JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new TokenizerException(file + " cannot be read: " + e, e);
        }
    }
}
