package dev.jeton.sentencepiece;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jeton.tokenize.AddedToken;
import dev.jeton.tokenize.DecodeStream;
import dev.jeton.tokenize.EncodeOptions;
import dev.jeton.tokenize.Encoding;
import dev.jeton.tokenize.LoadLimits;
import dev.jeton.tokenize.OffsetUnit;
import dev.jeton.tokenize.Tokenizer;
import dev.jeton.tokenize.TokenizerException;
import dev.jeton.tokenize.TokenizerFormat;
import dev.jeton.tokenize.Tokenizers;
import dev.jeton.tokenize.kit.FetchedTokenizers;
import dev.jeton.tokenize.kit.JsonRows;
import dev.jeton.tokenize.kit.ModelChecks;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code .model} files as a {@link Tokenizer}: the golden rows through the general interface. */
class SentencePieceTokenizerTest {
    private static final Path DATA = Path.of("..", "testdata", "tokenizers");
    private static final EncodeOptions BYTES =
            EncodeOptions.defaults().withOffsetUnit(OffsetUnit.UTF8_BYTE);

    private static Path file(String name) {
        return name.endsWith(".model")
                ? FetchedTokenizers.folder().resolve("sp").resolve(name)
                : DATA.resolve("sp").resolve(name + ".model");
    }

    private static Tokenizer load(String name) {
        return Tokenizers.load(file(name));
    }

    private interface RowCheck {
        void check(Map<String, Object> row);
    }

