package dev.jeton.bpe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jeton.tokenize.TokenizerException;
import dev.jeton.tokenize.model.IdBuffer;
import dev.jeton.tokenize.model.Model;
import dev.jeton.tokenize.model.ModelSession;
import dev.jeton.tokenize.model.ModelSpec;
import dev.jeton.tokenize.model.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each parameter of the model, with the surprises of the reference. */
class BpeModelTest {
    private static ModelSpec.Builder letters() {
        return ModelSpec.builder("tokenizer.json")
                .type("BPE")
                .token("a", 0)
                .token("b", 1)
                .token("ab", 2)
                .token("c", 3)
                .token("abc", 4)
                .token("<unk>", 5)
                .mergesStart()
                .merge("a", "b");
    }

    private static Model model(ModelSpec.Builder spec) {
        return new BpeFactory().create(spec.build());
    }

    private static List<String> tokens(Model model, String text) {
        List<String> tokens = new ArrayList<>();
        IdBuffer ids = new IdBuffer(4);
        byte[] utf8 = text.getBytes(UTF_8);
        ModelSession session = model.newSession();
        session.encode(utf8, 0, utf8.length, ids);
        for (int i = 0; i < ids.size(); i++) {
            tokens.add(model.vocabulary().tokenOf(ids.get(i)));
        }
        List<String> spans = new ArrayList<>();
        session.encode(utf8, 0, utf8.length, (id, from, to) -> spans.add(name(model, id)));
        assertEquals(tokens, spans);
        assertEquals(tokens.size(), session.count(utf8, 0, utf8.length));
        return tokens;
    }

    private static String name(Model model, int id) {
        return String.valueOf(model.vocabulary().tokenOf(id));
    }

    private static String spans(Model model, String text) {
        StringBuilder spans = new StringBuilder();
        byte[] utf8 = text.getBytes(UTF_8);
        model.newSession()
                .encode(
                        utf8,
                        0,
                        utf8.length,
                        (id, from, to) -> spans.append(from).append('-').append(to).append(' '));
        return spans.toString().trim();
    }

    @Test
    void emptyPieceHasNoTokens() {
        assertEquals(List.of(), tokens(model(letters()), ""));
    }

    @Test
    void unreachableTokenIsNotUsed() {
        assertEquals(List.of("ab", "c"), tokens(model(letters()), "abc"));
    }

    @Test
    void ignoreMergesTakesTheWholePieceAsAToken() {
        Model model = model(letters().option("ignore_merges", true));
        assertEquals(List.of("abc"), tokens(model, "abc"));
        assertEquals(List.of("abc"), tokens(model, "abc"));
        assertEquals(List.of("ab", "c", "a"), tokens(model, "abca"));
    }

    @Test
    void unknownCharactersVanishBeforeMergingWithoutUnkToken() {
        Model model = model(letters());
        assertEquals(List.of("ab"), tokens(model, "a\u00E9b"));
        assertEquals("0-2", spans(model, "a\u00E9b"));
    }

    @Test
    void unknownCharactersBecomeUnkToken() {
        Model model = model(letters().option("unk_token", "<unk>"));
        assertEquals(List.of("a", "<unk>", "<unk>", "b"), tokens(model, "a\u00E9\u00E9b"));
        assertEquals("0-1 1-3 3-5 5-6", spans(model, "a\u00E9\u00E9b"));
    }

    @Test
    void fuseUnkJoinsNeighbours() {
        Model model = model(letters().option("unk_token", "<unk>").option("fuse_unk", true));
        assertEquals(List.of("a", "<unk>", "b"), tokens(model, "a\u00E9\u00E9b"));
        assertEquals("0-1 1-5 5-6", spans(model, "a\u00E9\u00E9b"));
    }

    @Test
    void unkTokenOutsideOfTheVocabularyFailsWhenItIsNeeded() {
        Model model = model(letters().option("unk_token", "<none>"));
        assertEquals(List.of("ab"), tokens(model, "ab"));
        TokenizerException e =
                assertThrows(TokenizerException.class, () -> tokens(model, "a\u00E9"));
        assertEquals(
                "tokenizer.json: model.unk_token is \"<none>\", which is not in the vocabulary, but"
                        + " is needed for \"\u00E9\".",
                e.getMessage());
    }

