package dev.jeton.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jeton.tokenize.TokenizerException;
import dev.jeton.tokenize.Tokenizers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** docs/tokenizers.md shows each part that the loader knows with an example that loads. */
class TokenizersPageTest {
    private static final Path PAGE = Path.of("../docs/tokenizers.md");
    private static final Pattern EXAMPLE = Pattern.compile("`(\\{\"type\":\"(\\w+)\".*?})`");
    private static final Pattern KNOWN = Pattern.compile("Known (?:values|types): ([\\w, ]+)");
    private static final String WORDS =
            "{\"type\":\"WordLevel\",\"vocab\":{\"a\":0},\"unk_token\":\"a\"}";

    @ParameterizedTest
    @CsvSource({
        "Normalizers, normalizer",
        "Pre-tokenizers, pre_tokenizer",
        "Models, model",
        "Post-processors, post_processor",
        "Decoders, decoder"
    })
    void everyPartHasAnExampleThatLoads(String heading, String field) throws IOException {
        List<String> shown = new ArrayList<>();
        Matcher example = EXAMPLE.matcher(section(heading));
        while (example.find()) {
            load(field, example.group(1));
            shown.add(example.group(2));
        }
        TokenizerException wrong =
                assertThrows(
                        TokenizerException.class, () -> parse(field, "{\"type\":\"NoSuchPart\"}"));
        Matcher known = KNOWN.matcher(String.valueOf(wrong.getMessage()));
        assertTrue(known.find(), wrong.getMessage());
        List<String> types = List.of(known.group(1).split(", ", -1));
        assertEquals(new TreeSet<>(types), new TreeSet<>(shown));
    }

    private static String section(String heading) throws IOException {
        String page = Files.readString(PAGE);
        int from = page.indexOf("\n### " + heading + "\n");
        assertTrue(from >= 0, heading);
        int to = page.indexOf("\n### ", from + 1);
        return page.substring(from, to < 0 ? page.length() : to);
    }

    /** The one example whose value is left out is known by its type and its option. */
    private static void load(String field, String json) {
        if (json.contains("\"...\"")) {
            TokenizerException e = assertThrows(TokenizerException.class, () -> parse(field, json));
            assertTrue(
                    String.valueOf(e.getMessage()).contains("precompiled_charsmap is not Base64"),
                    e.getMessage());
        } else {
            parse(field, json);
        }
    }

    private static void parse(String field, String part) {
        Map<String, String> parts = new java.util.LinkedHashMap<>();
        parts.put("version", "\"1.0\"");
        for (String name : List.of("truncation", "padding", "normalizer", "pre_tokenizer")) {
            parts.put(name, "null");
        }
        parts.put("added_tokens", "[]");
        parts.put("post_processor", "null");
        parts.put("decoder", "null");
        parts.put("model", WORDS);
        parts.put(field, part);
        StringBuilder json = new StringBuilder("{");
        parts.forEach(
                (name, value) ->
                        json.append(json.length() == 1 ? "\"" : ",\"")
                                .append(name)
                                .append("\":")
                                .append(value));
        byte[] file = json.append('}').toString().getBytes(StandardCharsets.UTF_8);
        Tokenizers.loader().load(file, "tokenizer.json");
    }
}