    private static void forEachEncoding(boolean withOptions, RowCheck check) throws IOException {
        int rows = 0;
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(
                                        Files.newInputStream(DATA.resolve("cases-sp.jsonl.gz"))),
                                UTF_8))) {
            for (String line; (line = lines.readLine()) != null; ) {
                Map<String, Object> row = JsonRows.object(line);
                if ("sp_encode".equals(row.get("op"))
                        && row.containsKey("options") == withOptions) {
                    check.check(row);
                    rows++;
                }
            }
        }
        assertEquals(withOptions ? 314 : 930, rows);
    }

    @Test
    void idsTokensSpansAndTextsAreThoseOfTheReference() throws IOException {
        Map<String, Tokenizer> tokenizers = new HashMap<>();
        forEachEncoding(
                false,
                row -> {
                    String name = text(row, "model");
                    Tokenizer tokenizer =
                            tokenizers.computeIfAbsent(name, SentencePieceTokenizerTest::load);
                    String text = text(row, "text");
                    String hint = name + " " + text;
                    Encoding encoding = tokenizer.encode(text, BYTES);
                    int[] ids = encoding.ids();
                    assertArrayEquals(ints(row.get("ids")), ids, hint);
                    assertEquals(strings(row.get("pieces")), encoding.tokens(), hint);
                    List<Integer> spans = new ArrayList<>();
                    for (Object span : Objects.requireNonNull((List<?>) row.get("byte_spans"))) {
                        ((List<?>) span).forEach(n -> spans.add(((Number) n).intValue()));
                    }
                    assertArrayEquals(ints(spans), encoding.offsets(), hint);
                    assertArrayEquals(ids, tokenizer.encodeIds(text), hint);
                    assertEquals(ids.length, tokenizer.count(text), hint);
                    assertEquals(text(row, "decoded"), tokenizer.decode(ids), hint);
                    checkUnits(tokenizer, text, encoding.offsets());
                    checkStream(tokenizer, ids);
                });
    }

    /** Offsets in code points and UTF-16 units are those in bytes, counted otherwise. */
    private static void checkUnits(Tokenizer tokenizer, String text, int[] bytes) {
        int[] utf16 = tokenizer.encode(text).offsets();
        int[] points =
                tokenizer
                        .encode(
                                text,
                                EncodeOptions.defaults().withOffsetUnit(OffsetUnit.CODE_POINT))
                        .offsets();
        assertEquals(bytes.length, utf16.length);
        byte[] utf8 = text.getBytes(UTF_8);
        for (int i = 0; i < bytes.length; i += 2) {
            // Inside a character begins are rounded down and ends up.
            int from = bytes[i];
            while (from > 0 && from < utf8.length && (utf8[from] & 0xC0) == 0x80) {
                from--;
            }
            String before = new String(utf8, 0, from, UTF_8);
            assertEquals(before.length(), utf16[i]);
            assertEquals(before.codePointCount(0, before.length()), points[i]);
        }
    }

    private static void checkStream(Tokenizer tokenizer, int[] ids) {
        for (int prompt = 0; prompt <= ids.length; prompt = 2 * prompt + 1) {
            int[] before = java.util.Arrays.copyOf(ids, prompt);
            DecodeStream stream = tokenizer.decodeStream(false, before);
            StringBuilder all = new StringBuilder();
            for (int i = prompt; i < ids.length; i++) {
                all.append(stream.step(ids[i]));
            }
            String whole = tokenizer.decode(ids);
            DecodeStream quiet = tokenizer.decodeStream(false);
            StringBuilder given = new StringBuilder();
            for (int id : before) {
                given.append(quiet.step(id));
            }
            assertEquals(whole, given + all.toString());
        }
    }

    @Test
    void optionsGiveTheIdsAndPiecesOfTheReference() throws IOException {
        Map<String, SentencePieceProcessor> processors = new HashMap<>();
        forEachEncoding(
                true,
                row -> {
                    Map<?, ?> o = Objects.requireNonNull((Map<?, ?>) row.get("options"));
                    SentencePieceOptions options =
                            new SentencePieceOptions(
                                    Boolean.TRUE.equals(o.get("add_bos")),
                                    Boolean.TRUE.equals(o.get("add_eos")),
                                    Boolean.TRUE.equals(o.get("reverse")),
                                    Boolean.TRUE.equals(o.get("emit_unk_piece")));
                    Tokenizer tokenizer =
                            processors
                                    .computeIfAbsent(
                                            text(row, "model"),
                                            SentencePieceTokenizerTest::processor)
                                    .tokenizer(options);
                    String text = text(row, "text");
                    assertArrayEquals(ints(row.get("ids")), tokenizer.encodeIds(text), text);
                    assertEquals(strings(row.get("pieces")), tokenizer.encode(text).tokens(), text);
                    assertEquals(ints(row.get("ids")).length, tokenizer.count(text), text);
                });
    }

    private static SentencePieceProcessor processor(String name) {
        try {
            return SentencePieceProcessor.load(file(name));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aStreamKeepsTheSpacesOfTheWhole() {
        Tokenizer tokenizer = load("unigram-nmt-nfkc");
        int space = tokenizer.idOf("\u2581").orElseThrow();
        int the = tokenizer.idOf("\u2581the").orElseThrow();
        int[] ids = {the, space, the, space, space, the};
        assertEquals("the  the   the", tokenizer.decode(ids));
        checkStream(tokenizer, ids);
    }

    @Test
    void bytesComeOutOfAStreamWhenTheirCharacterIsWhole() {
        Tokenizer tokenizer = load("mistral-v3.model");
        int[] ids = new int[6];
        byte[] utf8 = "\uD83D\uDE00".getBytes(UTF_8);
        for (int i = 0; i < 4; i++) {
            ids[i] = tokenizer.idOf(String.format("<0x%02X>", utf8[i])).orElseThrow();
        }
        ids[4] = ids[0];
        ids[5] = tokenizer.idOf("a").orElseThrow();
        DecodeStream stream = tokenizer.decodeStream(false);
        List<String> chunks = new ArrayList<>();
        for (int id : ids) {
            chunks.add(stream.step(id));
        }
        assertEquals(List.of("", "", "", "\uD83D\uDE00", "", "\uFFFDa"), chunks);
        assertEquals(String.join("", chunks), tokenizer.decode(ids));
    }

    @Test
    void controlPiecesAreTextUnlessTheyAreAdded() {
        Tokenizer tokenizer = load("mistral-v3.model");
        int begin = tokenizer.idOf("<s>").orElseThrow();
        for (int id : tokenizer.encodeIds("a<s>b")) {
            assertTrue(id != begin);
        }
        Tokenizer finding = tokenizer.withAddedTokens(List.of(AddedToken.special("<s>")));
        Encoding encoding = finding.encode("a<s>b");
        assertEquals(1, java.util.Arrays.stream(encoding.ids()).filter(i -> i == begin).count());
        int at = encoding.tokens().indexOf("<s>");
        assertEquals(1, encoding.start(at));
        assertEquals(4, encoding.end(at));
    }

    @Test
    void aPairIsTwoTextsWithTheirOwnMarks() {
        Tokenizer tokenizer =
                processor("mistral-v3.model")
                        .tokenizer(SentencePieceOptions.none().withBegin(true).withReverse(true));
        Encoding encoding = tokenizer.encode("a b", "c", EncodeOptions.defaults());
        assertEquals(List.of("<s>", "\u2581b", "\u2581a", "<s>", "\u2581c"), encoding.tokens());
        assertArrayEquals(new int[] {1, 0, 0, 1, 0}, encoding.specialTokensMask());
        assertArrayEquals(new int[] {0, 0, 1, 3, 0, 1, 0, 0, 0, 1}, encoding.offsets());
    }

    @Test
    void aModelHasNoTokenizerJson() {
        UnsupportedOperationException e =
                assertThrows(
                        UnsupportedOperationException.class,
                        () -> load("unigram-nmt-nfkc").toJson());
        assertTrue(String.valueOf(e.getMessage()).contains("SentencePiece"), e.getMessage());
    }

    @Test
    void aFolderWithOneModelAndAStreamAreLoaded(@TempDir Path folder) throws IOException {
        byte[] model = Files.readAllBytes(file("char-nfkc-cf"));
        Files.write(folder.resolve("tokenizer.model"), model);
        int[] expected = load("char-nfkc-cf").encodeIds("Abc");
        assertArrayEquals(expected, Tokenizers.load(folder).encodeIds("Abc"));
        Tokenizer ofStream =
                Tokenizers.loader()
                        .formats(List.of(new SentencePieceFormat()))
                        .load(new java.io.ByteArrayInputStream(model), "no-ending");
        assertArrayEquals(expected, ofStream.encodeIds("Abc"));
    }

    @Test
    void brokenModelsAreRefusedAsModels() {
        TokenizerException e =
                assertThrows(
                        TokenizerException.class,
                        () -> Tokenizers.loader().load(new byte[] {0x0A, 0x7F, 1}, "a.model"));
        assertEquals(
                "a.model: pieces[0] at byte 0 says that it has 127 bytes, but only 1 are left.",
                e.getMessage());
        SentencePieceFormat format = new SentencePieceFormat();
        assertTrue(!format.recognizes("\n{\n \"version\"".getBytes(UTF_8), "tokenizer.json"));
        assertTrue(!format.recognizes("{}".getBytes(UTF_8), "a.model"));
        assertThrows(
                TokenizerException.class,
                () ->
                        format.read(
                                new byte[200], "a.model", LoadLimits.defaults().withMaxBytes(100)));
    }

    @Test
    void isRegisteredTwice() throws IOException, URISyntaxException {
        ModelChecks.checkRegistered(TokenizerFormat.class, SentencePieceFormat.class);
    }

    private static String text(Map<String, Object> row, String key) {
        return Objects.requireNonNull((String) row.get(key));
    }

    private static int[] ints(@Nullable Object list) {
        return Objects.requireNonNull((List<?>) list).stream()
                .mapToInt(n -> ((Number) n).intValue())
                .toArray();
    }

    private static List<String> strings(@Nullable Object list) {
        return Objects.requireNonNull((List<?>) list).stream().map(String.class::cast).toList();
    }
}
