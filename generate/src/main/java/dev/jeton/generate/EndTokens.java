package dev.jeton.generate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jeton.generate.internal.JsonFiles;
import dev.jeton.tokenize.internal.gguf.GgufFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/**
 * The ids at which the model itself ends a turn: of a folder those in {@code
 * generation_config.json}, else in {@code config.json}; of a GGUF file the end-of-text, end-of-turn
 * and end-of-message ids.
 */
final class EndTokens {
    private static final Set<String> GGUF_KEYS =
            Set.of(
                    "tokenizer.ggml.eos_token_id",
                    "tokenizer.ggml.eot_token_id",
                    "tokenizer.ggml.eom_token_id");

    private EndTokens() {}

    static Set<Integer> of(Path model) {
        return Files.isDirectory(model) ? ofFolder(model) : ofGguf(model);
    }

    private static Set<Integer> ofGguf(Path path) {
        GgufFile file = GgufFile.read(path);
        Set<Integer> ids = new TreeSet<>();
        for (String key : GGUF_KEYS) {
            file.findCount(key).ifPresent(ids::add);
        }
        return ids;
    }

    private static Set<Integer> ofFolder(Path folder) {
        for (String name : new String[] {"generation_config.json", "config.json"}) {
            Path path = folder.resolve(name);
            if (Files.isRegularFile(path)) {
                JsonNode value = JsonFiles.read(path).path("eos_token_id");
                Set<Integer> ids = new TreeSet<>();
                if (value.isArray()) {
                    value.forEach(id -> add(ids, id, name));
                } else if (!value.isMissingNode() && !value.isNull()) {
                    add(ids, value, name);
                }
                if (!ids.isEmpty()) {
                    return ids;
                }
            }
        }
        return Set.of();
    }

    private static void add(Set<Integer> ids, JsonNode id, String file) {
        if (!id.canConvertToInt() || id.intValue() < 0) {
            throw new GenerateException(
                    file + ": eos_token_id holds " + id + ", expected ids of 0 or more.");
        }
        ids.add(id.intValue());
    }
}
