package dev.jeton.tokenize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jeton.tokenize.model.IdBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerTest {
    private static final String TEMPLATE =
            "{'type':'TemplateProcessing','single':[{'SpecialToken':{'id':'<s>','type_id':0}},"
                    + "{'Sequence':{'id':'A','type_id':0}}],'pair':[{'Sequence':{'id':'A',"
                    + "'type_id':0}},{'Sequence':{'id':'B','type_id':1}}],'special_tokens':{'<s>':"
                    + "{'id':'<s>','ids':[5],'tokens':['<s>']}}}";

    private static Tokenizer withSpecial() {
        return new TokenizerJson()
                .added(TokenizerJson.token("<s>", "s"))
                .with("post_processor", TEMPLATE)
                .load();
    }

    /** The example of the README, with a file in memory. */
    @Test
    void readmeExampleWorks(@TempDir Path folder) throws Exception {
        Path path = folder.resolve("tokenizer.json");
        Files.writeString(path, new TokenizerJson().text());

        Tokenizer tokenizer = TokenizerJson.loader().load(path);
        int[] ids = tokenizer.encodeIds("hello world");
        String text = tokenizer.decode(ids);

        assertArrayEquals(new int[] {1, 2}, ids);
        assertEquals("hello world", text);
        assertEquals(2, tokenizer.count("hello world"));
        Encoding encoding = tokenizer.encode("hello world");
        assertEquals(List.of("hello", "world"), encoding.tokens());
        assertArrayEquals(new int[] {0, 5, 6, 11}, encoding.offsets());
    }

    @Test
    void folderWithATokenizerIsLoaded(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("tokenizer.json"), new TokenizerJson().text());
        assertEquals(5, TokenizerJson.loader().load(folder).vocabularySize(true));
    }

    @Test
    void templateAddsItsTokenToIdsCountAndEncoding() {
        Tokenizer tokenizer = withSpecial();
        assertArrayEquals(new int[] {5, 1}, tokenizer.encodeIds("hello"));
        assertEquals(2, tokenizer.count("hello"));
        Encoding encoding = tokenizer.encode("hello");
        assertArrayEquals(new int[] {5, 1}, encoding.ids());
        assertArrayEquals(new int[] {1, 0}, encoding.specialTokensMask());
        assertArrayEquals(new int[] {-1, 0}, encoding.sequenceIds());
        EncodeOptions bare = EncodeOptions.defaults().withSpecialTokens(false);
        assertArrayEquals(new int[] {1}, tokenizer.encodeIds("hello", bare));
        IdBuffer buffer = new IdBuffer(1);
        tokenizer.encodeIds("hello", EncodeOptions.defaults(), buffer);
        assertArrayEquals(new int[] {5, 1}, buffer.toArray());
    }

    @Test
    void offsetsComeInThreeUnits() {
        Tokenizer tokenizer = new TokenizerJson().load();
        String text = "\uD83D\uDE00 \u00E9 a";
        for (OffsetUnit unit : OffsetUnit.values()) {
            int[] expected =
                    switch (unit) {
                        case UTF16 -> new int[] {0, 2, 3, 4, 5, 6};
                        case CODE_POINT -> new int[] {0, 1, 2, 3, 4, 5};
                        case UTF8_BYTE -> new int[] {0, 4, 5, 7, 8, 9};
                    };
            EncodeOptions options = EncodeOptions.defaults().withOffsetUnit(unit);
            assertArrayEquals(expected, tokenizer.encode(text, options).offsets(), unit.name());
        }
    }

    @Test
    void halfASurrogatePairIsOneUnknownCharacter() {
        Encoding encoding = new TokenizerJson().load().encode("a \uD800 b");
        assertArrayEquals(new int[] {3, 0, 4}, encoding.ids());
        assertArrayEquals(new int[] {0, 1, 2, 3, 4, 5}, encoding.offsets());
    }

    @Test
    void strippingAddedTokenSwallowsWhiteSpaceAndShowsIt() {
        Tokenizer tokenizer = new TokenizerJson().added(TokenizerJson.token("<x>", "lr")).load();
        Encoding encoding = tokenizer.encode("a \n<x> b");
        assertEquals(List.of("a", " \n<x> ", "b"), encoding.tokens());
        assertArrayEquals(new int[] {3, 5, 4}, encoding.ids());
    }

    @Test
    void singleWordTokenNeedsNoWordCharacterBesideIt() {
        Tokenizer tokenizer = new TokenizerJson().added(TokenizerJson.token("x", "w")).load();
        assertArrayEquals(new int[] {0, 5, 0}, tokenizer.encodeIds("_x x \u00E9x"));
    }

    @Test
    void normalizedTokenMatchesAfterTheNormalizer() {
        Tokenizer tokenizer =
                new TokenizerJson()
                        .added(TokenizerJson.token("<X>", "n"), TokenizerJson.token("<Y>", ""))
                        .with("normalizer", "{'type':'Lowercase'}")
                        .load();
        assertArrayEquals(new int[] {5, 5, 6, 0}, tokenizer.encodeIds("<X><x><Y><y>"));
        assertEquals("<x>", tokenizer.encode("<X>").token(0));
    }

    @Test
    void specialTokenPolicyDecidesAboutTextOfUsers() {
        Tokenizer tokenizer = new TokenizerJson().added(TokenizerJson.token("<s>", "s")).load();
        EncodeOptions options = EncodeOptions.defaults();
        assertArrayEquals(new int[] {3, 5}, tokenizer.encodeIds("a <s>"));
        assertArrayEquals(
                new int[] {3, 0},
                tokenizer.encodeIds(
                        "a <s>", options.withSpecialTokenPolicy(SpecialTokenPolicy.plain())));
        assertArrayEquals(
                new int[] {3, 5},
                tokenizer.encodeIds(
                        "a <s>",
                        options.withSpecialTokenPolicy(SpecialTokenPolicy.allow(Set.of("<s>")))));
        TokenizerException e =
                assertThrows(
                        TokenizerException.class,
                        () ->
                                tokenizer.encodeIds(
                                        "a <s>",
                                        options.withSpecialTokenPolicy(
                                                SpecialTokenPolicy.refuse())));
        assertEquals(
                "The text has the special token \"<s>\", which the SpecialTokenPolicy of this call"
                        + " refuses. Allow it, or take it as text (SpecialTokenPolicy.plain()).",
                e.getMessage());
    }

    @Test
    void nothingMatchesInPlainRangesNorAcrossTheirEnds() {
        Tokenizer tokenizer =
                new TokenizerJson()
                        .added(TokenizerJson.token("<s>", "s"), TokenizerJson.token("<t>", "n"))
                        .with("normalizer", "{'type':'Lowercase'}")
                        .load();
        String text = "\uD83D\uDE00<s> <s> <s> <t>";
        assertArrayEquals(new int[] {0, 5, 5, 5, 6}, tokenizer.encodeIds(text));
        EncodeOptions plain = EncodeOptions.defaults().withPlainRanges(6, 10, 15, 17);
        assertArrayEquals(new int[] {0, 5, 0, 5, 0}, tokenizer.encodeIds(text, plain));
        assertArrayEquals(new int[] {0, 5, 0, 5, 0}, tokenizer.encode(text, plain).ids());
        assertEquals(5, tokenizer.count(text, plain));
    }

    @Test
    void truncationKeepsTheRestAsOverflowing() {
        Tokenizer tokenizer = withSpecial();
        EncodeOptions options =
                EncodeOptions.defaults().withTruncation(Truncation.to(3).withStride(1));
        Encoding encoding = tokenizer.encode("a b a", options);
        assertArrayEquals(new int[] {5, 3, 4}, encoding.ids());
        assertArrayEquals(new int[] {5, 4, 3}, encoding.overflowing().get(0).ids());
        assertEquals(1, encoding.overflowing().size());
        assertArrayEquals(new int[] {5, 3, 4}, tokenizer.encodeIds("a b a", options));
    }

    @Test
    void truncationSmallerThanTheSpecialTokensCutsNothing() {
        EncodeOptions options = EncodeOptions.defaults().withTruncation(Truncation.to(0));
        assertArrayEquals(new int[] {5, 3, 4}, withSpecial().encodeIds("a b", options));
    }

    @Test
    void strideWithoutRoomIsRefused() {
        EncodeOptions options =
                EncodeOptions.defaults().withTruncation(Truncation.to(3).withStride(3));
        assertEquals(
                "Truncation: stride is 3, but must be at most 2 (maxLength 3 less 1 special"
                        + " tokens).",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> withSpecial().encode("a b a b", options))
                        .getMessage());
    }

    @Test
    void batchIsPaddedToItsLongest() {
        EncodeOptions options =
                EncodeOptions.defaults().withPadding(Padding.toLongest().withToken(7, 1, "<p>"));
        List<Encoding> batch =
                new TokenizerJson().load().encodeBatch(List.of("a b a", "a"), options);
        assertArrayEquals(new int[] {3, 7, 7}, batch.get(1).ids());
        assertArrayEquals(new int[] {1, 0, 0}, batch.get(1).attentionMask());
        assertArrayEquals(new int[] {0, 1, 1}, batch.get(1).typeIds());
        assertEquals(List.of("a", "<p>", "<p>"), batch.get(1).tokens());
    }

    @Test
    void wordsKeepTheirIndices() {
        Encoding encoding =
                new TokenizerJson()
                        .load()
                        .encodeWords(List.of("a b", "hello"), EncodeOptions.defaults());
        assertArrayEquals(new int[] {0, 0, 1}, encoding.wordIds());
        assertArrayEquals(new int[] {0, 1, 2, 3, 0, 5}, encoding.offsets());
    }

    @Test
    void mappingsGoBothWays() {
        Encoding encoding = new TokenizerJson().load().encode("hello world");
        assertEquals(1, encoding.charToToken(7, 0).getAsInt());
        assertTrue(encoding.charToToken(5, 0).isEmpty());
        assertEquals(new Span(6, 11), encoding.tokenToChars(1).orElseThrow());
        assertEquals(new Span(1, 2), encoding.wordToTokens(1, 0).orElseThrow());
        assertEquals(new Span(6, 11), encoding.wordToChars(1, 0).orElseThrow());
        assertEquals(1, encoding.tokenToWord(1).getAsInt());
        assertEquals(0, encoding.tokenToSequence(1).getAsInt());
    }

    @Test
    void addedTokensGetTheNextIdsAndLeaveTheOldTokenizerAlone() {
        Tokenizer before = new TokenizerJson().load();
        List<AddedToken> tokens =
                List.of(AddedToken.special("<s>"), AddedToken.of("hello"), AddedToken.of(""));
        assertEquals(2, before.countNewTokens(tokens));
        Tokenizer after = before.withAddedTokens(tokens);
        assertEquals(5, after.idOf("<s>").getAsInt());
        assertEquals(1, after.idOf("hello").getAsInt());
        assertEquals(6, after.vocabularySize(true));
        assertTrue(before.idOf("<s>").isEmpty());
        assertEquals("a b", after.decode(new int[] {3, 5, 4, 99}, true));
        assertEquals("a <s> b", after.decode(3, 5, 4, 99));
    }

    @Test
    void streamNeverGivesHalfACharacter() {
        Tokenizer tokenizer =
                new TokenizerJson()
                        .with("decoder", "{'type':'ByteFallback'}")
                        .with(
                                "model",
                                "{'type':'WordLevel','unk_token':'<0xC3>','vocab':{'<0xC3>':0,"
                                        + "'<0xA9>':1,'x':2}}")
                        .load();
        DecodeStream stream = tokenizer.decodeStream(false);
        assertEquals("x", stream.step(2));
        assertEquals("", stream.step(0));
        assertEquals("\u00E9", stream.step(1));
        assertEquals("x", stream.step(2));
    }

    @Test
    void savingFillsInTheDefaultsAndLoadsAgain(@TempDir Path folder) {
        Tokenizer tokenizer =
                new TokenizerJson()
                        .without("version")
                        .added(TokenizerJson.token("<s>", "s"))
                        .with("pre_tokenizer", "{'type':'Punctuation'}")
                        .with(
                                "padding",
                                "{'strategy':'BatchLongest','direction':'Left','pad_id':0,"
                                        + "'pad_type_id':0,'pad_token':'\\u001f'}")
                        .load();
        String json = tokenizer.toJson();
        assertEquals(
                "{\"version\":\"1.0\",\"truncation\":null,\"padding\":{\"strategy\":"
                        + "\"BatchLongest\",\"direction\":\"Left\",\"pad_to_multiple_of\":null,"
                        + "\"pad_id\":0,\"pad_type_id\":0,\"pad_token\":\"\\u001f\"},"
                        + "\"added_tokens\":[{\"id\":5,\"content\":\"<s>\",\"single_word\":false,"
                        + "\"lstrip\":false,\"rstrip\":false,\"normalized\":false,"
                        + "\"special\":true}],\"normalizer\":null,\"pre_tokenizer\":{\"type\":"
                        + "\"Punctuation\",\"behavior\":\"Isolated\"},\"post_processor\":null,"
                        + "\"decoder\":null,\"model\":{\"type\":\"WordLevel\",\"vocab\":{"
                        + "\"<unk>\":0,\"hello\":1,\"world\":2,\"a\":3,\"b\":4},"
                        + "\"unk_token\":\"<unk>\"}}",
                json);
        Path file = folder.resolve("out.json");
        tokenizer.save(file);
        assertEquals(json, TokenizerJson.loader().load(file).toJson());
    }

    @Test
    void manyThreadsGetWhatOneGets() throws Exception {
        Tokenizer tokenizer = withSpecial();
        List<String> texts =
                IntStream.range(0, 50).mapToObj(i -> "a <s> b ".repeat(i) + "hello").toList();
        List<int[]> expected = texts.stream().map(tokenizer::encodeIds).toList();
        ExecutorService threads = Executors.newFixedThreadPool(64);
        try {
            Callable<Void> task =
                    () -> {
                        for (int i = 0; i < texts.size(); i++) {
                            assertArrayEquals(expected.get(i), tokenizer.encodeIds(texts.get(i)));
                            assertArrayEquals(
                                    expected.get(i), tokenizer.encode(texts.get(i)).ids());
                        }
                        return null;
                    };
            List<Future<Void>> results =
                    threads.invokeAll(IntStream.range(0, 64).mapToObj(i -> task).toList());
            for (Future<Void> result : results) {
                result.get();
            }
        } finally {
            threads.shutdown();
        }
    }
}
