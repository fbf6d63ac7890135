package dev.jeton.tokenize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user reads who loads a wrong or hostile file. */
class LoaderMessagesTest {
    private static String message(String json) {
        return String.valueOf(
                assertThrows(TokenizerException.class, () -> TokenizerJson.load(json))
                        .getMessage());
    }

    private static String message(TokenizerJson json) {
        return message(json.text());
    }

    @Test
    void missingFileIsNamed(@TempDir Path folder) {
        Path path = folder.resolve("none.json");
        assertEquals(
                path
                        + ": no such file. Expected a tokenizer.json, a GGUF file, a .model, or a"
                        + " folder with one of them.",
                assertThrows(TokenizerException.class, () -> Tokenizers.load(path)).getMessage());
        assertEquals(
                folder
                        + " has no tokenizer. Expected a tokenizer.json, a tekken.json, a vocab.txt,"
                        + " a vocab.json with merges.txt, or one .gguf, .tiktoken or .model file.",
                assertThrows(TokenizerException.class, () -> Tokenizers.load(folder)).getMessage());
    }

    @Test
    void wrongTypeIsNamedWithTheNearestKnownOne() {
        assertEquals(
                "tokenizer.json: normalizer.type is \"Lowercas\". Known values: BertNormalizer,"
                        + " Strip, StripAccents, NFC, NFD, NFKC, NFKD, Sequence, Lowercase, Nmt,"
                        + " Precompiled, Replace, Prepend, ByteLevel. Did you mean \"Lowercase\"?",
                message(new TokenizerJson().with("normalizer", "{'type':'Lowercas'}")));
        assertEquals(
                "tokenizer.json: model.type is \"Wordpeice\". Known values: BPE, WordPiece,"
                        + " WordLevel, Unigram. Did you mean \"WordPiece\"?",
                message(new TokenizerJson().with("model", "{'type':'Wordpeice','vocab':{}}")));
    }

    @Test
    void modelWithoutModuleIsNamed() {
        String json =
                new TokenizerJson().with("model", "{'type':'BPE','vocab':{},'merges':[]}").text();
        UnsupportedPartException e =
                assertThrows(
                        UnsupportedPartException.class,
                        () ->
                                Tokenizers.loader()
                                        .load(
                                                json.getBytes(StandardCharsets.UTF_8),
                                                "tokenizer.json"));
        assertEquals(
                "tokenizer.json needs the model type BPE, but no model is on the class path or"
                        + " module path. Add the module jeton-bpe.",
                e.getMessage());
    }

    @Test
    void fieldsAreNamedByTheirPath() {
        assertEquals(
                "tokenizer.json: unknown field \"modell\". Known fields: version, truncation,"
                        + " padding, added_tokens, normalizer, pre_tokenizer, post_processor,"
                        + " decoder, model. Did you mean \"model\"?",
                message(new TokenizerJson().with("modell", "1")));
        assertEquals(
                "tokenizer.json: there is no field \"model\". It is required.",
                message(new TokenizerJson().without("model")));
        assertEquals(
                "tokenizer.json: version is \"2.0\". Expected \"1.0\".",
                message(new TokenizerJson().with("version", "'2.0'")));
        assertEquals(
                "tokenizer.json: pre_tokenizer.pretokenizers[1] has no field \"individual_digits\"."
                        + " It is required here.",
                message(
                        new TokenizerJson()
                                .with(
                                        "pre_tokenizer",
                                        "{'type':'Sequence','pretokenizers':[{'type':"
                                                + "'Whitespace'},{'type':'Digits'}]}")));
        assertEquals(
                "tokenizer.json: model.vocab[\"a\"] must be an integer from 0 to 4294967295,"
                        + " written without a fraction.",
                message(
                        new TokenizerJson()
                                .with(
                                        "model",
                                        "{'type':'WordLevel','vocab':{'a':1.0},'unk_token':'a'}")));
        assertEquals(
                "tokenizer.json: added_tokens[0].special is 1. Expected true or false.",
                message(
                        new TokenizerJson()
                                .added(
                                        TokenizerJson.token("x", "")
                                                .replace("\"special\":false", "\"special\":1"))));
    }

    @Test
    void limitsAreNamed() {
        TokenizerLoader tight =
                TokenizerJson.loader()
                        .limits(
                                LoadLimits.defaults()
                                        .withMaxVocabulary(2)
                                        .withMaxAddedTokens(1)
                                        .withMaxStages(1));
        assertEquals(
                "tokenizer.json: model.vocab has more than 2 entries (LoadLimits.maxVocabulary).",
                message(tight, new TokenizerJson()));
        assertEquals(
                "tokenizer.json: added_tokens has 2 elements, more than 1"
                        + " (LoadLimits.maxAddedTokens).",
                message(
                        tight,
                        new TokenizerJson()
                                .added(
                                        TokenizerJson.token("x", ""),
                                        TokenizerJson.token("y", ""))));
        assertEquals(
                "tokenizer.json: normalizer.normalizers has 2 stages, more than 1"
                        + " (LoadLimits.maxStages).",
                message(
                        tight,
                        new TokenizerJson()
                                .with(
                                        "normalizer",
                                        "{'type':'Sequence','normalizers':[{'type':'NFC'},"
                                                + "{'type':'NFC'}]}")));
        TokenizerLoader small =
                TokenizerJson.loader().limits(LoadLimits.defaults().withMaxBytes(10));
        int bytes = new TokenizerJson().text().length();
        assertEquals(
                "tokenizer.json has " + bytes + " bytes, more than 10 (LoadLimits.maxBytes).",
                message(small, new TokenizerJson()));
    }

    private static String message(TokenizerLoader loader, TokenizerJson json) {
        byte[] bytes = json.text().getBytes(StandardCharsets.UTF_8);
        TokenizerException e =
                assertThrows(TokenizerException.class, () -> loader.load(bytes, "tokenizer.json"));
        return String.valueOf(e.getMessage());
    }

    @Test
    void hostileJsonIsRefusedWithoutAStackOverflow() {
        for (String json :
                List.of(
                        "",
                        "{",
                        "[".repeat(1_000_000),
                        "{\"normalizer\":".repeat(1_000_000),
                        "{\"model\":{\"x\":" + "[".repeat(500_000),
                        "\uFEFF{}",
                        "{} {}",
                        "null",
                        "{\"model\":{\"vocab\":{\"a\"")) {
            assertTrue(message(json).startsWith("tokenizer.json"));
        }
        assertEquals(
                "tokenizer.json: the JSON is nested deeper than 127 levels (LoadLimits.maxJsonDepth),"
                        + " or has a number too long.",
                message("{\"normalizer\":" + "[".repeat(200)));
        assertEquals(
                "tokenizer.json: line 1 has a string with half of a surrogate pair, which is no"
                        + " character.",
                message("{\"version\":\"\\ud800\"}"));
    }
}
