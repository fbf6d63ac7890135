package dev.jeton.tokenize;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Small tokenizer.json files for tests, field by field. */
final class TokenizerJson {
    private final Map<String, String> fields = new LinkedHashMap<>();

    TokenizerJson() {
        fields.put("version", "\"1.0\"");
        fields.put("truncation", "null");
        fields.put("padding", "null");
        fields.put("added_tokens", "[]");
        fields.put("normalizer", "null");
        fields.put("pre_tokenizer", "{\"type\":\"WhitespaceSplit\"}");
        fields.put("post_processor", "null");
        fields.put("decoder", "null");
        fields.put(
                "model",
                "{\"type\":\"WordLevel\",\"vocab\":{\"<unk>\":0,\"hello\":1,\"world\":2,\"a\":3,"
                        + "\"b\":4},\"unk_token\":\"<unk>\"}");
    }

    TokenizerJson with(String field, String json) {
        fields.put(field, json.replace('\'', '"'));
        return this;
    }

    TokenizerJson without(String field) {
        fields.remove(field);
        return this;
    }

    /** An added token; flags: {@code w} single word, {@code l}, {@code r}, {@code n}, {@code s}. */
    static String token(String content, String flags) {
        return "{\"id\":9,\"content\":\""
                + content
                + "\",\"single_word\":"
                + flags.contains("w")
                + ",\"lstrip\":"
                + flags.contains("l")
                + ",\"rstrip\":"
                + flags.contains("r")
                + ",\"normalized\":"
                + flags.contains("n")
                + ",\"special\":"
                + flags.contains("s")
                + "}";
    }

    TokenizerJson added(String... tokens) {
        return with("added_tokens", "[" + String.join(",", tokens) + "]");
    }

    String text() {
        StringBuilder json = new StringBuilder("{");
        fields.forEach(
                (name, value) -> {
                    json.append(json.length() > 1 ? "," : "");
                    json.append('"').append(name).append("\":").append(value);
                });
        return json.append('}').toString();
    }

    Tokenizer load() {
        return load(text());
    }

    static Tokenizer load(String json) {
        return loader().load(json.getBytes(StandardCharsets.UTF_8), "tokenizer.json");
    }

    static TokenizerLoader loader() {
        return Tokenizers.loader().models(List.of(new WordListFactory()));
    }

    /** The word list under another name, to load the files of Unigram models. */
    static final class UnigramFactory implements dev.jeton.tokenize.model.ModelFactory {
        @Override
        public String type() {
            return "Unigram";
        }

        @Override
        public dev.jeton.tokenize.model.Model create(dev.jeton.tokenize.model.ModelSpec spec) {
            return new WordListFactory().create(spec);
        }
    }
}
