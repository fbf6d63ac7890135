package dev.jeton.templates;

import dev.jeton.tokenize.Direction;
import dev.jeton.tokenize.Tokenizer;
import dev.jeton.tokenize.TokenizerException;
import dev.jeton.tokenize.Tokenizers;
import dev.jeton.tokenize.internal.gguf.GgufFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the files of a model say about chats: templates by name, special tokens, ids that end an
 * answer. The places and their order are those of transformers and llama.cpp.
 */
final class ModelFiles {
    static final String DEFAULT = "default";

    private static final List<String> TOKEN_NAMES =
            List.of(
                    "bos_token",
                    "eos_token",
                    "unk_token",
                    "sep_token",
                    "pad_token",
                    "cls_token",
                    "mask_token");

    private final Tokenizer tokenizer;
    private final Map<String, String> templates = new LinkedHashMap<>();
    private final Map<String, String> specialTokens = new LinkedHashMap<>();
    private final Set<Integer> stopIds = new LinkedHashSet<>();
    private int maxLength = ModelTokens.NO_MAX_LENGTH;
    private Direction truncationSide = Direction.RIGHT;
    private Direction paddingSide = Direction.RIGHT;

    private ModelFiles(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    static ModelFiles read(Path path) {
        ModelFiles files = new ModelFiles(Tokenizers.load(path));
        if (Files.isDirectory(path)) {
            files.readFolder(path);
        } else if (GgufFile.isGguf(path)) {
            files.readGguf(GgufFile.read(path));
        } else {
            Path folder = path.toAbsolutePath().getParent();
            if (folder != null) {
                files.readFolder(folder);
            }
        }
        files.addStop(files.specialTokens.getOrDefault("eos_token", ""));
        return files;
    }

    Tokenizer tokenizer() {
        return tokenizer;
    }

    /** The sources by name. */
    Map<String, String> templates() {
        return templates;
    }

    ModelTokens tokens() {
        return new ModelTokens(specialTokens, maxLength, truncationSide, paddingSide);
    }

    Set<Integer> stopIds() {
        return stopIds;
    }

    private void addStop(String token) {
        if (!token.isEmpty()) {
            tokenizer.idOf(token).ifPresent(stopIds::add);
        }
    }

    // A folder: tokenizer_config.json, chat_template.jinja, additional_chat_templates.

    private void readFolder(Path folder) {
        Map<String, Object> config = PlainJson.readFile(folder.resolve("tokenizer_config.json"));
        readTokens(config);
        if (!config.containsKey("added_tokens_decoder")) { // files of before 2023
            readTokens(PlainJson.readFile(folder.resolve("special_tokens_map.json")));
        }
        if (config.get("model_max_length") instanceof Number length
                && length.doubleValue() < ModelTokens.NO_MAX_LENGTH) {
            maxLength = length.intValue();
        }
        truncationSide = side(config, "truncation_side");
        paddingSide = side(config, "padding_side");
        readTemplates(folder, config.get("chat_template"));
        readEndIds(PlainJson.readFile(folder.resolve("generation_config.json")));
        readEndIds(PlainJson.readFile(folder.resolve("config.json")));
    }

    /** The seven common names and every other that ends as they do. */
    private void readTokens(Map<String, Object> file) {
        for (String name : TOKEN_NAMES) {
            putToken(name, file.get(name));
        }
        file.forEach(
                (name, value) -> {
                    if (name.endsWith("_token")) {
                        putToken(name, value);
                    }
                });
        if (file.get("extra_special_tokens") instanceof Map<?, ?> extra) {
            extra.forEach((name, value) -> putToken(String.valueOf(name), value));
        }
    }

    private void putToken(String name, @Nullable Object value) {
        if (value instanceof String text) {
            specialTokens.put(name, text);
        } else if (value instanceof Map<?, ?> map && map.get("content") instanceof String text) {
            specialTokens.put(name, text);
        }
    }

    private static Direction side(Map<String, Object> config, String name) {
        return "left".equals(config.get(name)) ? Direction.LEFT : Direction.RIGHT;
    }

    /** Files of their own win over everything in the configuration. */
    private void readTemplates(Path folder, @Nullable Object configured) {
        Path file = folder.resolve("chat_template.jinja");
        if (Files.isRegularFile(file)) {
            templates.put(DEFAULT, readText(file));
        }
        Path additional = folder.resolve("additional_chat_templates");
        if (Files.isDirectory(additional)) {
            readAdditional(additional);
        }
        if (!templates.isEmpty()) {
            return;
        }
        if (configured instanceof String source) {
            templates.put(DEFAULT, source);
        } else if (configured instanceof List<?> named) {
            for (Object item : named) {
                if (item instanceof Map<?, ?> entry
                        && entry.get("name") instanceof String name
                        && entry.get("template") instanceof String source) {
                    templates.put(name, source);
                }
            }
        } else {
            Object processor =
                    PlainJson.readFile(folder.resolve("chat_template.json")).get("chat_template");
            if (processor instanceof String source) {
                templates.put(DEFAULT, source);
            }
        }
    }

    private void readAdditional(Path folder) {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, "*.jinja")) {
            stream.forEach(files::add);
        } catch (IOException e) {
            throw new TokenizerException(folder + " cannot be read: " + e.getMessage(), e);
        }
        files.sort(null);
        for (Path file : files) {
            String name = String.valueOf(file.getFileName());
            templates.put(name.substring(0, name.length() - ".jinja".length()), readText(file));
        }
    }

    private static String readText(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new TokenizerException(file + " cannot be read as UTF-8: " + e.getMessage(), e);
        }
    }

    private void readEndIds(Map<String, Object> config) {
        Object end = config.get("eos_token_id");
        if (end instanceof Number id) {
            stopIds.add(id.intValue());
        } else if (end instanceof List<?> ids) {
            for (Object id : ids) {
                if (id instanceof Number number) {
                    stopIds.add(number.intValue());
                }
            }
        }
    }

    // GGUF metadata.

    private void readGguf(GgufFile gguf) {
        String key = "tokenizer.chat_template";
        gguf.findString(key).ifPresent(source -> templates.put(DEFAULT, source));
        for (String other : gguf.keys()) {
            if (other.startsWith(key + ".")) {
                gguf.findString(other)
                        .ifPresent(
                                source -> templates.put(other.substring(key.length() + 1), source));
            }
        }
        for (String kind :
                List.of("bos", "eos", "unknown", "padding", "seperator", "mask", "cls")) {
            gguf.findInteger("tokenizer.ggml." + kind + "_token_id")
                    .ifPresent(
                            id ->
                                    tokenizer
                                            .tokenOf((int) id)
                                            .ifPresent(
                                                    token ->
                                                            specialTokens.put(
                                                                    variable(kind), token)));
        }
        for (String kind : List.of("eos", "eot", "eom")) {
            gguf.findInteger("tokenizer.ggml." + kind + "_token_id")
                    .ifPresent(id -> stopIds.add((int) id));
        }
    }

    private static String variable(String kind) {
        return switch (kind) {
            case "unknown" -> "unk_token";
            case "padding" -> "pad_token";
            case "seperator" -> "sep_token";
            default -> kind + "_token";
        };
    }
}
