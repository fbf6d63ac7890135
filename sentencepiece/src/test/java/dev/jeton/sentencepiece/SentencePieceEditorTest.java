package dev.jeton.sentencepiece;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jeton.tokenize.LoadLimits;
import dev.jeton.tokenize.TokenizerException;
import dev.jeton.tokenize.kit.FetchedTokenizers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SentencePieceEditorTest {
    private static final Path MODELS = Path.of("..", "testdata", "tokenizers", "sp");

    private static List<Path> models() throws IOException {
        List<Path> all = new ArrayList<>();
        try (var files = Files.list(MODELS)) {
            files.filter(f -> f.toString().endsWith(".model")).forEach(all::add);
        }
        all.add(FetchedTokenizers.folder().resolve("sp").resolve("mistral-v3.model"));
        return all;
    }

    @Test
    void anUnchangedModelIsWrittenByteForByte(@TempDir Path folder) throws IOException {
        for (Path path : models()) {
            byte[] bytes = Files.readAllBytes(path);
            SentencePieceProcessor model = SentencePieceProcessor.load(path);
            assertArrayEquals(bytes, model.toBytes(), path.toString());
            assertArrayEquals(bytes, model.edit().toBytes(), path.toString());
            model.save(folder.resolve("copy.model"));
            assertArrayEquals(bytes, Files.readAllBytes(folder.resolve("copy.model")));
        }
    }

    private static SentencePieceProcessor load(String name) throws IOException {
        return SentencePieceProcessor.load(MODELS.resolve(name + ".model"));
    }

    @Test
    void piecesAreAddedSetAndTakenAway() throws IOException {
        SentencePieceProcessor model = load("bpe-identity-bytes");
        int size = model.size();
        SentencePieceProcessor added =
                model.edit().addPiece("<tool>", 0, PieceType.USER_DEFINED).build();
        assertEquals(size + 1, added.size());
        assertEquals(PieceType.USER_DEFINED, added.type(size));
        assertTrue(pieces(added, "x<tool>y").contains("<tool>"));
        SentencePieceProcessor renamed =
                added.edit().setPiece(size, "<call>", -1.5f, PieceType.CONTROL).build();
        assertEquals("<call>", renamed.pieceOf(size));
        assertEquals(-1.5f, renamed.score(size));
        assertArrayEquals(model.encodeIds("a <call>"), renamed.encodeIds("a <call>"));
        assertArrayEquals(model.toBytes(), renamed.edit().removePiece(size).build().toBytes());
        assertThrows(IndexOutOfBoundsException.class, () -> model.edit().removePiece(size));
        TokenizerException e =
                assertThrows(
                        TokenizerException.class,
                        () -> model.edit().addPiece("<s>", 0, PieceType.CONTROL).build());
        assertTrue(String.valueOf(e.getMessage()).contains("are both"), e.getMessage());
    }

    @Test
    void settingsOfTheNormalizerAreChanged() throws IOException {
        SentencePieceProcessor model = load("bpe-identity-bytes");
        assertTrue(model.normalize("a").text().startsWith("\u2581"));
        SentencePieceProcessor changed =
                model.edit().addDummyPrefix(false).escapeWhitespaces(false).build();
        SentencePieceEditor keeping = changed.edit().removeExtraWhitespaces(false);
        assertEquals("a  b", keeping.build().normalize("a  b").text());
        SentencePieceEditor removing = changed.edit().removeExtraWhitespaces(true);
        assertEquals("a b", removing.build().normalize(" a  b ").text());
        assertEquals(model.size(), changed.size());
    }

    @Test
    void fieldsThatAreNotKnownAreKept() throws IOException {
        WireFields extra = new WireFields().raw(load("char-nfkc-cf").toBytes());
        extra.bytes(200, "later".getBytes(UTF_8));
        SentencePieceProcessor model =
                SentencePieceProcessor.load(extra.toBytes(), "x.model", LoadLimits.defaults());
        byte[] changed =
                model.edit().setPiece(9, "\u20AC\u20AC", -3, PieceType.NORMAL).build().toBytes();
        assertTrue(new String(changed, UTF_8).endsWith("later"));
    }

    @Test
    void aRestrictedVocabularyIsCutSmaller() throws IOException {
        SentencePieceProcessor model = load("bpe-identity-bytes");
        String the = "\u2581the";
        assertEquals(List.of(the), pieces(model, "the"));
        SentencePieceProcessor fewer = model.withVocabulary(List.of("he"));
        assertFalse(pieces(fewer, "the").contains(the));
        assertEquals(the, String.join("", pieces(fewer, "the")));
        assertEquals(List.of(the), pieces(fewer.withVocabulary(List.of(the)), "the"));
        assertEquals("the", fewer.decode(fewer.encodeIds("the")));
        assertEquals("\u00FF\uD83D\uDE00", fewer.decode(fewer.encodeIds("\u00FF\uD83D\uDE00")));
        SentencePieceProcessor unigram = load("unigram-rule-tsv").withVocabulary(List.of());
        assertTrue(
                pieces(unigram, "house").stream()
                        .allMatch(p -> p.codePointCount(0, p.length()) == 1));
        SentencePieceProcessor word = load("word-nfkc");
        assertThrows(IllegalStateException.class, () -> word.withVocabulary(List.of()));
    }

    private static List<String> pieces(SentencePieceProcessor model, String text) {
        return model.encode(text).pieces().stream().map(SentencePiece::piece).toList();
    }

    private static WireFields sample(String input, String expected) {
        return new WireFields().bytes(1, input.getBytes(UTF_8)).bytes(2, expected.getBytes(UTF_8));
    }

    @Test
    void theSamplesOfAFileAreTested() throws IOException {
        WireFields samples = new WireFields();
        samples.bytes(1, sample("the", "\u2581the").toBytes());
        samples.bytes(1, sample("the", "\u2581t he").toBytes());
        WireFields file = new WireFields().raw(load("bpe-identity-bytes").toBytes());
        file.bytes(4, samples.toBytes());
        List<SelfTestSample> tested =
                SentencePieceProcessor.load(file.toBytes(), "t.model", LoadLimits.defaults())
                        .selfTest();
        assertEquals(2, tested.size());
        assertTrue(tested.get(0).passes());
        assertFalse(tested.get(1).passes());
        assertEquals("\u2581the", tested.get(1).actual());
    }

    @Test
    void theBestWayComesFirstAmongSamples() throws IOException {
        SentencePieceProcessor model = load("unigram-nmt-nfkc");
        List<SentencePieceText> ways =
                model.sampleWithBest("hello the world", 0.5f, 4, new Random(1));
        assertArrayEquals(model.encodeIds("hello the world"), ways.get(0).ids());
        assertEquals(0, ways.get(0).score());
        assertEquals(4, ways.stream().map(SentencePieceText::pieces).distinct().count());
    }
}
