package dev.jeton.cli.parity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.jeton.tokenize.EncodeOptions;
import dev.jeton.tokenize.Tokenizer;
import dev.jeton.tokenize.Tokenizers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** Vocabularies in GGUF files beside the tokenizer.json that each was converted from. */
class GgufVocabularyTest {
    private static final EncodeOptions BARE = EncodeOptions.defaults().withSpecialTokens(false);

    @Test
    void everyVocabularyGivesTheIdsAndTextsOfItsTokenizerJson() throws IOException {
        List<String> texts = texts();
        assertTrue(texts.size() > 1000);
        List<Path> files;
        try (Stream<Path> all = Files.list(GoldenData.folder("gguf"))) {
            files = all.filter(file -> file.toString().endsWith(".gguf")).sorted().toList();
        }
        assertTrue(files.size() >= 12);
        for (Path file : files) {
            Tokenizer gguf = Tokenizers.load(file);
            Tokenizer json = original(file);
            for (String text : texts) {
                String shown = file.getFileName() + ": " + text;
                assertArrayEquals(json.encodeIds(text), gguf.encodeIds(text), shown);
                int[] ids = json.encodeIds(text, BARE);
                assertArrayEquals(ids, gguf.encodeIds(text, BARE), shown);
                assertArrayEquals(
                        json.encode(text, text, EncodeOptions.defaults()).ids(),
                        gguf.encode(text, text, EncodeOptions.defaults()).ids(),
                        shown);
                // Some of the small tokenizers have no decoder, which no GGUF file says.
                if (json.toJson().contains("\"decoder\":{")) {
                    assertEquals(json.decode(ids), gguf.decode(ids), shown);
                }
            }
        }
    }

    private static Tokenizer original(Path gguf) {
        String[] parts = gguf.getFileName().toString().split("--", 2);
        String name = parts[1].substring(0, parts[1].length() - ".gguf".length());
        Path json = GoldenData.folder(parts[0]).resolve("micro").resolve(name + ".json");
        return Tokenizers.load(json).withTruncation(Optional.empty()).withPadding(Optional.empty());
    }

    private static List<String> texts() throws IOException {
        List<String> texts = new ArrayList<>();
        JsonFactory json = new JsonFactory();
        Path file = GoldenData.folder("tokenizers").resolve("texts.jsonl.gz");
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(Files.newInputStream(file)), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                try (JsonParser parser = json.createParser(line)) {
                    for (JsonToken t = parser.nextToken(); t != null; t = parser.nextToken()) {
                        if (t == JsonToken.VALUE_STRING && "text".equals(parser.currentName())) {
                            texts.add(parser.getText());
                        }
                    }
                }
            }
        }
        return texts;
    }
}
