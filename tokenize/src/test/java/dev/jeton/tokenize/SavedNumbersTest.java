package dev.jeton.tokenize;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/**
 * Numbers that the reference's JSON reader takes for a neighbour, as tokenizers 0.22.2 saves them.
 */
class SavedNumbersTest {
    @Test
    void scoresAreReadAndWrittenAsInTheReference() {
        TokenizerLoader loader = Tokenizers.loader();
        String file =
                "{\"model\":{\"type\":\"Unigram\",\"unk_id\":0,\"vocab\":[[\"u\",-7.2147313217222795],"
                        + "[\"a\",-1],[\"b\",1e-7],[\"c\",0.0]]}}";
        TokenizerJson.UnigramFactory model = new TokenizerJson.UnigramFactory();
        String saved =
                loader.models(java.util.List.of(model))
                        .load(file.getBytes(java.nio.charset.StandardCharsets.UTF_8), "t.json")
                        .toJson();
        assertEquals(
                "[[\"u\",-7.21473132172228],[\"a\",-1.0],[\"b\",1e-7],[\"c\",0.0]]",
                saved.substring(saved.indexOf("[[\"u\""), saved.indexOf(",\"byte_fallback\"")));
    }
}
