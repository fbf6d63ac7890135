package dev.jeton.sentencepiece;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jeton.tokenize.AddedToken;
import dev.jeton.tokenize.Tokenizer;
import dev.jeton.tokenize.Tokenizers;
import dev.jeton.tokenize.kit.FetchedTokenizers;
import dev.jeton.tokenize.kit.JsonRows;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class SentencePieceConversionTest {
    private static final Path DATA = Path.of("..", "testdata", "tokenizers");

    private static SentencePieceProcessor load(String name) throws IOException {
        return SentencePieceProcessor.load(
                name.endsWith(".model")
                        ? FetchedTokenizers.folder().resolve("sp").resolve(name)
                        : DATA.resolve("sp").resolve(name + ".model"));
    }

    /** The files are byte for byte those of transformers 5.15.1; conversions.py made the table. */
    @Test
    void theClassesOfTransformersMakeTheSameFiles() throws Exception {
        try (InputStream table = getClass().getResourceAsStream("conversions.tsv")) {
            String rows = new String(Objects.requireNonNull(table).readAllBytes(), UTF_8);
            for (String row : rows.lines().toList()) {
                String[] cells = row.split("\t", -1);
                Tokenizer converted =
                        SentencePieceConversion.toTokenizerJson(
                                        load(cells[1]), ConversionStyle.valueOf(cells[0]))
                                .tokenizer();
                byte[] json = converted.toJson().getBytes(UTF_8);
                String dump = System.getProperty("conversions.dump");
                if (dump != null) {
                    Files.write(Path.of(dump, cells[1] + "." + cells[0] + ".ours.json"), json);
                }
                assertEquals(cells[2] + " " + cells[3], json.length + " " + sha256(json), row);
            }
        }
    }

    private static String sha256(byte[] bytes) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static List<String> texts(String model) throws IOException {
        List<String> texts = new ArrayList<>();
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(
                                        Files.newInputStream(DATA.resolve("cases-sp.jsonl.gz"))),
                                UTF_8))) {
            for (String line; (line = lines.readLine()) != null; ) {
                Map<String, Object> row = JsonRows.object(line);
                if (model.equals(row.get("model")) && "sp_encode".equals(row.get("op"))) {
                    texts.add(String.valueOf(row.get("text")));
                }
            }
        }
        return texts;
    }

    /** Over the golden texts without the names of added tokens, which are a loss that is named. */
    private static ConversionProof prove(String model) throws IOException {
        SentencePieceConversion conversion =
                SentencePieceConversion.toTokenizerJson(load(model), ConversionStyle.EXACT);
        List<String> names =
                conversion.tokenizer().addedTokens().values().stream()
                        .map(AddedToken::content)
                        .toList();
        return conversion.prove(
                texts(model).stream()
                        .filter(text -> names.stream().noneMatch(text::contains))
                        .filter(text -> !text.contains("<unk>"))
                        .toList());
    }

    @Test
    void modelsOfTheTypesBpeAndCharKeepTheirIds() throws IOException {
        for (String model : List.of("mistral-v3.model", "bpe-identity-bytes", "char-nfkc-cf")) {
            ConversionProof proof = prove(model);
            assertTrue(proof.texts() > 100);
            assertEquals(List.of(), proof.examples(), model);
        }
    }

    /** Rules inside of a cluster of characters, and a rule that begins another one: "...". */
    @Test
    void rulesAreLookedUpOtherwise() throws IOException {
        ConversionProof marks = prove("unigram-nmt-nfkc");
        assertEquals(1, marks.differing(), marks.examples().toString());
        assertTrue(marks.examples().get(0).contains(" became "), marks.examples().get(0));
        ConversionProof prefixes = prove("unigram-rule-tsv");
        assertEquals(2, prefixes.differing(), prefixes.examples().toString());
        assertTrue(prefixes.examples().get(0).contains("."), prefixes.examples().get(0));
    }

    @Test
    void theFileLoadsAgainWithTheSameIds() throws IOException {
        SentencePieceConversion conversion =
                SentencePieceConversion.toTokenizerJson(
                        load("bpe-identity-bytes"), ConversionStyle.EXACT);
        Tokenizer again =
                Tokenizers.loader()
                        .load(conversion.tokenizer().toJson().getBytes(UTF_8), "tokenizer.json");
        String text = " Straße 12\n中 <0x41> 😀";
        assertArrayEquals(conversion.tokenizer().encodeIds(text), again.encodeIds(text));
        assertEquals(
                load("bpe-identity-bytes").decode(again.encodeIds(text)),
                again.decode(again.encodeIds(text), true));
    }

    @Test
    void lossesAreNamed() throws IOException {
        List<String> losses =
                SentencePieceConversion.toTokenizerJson(
                                load("unigram-nmt-nfkc"), ConversionStyle.XLM_ROBERTA)
                        .losses();
        assertTrue(losses.toString().contains("precompiled_charsmap"), losses.toString());
        assertTrue(losses.toString().contains("user-defined"), losses.toString());
        assertTrue(losses.toString().contains("one higher"), losses.toString());
    }

    @Test
    void aStyleOfAnotherTypeIsRefused() throws IOException {
        SentencePieceProcessor word = load("word-nfkc");
        assertEquals(
                "word-nfkc.model is of the type WORD, which a tokenizer.json cannot express.",
                refusal(word, ConversionStyle.EXACT));
        assertEquals(
                "The style LLAMA needs a model of the type BPE, but word-nfkc.model is of the type"
                        + " WORD.",
                refusal(word, ConversionStyle.LLAMA));
    }

    private static String refusal(SentencePieceProcessor model, ConversionStyle style) {
        return String.valueOf(
                assertThrows(
                                IllegalArgumentException.class,
                                () -> SentencePieceConversion.toTokenizerJson(model, style))
                        .getMessage());
    }
}
