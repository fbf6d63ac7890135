package dev.jeton.bpe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jeton.tokenize.Tekken;
import dev.jeton.tokenize.Tekken.SpecialTokens;
import dev.jeton.tokenize.TokenizerException;
import dev.jeton.tokenize.Tokenizers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is said of broken tekken.json files; equality with mistral-common is shown by golden rows.
 */
class TekkenTest {
    @TempDir Path folder;

    private static String json(String config, String special) {
        StringBuilder json =
                new StringBuilder("{\"config\":{").append(config).append("},\"vocab\":[");
        for (int b = 0; b < 256; b++) {
            String base64 = Base64.getEncoder().encodeToString(new byte[] {(byte) b});
            json.append(b == 0 ? "" : ",")
                    .append("{\"rank\":" + b + ",\"token_bytes\":\"" + base64 + "\"}");
        }
        return json.append("]").append(special).append("}").toString();
    }

    private static final String V3 =
            "\"pattern\":\"\\\\S+|\\\\s+\",\"version\":\"v3\",\"default_num_special_tokens\":30";

    private static String message(String json) {
        TokenizerException e =
                assertThrows(
                        TokenizerException.class,
                        () -> Tokenizers.loader().load(json.getBytes(UTF_8), "tekken.json"));
        return String.valueOf(e.getMessage());
    }

    @Test
    void theFolderAndTheCallsOfMistral() throws IOException {
        Files.writeString(folder.resolve("tekken.json"), json(V3, ""));
        assertEquals(286, Tokenizers.load(folder).vocabularySize(true));
        Tekken tekken = Tekken.load(folder.resolve("tekken.json"));
        int[] ids = tekken.encode("a</s>", true, true);
        assertEquals(
                List.of(1, 127, 90, 77, 145, 92, 2), java.util.Arrays.stream(ids).boxed().toList());
        assertEquals("a</s>", tekken.decode(ids, SpecialTokens.IGNORE));
        assertEquals("<s>a</s></s>", tekken.decode(ids, SpecialTokens.KEEP));
        assertEquals("<SPECIAL_29>", tekken.decode(new int[] {29}, SpecialTokens.KEEP));
        assertEquals(
                "The id 1 is that of a special token. Leave them out or keep their names:"
                        + " Tekken.SpecialTokens.IGNORE or KEEP.",
                assertThrows(
                                TokenizerException.class,
                                () -> tekken.decode(ids, SpecialTokens.REFUSE))
                        .getMessage());
    }

    @Test
    void brokenFilesAreRefusedWithThePlace() {
        assertEquals(
                "tekken.json: there is no field \"special_tokens\". It is required in a tekken.json of"
                        + " version v11.",
                message(json(V3.replace("v3", "v11"), "")));
        assertEquals(
                "tekken.json: config.default_vocab_size is 300. Expected 30 (the special tokens) to"
                        + " 286 (all tokens).",
                message(json(V3 + ",\"default_vocab_size\":300", "")));
        assertEquals(
                "tekken.json: special_tokens[0].rank is 1. Expected each number below 1 once.",
                message(json(V3, ",\"special_tokens\":[{\"rank\":1,\"token_str\":\"<s>\"}]")));
        assertEquals(
                "tekken.json: vocab[3].rank is 4. Expected 3.",
                message(json(V3, "").replace("\"rank\":3,", "\"rank\":4,")));
        assertEquals(
                "tekken.json: the pattern is not usable: the pattern \"(\": end pattern with unmatched"
                        + " parenthesis at character 1",
                message(json(V3.replace("\\\\S+|\\\\s+", "("), "")));
    }
}
