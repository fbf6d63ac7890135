package dev.jeton.tokenize.internal.pretrained;

import dev.jeton.tokenize.AddedToken;
import dev.jeton.tokenize.internal.json.JsonNode;
import dev.jeton.tokenize.internal.json.JsonText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code tokenizer_config.json}, {@code special_tokens_map.json} and {@code added_tokens.json} with
 * the precedence of transformers 5: if the first has {@code added_tokens_decoder}, the other two
 * are not looked at; else the map replaces its values, and the tokens with ids are those of
 * added_tokens.json and then of the tokenizer.json. Values of the configuration are kept as JSON
 * until a class asks for them.
 */
public final class TokenizerConfiguration {
    /** The roles of special tokens, in the order in which they are added. */
    static final List<String> ROLES =
            List.of(
                    "bos_token",
                    "eos_token",
                    "unk_token",
                    "sep_token",
                    "pad_token",
                    "cls_token",
                    "mask_token");

    private static final String EXTRA = "extra_special_tokens";
    private static final int MOST = 1_000_000;

    private static final String ADDITIONAL = "additional_special_tokens";
    private static final String DECODER = "added_tokens_decoder";

    private final JsonNode root;

    /** A JsonNode, or a TokenValue or a list of them from the map. */
    private final Map<String, Object> values = new LinkedHashMap<>();

    private final Map<String, TokenValue> ofModel = new LinkedHashMap<>();
    private final TreeMap<Long, AddedToken> added = new TreeMap<>();
    private final Map<String, AddedToken> byContent = new HashMap<>();

    /** The files of a folder; null where one is missing. */
    public record Files(
            @Nullable JsonNode config,
            @Nullable JsonNode specialTokensMap,
            @Nullable JsonNode addedTokens,
            List<Map.Entry<Long, AddedToken>> ofTokenizerJson,
            boolean hasTokenizerJson) {}

    /**
     * Reads the files.
     *
     * @throws dev.jeton.tokenize.TokenizerException if one has a value that transformers refuses
     */
    public TokenizerConfiguration(Files files) {
        JsonNode empty = new JsonNode("tokenizer_config.json", "", Map.of());
        root = files.config() == null ? empty : files.config();
        for (String name : root.names()) {
            values.put(name, root.get(name));
        }
        values.remove("tokenizer_class");
        if (files.hasTokenizerJson()) {
            values.remove("add_bos_token");
            values.remove("add_eos_token");
        }
        Object additional = values.remove(ADDITIONAL);
        if (additional != null) {
            values.putIfAbsent(EXTRA, additional);
        }
        takeTokensOfModel();
        if (values.containsKey(DECODER)) {
            readDecoder((JsonNode) values.get(DECODER));
        } else {
            readOlderFiles(files);
        }
    }

    /** The class that the configuration names, without {@code Fast} at its end; may be empty. */
    public static String className(@Nullable JsonNode config) {
        JsonNode name = config == null ? null : config.find("tokenizer_class");
        if (name == null || !(name.value() instanceof String text)) {
            return "";
        }
        return text.endsWith("Fast") && !text.equals("PreTrainedTokenizerFast")
                ? text.substring(0, text.length() - 4)
                : text;
    }

    private void takeTokensOfModel() {
        for (String name : List.copyOf(values.keySet())) {
            if (values.get(name) instanceof JsonNode node
                    && node.value() instanceof String content
                    && name.endsWith("_token")
                    && !ROLES.contains(name)) {
                ofModel.put(name, TokenValue.name(content));
                values.remove(name);
            }
        }
        takeExtraObject();
    }

    /** Extra tokens with names of their own are tokens of the model. */
    private void takeExtraObject() {
        if (values.get(EXTRA) instanceof JsonNode extra && extra.isObject()) {
            for (String name : extra.names()) {
                ofModel.put(name, require(extra.get(name)));
            }
            values.remove(EXTRA);
        }
    }

    private void readDecoder(JsonNode decoder) {
        for (String id : decoder.names()) {
            JsonNode token = decoder.get(id);
            if (!id.strip().matches("-?[0-9]{1,18}")) {
                throw token.error("stands under a name that is no id.");
            }
            add(Long.parseLong(id.strip()), token(token, null));
        }
    }

    private void add(long id, AddedToken token) {
        added.put(id, token);
        byContent.put(token.content(), token);
    }

    private void readOlderFiles(Files files) {
        JsonNode map = files.specialTokensMap();
        if (map != null) {
            map.names().forEach(name -> readMapped(name, map.get(name)));
            takeExtraObject();
        }
        JsonNode older = files.addedTokens();
        if (older != null) {
            Set<String> special = specialContents();
            for (String content : older.names()) {
                boolean isSpecial = special.contains(content);
                AddedToken token = isSpecial ? AddedToken.special(content) : AddedToken.of(content);
                add(Integer.toUnsignedLong(older.get(content).u32()), token);
            }
        }
        files.ofTokenizerJson().forEach(entry -> add(entry.getKey(), entry.getValue()));
    }

    private void readMapped(String name, JsonNode node) {
        if (node.isObject() && !name.equals(EXTRA)) {
            values.put(name, TokenValue.of(token(node, true)));
        } else if (node.isList() && name.equals(EXTRA)) {
            List<TokenValue> all = new ArrayList<>();
            if (values.get(EXTRA) instanceof JsonNode before && before.isList()) {
                before.elements().forEach(element -> all.add(require(element)));
            }
            for (JsonNode element : node.elements()) {
                TokenValue value =
                        element.isObject()
                                ? TokenValue.of(token(element, true))
                                : TokenValue.name(element.string());
                if (!all.contains(value)) {
                    all.add(value);
                }
            }
            values.put(name, all);
        } else {
            values.put(name, node);
        }
    }