    @Test
    void byteFallbackNeedsAllBytesOfACharacter() {
        ModelSpec.Builder spec =
                letters()
                        .token("<0xC3>", 6)
                        .token("<0xA9>", 7)
                        .option("byte_fallback", true)
                        .option("unk_token", "<unk>");
        Model model = model(spec);
        assertEquals(List.of("a", "<0xC3>", "<0xA9>"), tokens(model, "a\u00E9"));
        assertEquals("0-1 1-2 2-3", spans(model, "a\u00E9"));
        assertEquals(List.of("<unk>"), tokens(model, "\u00E8"));
        assertEquals(List.of("<0xC3>", "<0xA9>", "<unk>"), tokens(model, "\u00E8\u00E9"));
    }

    @Test
    void affixesMarkTheRestAndTheEndOfAWord() {
        ModelSpec.Builder spec =
                ModelSpec.builder("tokenizer.json")
                        .type("BPE")
                        .token("a", 0)
                        .token("##b", 1)
                        .token("##c</w>", 2)
                        .token("ab", 3)
                        .token("abc</w>", 4)
                        .option("continuing_subword_prefix", "##")
                        .option("end_of_word_suffix", "</w>")
                        .merge("a", "##b")
                        .merge("ab", "##c</w>");
        assertEquals(List.of("abc</w>"), tokens(model(spec), "abc"));
    }

    @Test
    void fullDropoutMergesNothingAndIgnoresIgnoreMerges() {
        Model model = model(letters().option("dropout", 1.0).option("ignore_merges", true));
        assertEquals(List.of("a", "b", "c"), tokens(model, "abc"));
    }

    @Test
    void dropoutIsRepeatableWithASeed() {
        ModelSpec spec = letters().option("dropout", 0.5).build();
        BpeFactory factory = new BpeFactory().withDropoutSeed(42);
        byte[] text = "abababababababab".getBytes(UTF_8);
        IdBuffer one = new IdBuffer(8);
        IdBuffer two = new IdBuffer(8);
        ModelSession first = factory.create(spec).newSession();
        ModelSession second = factory.create(spec).newSession();
        for (int i = 0; i < 50; i++) {
            first.encode(text, 0, text.length, one);
            second.encode(text, 0, text.length, two);
        }
        assertEquals(Arrays.toString(one.toArray()), Arrays.toString(two.toArray()));
        boolean merged = Arrays.stream(one.toArray()).anyMatch(id -> id == 2);
        boolean dropped = Arrays.stream(one.toArray()).anyMatch(id -> id == 0);
        assertEquals("true true", merged + " " + dropped);
    }

    @Test
    void dropoutOutsideOfItsRangeIsRefused() {
        TokenizerException e =
                assertThrows(
                        TokenizerException.class, () -> model(letters().option("dropout", 1.5)));
        assertEquals(
                "tokenizer.json: model.dropout is 1.5. Expected a number from 0 to 1.",
                e.getMessage());
    }

    @Test
    void wrongTypeOfAnOptionIsRefused() {
        TokenizerException e =
                assertThrows(
                        TokenizerException.class, () -> model(letters().option("fuse_unk", "yes")));
        assertEquals(
                "tokenizer.json: model.fuse_unk is \"yes\". Expected true or false.",
                e.getMessage());
    }

    @Test
    void mergesAndVocabularyAreBothNeeded() {
        ModelSpec.Builder spec = ModelSpec.builder("tokenizer.json").type("BPE").token("a", 0);
        TokenizerException e = assertThrows(TokenizerException.class, () -> model(spec));
        assertEquals(
                "tokenizer.json: model is a BPE model without merges. It needs both, even if"
                        + " empty.",
                e.getMessage());
    }

    @Test
    void byteLevelPieceMayCutACharacter() {
        ModelSpec.Builder spec =
                ModelSpec.builder("x")
                        .type("BPE")
                        .byteLevel(true)
                        .token("\u0120", 0)
                        .token("\u00C3", 1)
                        .token("\u00A9", 2)
                        .token("\u0120\u00C3", 3)
                        .mergesStart()
                        .merge("\u0120", "\u00C3");
        Model model = model(spec);
        byte[] text = " \u00E9".getBytes(UTF_8);
        IdBuffer ids = new IdBuffer(4);
        model.newSession().encode(text, 0, text.length, ids);
        assertEquals("[3, 2]", Arrays.toString(ids.toArray()));
        assertEquals("0-2 2-3", spans(model, " \u00E9"));
        assertEquals(Vocabulary.NOT_FOUND, model.vocabulary().idOfRaw(text, 1, 3));
    }

    @Test
    void repeatedMergeTakesTheLaterRank() {
        ModelSpec.Builder spec = letters().token("bc", 6).merge("b", "c").merge("a", "b");
        assertEquals(List.of("a", "bc"), tokens(model(spec), "abc"));
    }
}
