package dev.jeton.tokenize;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Which tokenizer class a {@code model_type} of a config.json has in transformers, from the
 * resource {@code transformers-model-types.tsv}.
 */
final class ModelTypes {
    private static final Map<String, String> CLASSES = read();

    private ModelTypes() {}

    private static Map<String, String> read() {
        try (InputStream in =
                Objects.requireNonNull(
                        ModelTypes.class.getResourceAsStream("transformers-model-types.tsv"))) {
            Map<String, String> classes = new HashMap<>();
            for (String line :
                    new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
                int tab = line.indexOf('\t');
                if (tab > 0 && !line.startsWith("#")) {
                    classes.put(line.substring(0, tab), line.substring(tab + 1));
                }
            }
            return classes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The name of the class; empty for a type that is not known. */
    static String tokenizerClass(String modelType) {
        return CLASSES.getOrDefault(modelType, "");
    }
}
