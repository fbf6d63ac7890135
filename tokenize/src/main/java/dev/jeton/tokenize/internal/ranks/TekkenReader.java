package dev.jeton.tokenize.internal.ranks;

import dev.jeton.tokenize.LoadLimits;
import dev.jeton.tokenize.TokenizerException;
import dev.jeton.tokenize.internal.json.JsonNode;
import dev.jeton.tokenize.internal.json.JsonTree;
import dev.jeton.tokenize.internal.json.TokenizerFile;
import dev.jeton.tokenize.pipeline.ByteLevel;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads Mistral's {@code tekken.json}: a pattern, tokens in Base64 in the order of their ranks, and
 * special tokens, whose ids come first. So the id of a token is its rank and the number of special
 * tokens.
 *
 * <p>Files of the versions up to v7 may leave out the special tokens; then they are those of
 * mistral-common's list. The list is filled up with {@code <SPECIAL_20>}, {@code <SPECIAL_21>} ...
 */
public final class TekkenReader {
    private static final List<String> OLD_SPECIAL_TOKENS =
            List.of(
                    "<unk>",
                    "<s>",
                    "</s>",
                    "[INST]",
                    "[/INST]",
                    "[AVAILABLE_TOOLS]",
                    "[/AVAILABLE_TOOLS]",
                    "[TOOL_RESULTS]",
                    "[/TOOL_RESULTS]",
                    "[TOOL_CALLS]",
                    "[IMG]",
                    "<pad>",
                    "[IMG_BREAK]",
                    "[IMG_END]",
                    "[PREFIX]",
                    "[MIDDLE]",
                    "[SUFFIX]",
                    "[SYSTEM_PROMPT]",
                    "[/SYSTEM_PROMPT]",
                    "[TOOL_CONTENT]");

    /** The versions whose files may leave out the special tokens. */
    private static final List<String> OLD_VERSIONS = List.of("v1", "v2", "v3", "v7");

    private final JsonNode root;
    private final JsonNode config;
    private final LoadLimits limits;

    private TekkenReader(JsonNode root, LoadLimits limits) {
        this.root = root;
        this.limits = limits;
        config = root.get("config");
    }

    /** Fields of a tokenizer.json, and the two that only a tekken.json has. */
    private static final Set<String> TELLING =
            Set.of("model", "added_tokens", "normalizer", "pre_tokenizer", "config", "vocab");

    /** Whether an object has the fields of a tekken.json and not those of a tokenizer.json. */
    public static boolean recognizes(byte[] bytes) {
        String field = JsonTree.firstField(bytes, TELLING);
        return field.equals("config") || field.equals("vocab");
    }

    /**
     * Opens a tekken.json.
     *
     * @param name the file's name, for messages
     * @throws TokenizerException if the file is no JSON or over a limit
     */
    public static TekkenReader open(byte[] bytes, String name, LoadLimits limits) {
        return new TekkenReader(JsonTree.read(bytes, name, limits), limits);
    }

    /** The version of the format, for example {@code "v3"}. */
    public String version() {
        return config.get("version").string();
    }

    /**
     * The tokenizer.
     *
     * @throws TokenizerException if the file is broken or over a limit
     */
    public TokenizerFile read() {
        Map<String, Integer> special = specialTokens();
        List<JsonNode> vocabulary = root.get("vocab").elements();
        int size = vocabulary.size() + special.size();
        JsonNode wanted = config.find("default_vocab_size");
        if (!wanted.isNull()) {
            if (wanted.size() > size || wanted.size() < special.size()) {
                throw wanted.error(
                        String.format(
                                "is %,d. Expected %,d (the special tokens) to %,d (all tokens).",
                                wanted.size(), special.size(), size));
            }
            size = wanted.size();
        }
        RankModel model = new RankModel(root.file(), "vocab", limits);
        for (int rank = 0; rank + special.size() < size; rank++) {
            JsonNode entry = vocabulary.get(rank);
            if (entry.get("rank").u32() != rank) {
                throw entry.get("rank")
                        .error("is " + entry.get("rank").value() + ". Expected " + rank + ".");
            }
            model.add(token(entry.get("token_bytes")), rank + special.size(), entry.path());
        }
        // As the converter of transformers: nothing is put around a text.
        ByteLevel postProcessor = new ByteLevel(true, false, true);
        return model.build(config.get("pattern").string(), special, postProcessor);
    }

    private static byte[] token(JsonNode base64) {
        try {
            return Base64.getDecoder().decode(base64.string());
        } catch (IllegalArgumentException e) {
            throw base64.error("is no Base64.");
        }
    }

    private Map<String, Integer> specialTokens() {
        List<String> named = root.find("special_tokens").isNull() ? oldOnes() : listedOnes();
        JsonNode number = config.find("default_num_special_tokens");
        int count = number.isNull() ? named.size() : number.size();
        if (count < named.size()) {
            throw number.error("is " + count + ", but there are " + named.size() + " of them.");
        }
        if (count > limits.maxAddedTokens()) {
            throw number.error(
                    String.format(
                            "is %,d, more than %,d (LoadLimits.maxAddedTokens).",
                            count, limits.maxAddedTokens()));
        }
        Map<String, Integer> special = new LinkedHashMap<>();
        for (int id = 0; id < count; id++) {
            String content = id < named.size() ? named.get(id) : "<SPECIAL_" + id + ">";
            if (content.isEmpty() || special.put(content, id) != null) {
                throw root.error(
                        "has the special token \"" + content + "\" twice, or it is empty.");
            }
        }
        return special;
    }

    private List<String> oldOnes() {
        if (!OLD_VERSIONS.contains(version())) {
            throw new TokenizerException(
                    root.file()
                            + ": there is no field \"special_tokens\". It is required in a"
                            + " tekken.json of version "
                            + version()
                            + ".");
        }
        return OLD_SPECIAL_TOKENS;
    }

    private List<String> listedOnes() {
        List<JsonNode> entries = root.get("special_tokens").elements();
        List<String> contents = new ArrayList<>(java.util.Collections.nCopies(entries.size(), ""));
        for (JsonNode entry : entries) {
            JsonNode rank = entry.get("rank");
            int place = rank.size();
            if (place >= contents.size() || !contents.get(place).isEmpty()) {
                throw rank.error(
                        "is "
                                + rank.value()
                                + ". Expected each number below "
                                + contents.size()
                                + " once.");
            }
            contents.set(place, entry.get("token_str").string());
        }
        return contents;
    }
}