    /** The names of the special tokens, as far as they are no objects of the configuration. */
    private Set<String> specialContents() {
        Set<String> contents = new HashSet<>();
        for (String role : ROLES) {
            Object value = values.get(role);
            if (value instanceof TokenValue token) {
                contents.add(token.content());
            } else if (value instanceof JsonNode node && node.value() instanceof String content) {
                contents.add(content);
            }
        }
        for (Object value : listOf(values.get(EXTRA))) {
            if (value instanceof TokenValue token) {
                contents.add(token.content());
            } else if (value instanceof JsonNode node && node.value() instanceof String content) {
                contents.add(content);
            }
        }
        return contents;
    }

    private static List<?> listOf(@Nullable Object value) {
        if (value instanceof JsonNode node) {
            return node.isList() ? node.elements() : List.of();
        }
        return value instanceof List<?> list ? list : List.of();
    }

    /**
     * A token with flags.
     *
     * @param special whether it is special, whatever the file says; null: as the file says
     */
    private static AddedToken token(JsonNode node, @Nullable Boolean special) {
        boolean isSpecial = special == null ? node.flag("special", false) : special;
        return new AddedToken(
                node.get("content").string(),
                node.flag("single_word", false),
                node.flag("lstrip", false),
                node.flag("rstrip", false),
                node.flag("normalized", !isSpecial),
                isSpecial);
    }

    private static TokenValue require(JsonNode node) {
        TokenValue value = value(node);
        if (value == null) {
            throw node.error("is null. Expected a token.");
        }
        return value;
    }

    private static @Nullable TokenValue value(JsonNode node) {
        if (node.isNull()) {
            return null;
        }
        if (node.isObject() && "AddedToken".equals(node.find("__type").value())) {
            return TokenValue.of(token(node, null));
        }
        if (node.value() instanceof String content) {
            return TokenValue.name(content);
        }
        throw node.error(
                "is "
                        + JsonText.shorten(node.value())
                        + ". Expected a string, or an object with \"__type\": \"AddedToken\".");
    }

    private static @Nullable TokenValue valueOf(Object value) {
        return value instanceof JsonNode node ? value(node) : (TokenValue) value;
    }

    /** The roles that the files name, be it with null. */
    Set<String> givenRoles() {
        Set<String> given = new HashSet<>(values.keySet());
        given.retainAll(ROLES);
        return given;
    }

    /** The added and special tokens. */
    public SpecialTokens specialTokens() {
        Map<String, TokenValue> named = new LinkedHashMap<>();
        for (String role : ROLES) {
            TokenValue value = values.containsKey(role) ? valueOf(role(role)) : null;
            if (value != null) {
                AddedToken known = byContent.get(value.content());
                named.put(role, known == null ? value : TokenValue.of(known));
            }
        }
        values.forEach(
                (name, value) -> {
                    boolean token = name.endsWith("_token") && !ROLES.contains(name);
                    if (token && isToken(value)) {
                        named.put(name, java.util.Objects.requireNonNull(valueOf(value)));
                    }
                });
        named.putAll(ofModel);
        List<TokenValue> extra = new ArrayList<>();
        Object list = values.containsKey(EXTRA) ? values.get(EXTRA) : values.get(ADDITIONAL);
        if (list instanceof JsonNode node && !node.isNull() && !node.isList()) {
            throw node.error("is " + JsonText.shorten(node.value()) + ". Expected a list.");
        }
        for (Object element : listOf(list)) {
            extra.add(element instanceof JsonNode n ? require(n) : (TokenValue) element);
        }
        return new SpecialTokens(added, named, extra);
    }

    private Object role(String role) {
        return java.util.Objects.requireNonNull(values.get(role));
    }

    /** Other values whose names end like those of tokens, {@code add_bos_token}, are none. */
    private static boolean isToken(Object value) {
        if (value instanceof JsonNode node) {
            return node.value() instanceof String
                    || (node.isObject() && "AddedToken".equals(node.find("__type").value()));
        }
        return value instanceof TokenValue;
    }

    /** A flag of the configuration; empty where it is missing or null. */
    public Optional<Boolean> flag(String name) {
        Object value = values.get(name);
        return value instanceof JsonNode node && node.value() instanceof Boolean flag
                ? Optional.of(flag)
                : Optional.empty();
    }

    /** A text of the configuration; empty where it is missing, null or something else. */
    public Optional<String> text(String name) {
        Object value = values.get(name);
        return value instanceof JsonNode node && node.value() instanceof String text
                ? Optional.of(text)
                : Optional.empty();
    }

    /** A number of the configuration from 0 to 1,000,000, or the other one if it is missing. */
    int number(String name, int otherwise) {
        Object value = values.get(name);
        if (!(value instanceof JsonNode node) || node.isNull()) {
            return otherwise;
        }
        int number = node.size();
        if (number > MOST) {
            throw node.error("is " + number + ". Expected at most " + MOST + ".");
        }
        return number;
    }

    /** Whether the configuration lists special tokens without a role. */
    boolean hasExtra() {
        return values.containsKey(EXTRA);
    }

    /** Whether the configuration has this field. */
    public boolean has(String name) {
        return values.containsKey(name);
    }
}
