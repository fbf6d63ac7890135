package dev.jeton.tokenize;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@link TokenizerLoader#strict} refuses, and that the same files load without it. */
class StrictTest {
    private static final String TEMPLATE =
            "{'type':'TemplateProcessing','single':[%s],'pair':[%s],'special_tokens':{'<unk>':"
                    + "{'id':'<unk>','ids':[%s],'tokens':['<unk>']}}}";
    private static final String A = "{'Sequence':{'id':'A','type_id':0}}";
    private static final String B = "{'Sequence':{'id':'B','type_id':1}}";

    private static void refuses(String expected, TokenizerJson json) {
        json.load();
        byte[] file = json.text().getBytes(UTF_8);
        TokenizerLoader strict =
                Tokenizers.loader().models(List.of(new WordListFactory())).strict(true);
        TokenizerException e =
                assertThrows(TokenizerException.class, () -> strict.load(file, "t.json"));
        String message = String.valueOf(e.getMessage());
        assertTrue(message.startsWith("t.json: " + expected), message);
        assertTrue(message.endsWith("refused by TokenizerLoader.strict.)"), message);
    }

    private static void takes(TokenizerJson json) {
        Tokenizers.loader()
                .models(List.of(new WordListFactory()))
                .strict(true)
                .load(json.text().getBytes(UTF_8), "t.json");
    }

    private static TokenizerJson model(String vocabulary, String unknown) {
        return new TokenizerJson()
                .with(
                        "model",
                        "{'type':'WordLevel','vocab':{"
                                + vocabulary
                                + "},'unk_token':'"
                                + unknown
                                + "'}");
    }

    private static String truncation(int length, int stride) {
        return "{'direction':'Right','max_length':"
                + length
                + ",'strategy':'LongestFirst','stride':"
                + stride
                + "}";
    }

    private static String padding(String token, int id) {
        return "{'strategy':'BatchLongest','direction':'Right','pad_to_multiple_of':null,'pad_id':"
                + id
                + ",'pad_type_id':0,'pad_token':'"
                + token
                + "'}";
    }

    @Test
    void filesThatAreFineAreTaken() {
        takes(new TokenizerJson());
        takes(new TokenizerJson().with("padding", padding("<unk>", 0)));
        takes(new TokenizerJson().with("truncation", truncation(4, 3)));
        takes(
                new TokenizerJson()
                        .with("post_processor", String.format(TEMPLATE, A, A + "," + B, "0")));
    }

    @Test
    void namesThatStandTwice() {
        refuses(
                "model.vocab.a is there twice; only the last one counts.",
                model("'<unk>':0,'a':1,'a':2", "<unk>"));
    }

    @Test
    void tokensWithOneId() {
        refuses(
                "model.vocab gives \"a\" and \"b\" the id 1; which one it is shown as is left to"
                        + " chance. Give each an id of its own.",
                model("'<unk>':0,'a':1,'b':1", "<unk>"));
    }

    @Test
    void unknownTokensThatAreNone() {
        refuses("model.unk_token is \"?\", which is not in model.vocab", model("'a':0", "?"));
    }

    @Test
    void idsOfAddedTokens() {
        refuses(
                "added_tokens[0] says that \"<x>\" has the id 9, but it gets 5",
                new TokenizerJson().added(TokenizerJson.token("<x>", "s")));
    }

    @Test
    void addedTokensWithoutText() {
        refuses(
                "added_tokens[0] has no text and is dropped. Remove it.",
                new TokenizerJson().added(TokenizerJson.token("", "s")));
    }

    @Test
    void templatesThatLoseATextOrFail() {
        TokenizerJson json = new TokenizerJson();
        refuses(
                "post_processor.single has no place for the text ($A)",
                json.with("post_processor", String.format(TEMPLATE, "", A + "," + B, "0")));
        refuses(
                "post_processor.pair has no place for the second text ($B)",
                json.with("post_processor", String.format(TEMPLATE, A, A, "0")));
        refuses(
                "post_processor.special_tokens.<unk> gives \"<unk>\" the id 3, but the token has 0",
                json.with("post_processor", String.format(TEMPLATE, A, A + "," + B, "3")));
        refuses(
                "post_processor.special_tokens.<unk> has 2 ids and 1 tokens",
                json.with("post_processor", String.format(TEMPLATE, A, A + "," + B, "0,1")));
    }

    @Test
    void paddingAndTruncationThatCannotWork() {
        refuses(
                "padding.pad_token is \"[PAD]\", which is no token. Add it.",
                new TokenizerJson().with("padding", padding("[PAD]", 0)));
        refuses(
                "padding.pad_token gives \"a\" the id 0, but the token has 3. Write that one.",
                new TokenizerJson().with("padding", padding("a", 0)));
        refuses(
                "truncation.stride is 4, but a part has room for 4 tokens only",
                new TokenizerJson().with("truncation", truncation(4, 4)));
    }

    @Test
    void theNumberOfPlacesIsTold() {
        TokenizerException e =
                assertThrows(
                        TokenizerException.class,
                        () ->
                                takes(
                                        new TokenizerJson()
                                                .with("padding", padding("[PAD]", 0))
                                                .with("truncation", truncation(4, 4))));
        assertTrue(String.valueOf(e.getMessage()).contains("There are 1 more such places."));
    }

    /** A truncation of a file that cannot be applied is a fault of the file, not of the call. */
    @Test
    void theTruncationOfAFileIsNamed() {
        Tokenizer tokenizer =
                new TokenizerJson()
                        .with(
                                "truncation",
                                "{'direction':'Right','max_length':1,'strategy':'OnlySecond',"
                                        + "'stride':0}")
                        .load();
        TokenizerException e =
                assertThrows(TokenizerException.class, () -> tokenizer.encode("hello world"));
        assertEquals(
                "The truncation of this tokenizer's file does not suit the text. Truncation: the"
                        + " strategy ONLY_SECOND has to cut a single text. Give a pair, or another"
                        + " strategy. EncodeOptions or Tokenizer.withTruncation replace it.",
                e.getMessage());
    }
}
