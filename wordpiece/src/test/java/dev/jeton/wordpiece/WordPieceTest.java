package dev.jeton.wordpiece;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jeton.tokenize.TokenizerException;
import dev.jeton.tokenize.kit.GoldenModels;
import dev.jeton.tokenize.kit.ModelChecks;
import dev.jeton.tokenize.model.IdBuffer;
import dev.jeton.tokenize.model.Model;
import dev.jeton.tokenize.model.ModelFactory;
import dev.jeton.tokenize.model.ModelSession;
import dev.jeton.tokenize.model.ModelSpec;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WordPieceTest {
    private static ModelSpec.Builder spec() {
        return ModelSpec.builder("tokenizer.json")
                .type("WordPiece")
                .option("unk_token", "[UNK]")
                .option("continuing_subword_prefix", "##")
                .option("max_input_chars_per_word", 100L)
                .vocabularyStarts();
    }

    private static int[] encode(Model model, String text) {
        IdBuffer ids = new IdBuffer(4);
        byte[] utf8 = text.getBytes(UTF_8);
        model.newSession().encode(utf8, 0, utf8.length, ids);
        return ids.toArray();
    }

    @Test
    void equalsTheReference() throws Exception {
        for (GoldenModels.Golden golden :
                GoldenModels.read(WordPieceTest.class.getResourceAsStream("models.tsv.gz"))) {
            ModelFactory factory =
                    golden.spec().type().equals("WordPiece")
                            ? new WordPieceFactory()
                            : new WordLevelFactory();
            ModelSession session = factory.create(golden.spec()).newSession();
            for (GoldenModels.Case c : golden.cases()) {
                ModelChecks.check(golden.name(), session, c);
            }
        }
    }

    @Test
    void bothFactoriesAreRegisteredTwice() throws Exception {
        ModelChecks.checkRegistered(WordPieceFactory.class);
        ModelChecks.checkRegistered(WordLevelFactory.class);
    }

    @Test
    void equalsTheSlowVersion() {
        long seed = Long.getLong("tests.seed", new Random().nextLong());
        Random random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            ModelSpec.Builder builder = spec().token("[UNK]", 0);
            for (int i = 1; i < 60; i++) {
                builder.token((random.nextBoolean() ? "##" : "") + word(random, 1, 6), i);
            }
            ModelSpec spec = builder.build();
            Model model = new WordPieceFactory().create(spec);
            for (int i = 0; i < 200; i++) {
                String text = word(random, 0, 20);
                assertArrayEquals(
                        SlowWordPiece.encode(spec.vocabulary(), text),
                        encode(model, text),
                        () -> "tests.seed=" + seed + " " + text);
            }
        }
    }

    private static String word(Random random, int least, int most) {
        StringBuilder word = new StringBuilder();
        for (int n = least + random.nextInt(most - least + 1); n > 0; n--) {
            word.append(new String[] {"a", "b", "é", "中", "#", "😀"}[random.nextInt(6)]);
        }
        return word.toString();
    }

    @Test
    void aWordOfAMillionCharactersIsOneUnknownToken() {
        Model model = new WordPieceFactory().create(spec().token("[UNK]", 7).token("a", 1).build());
        assertArrayEquals(new int[] {7}, encode(model, "a".repeat(1_000_000)));
    }

    @Test
    void aLongWordIsCutWhereTheLimitAllowsIt() {
        ModelSpec spec =
                spec().option("max_input_chars_per_word", 1L << 40)
                        .token("[UNK]", 7)
                        .token("a", 1)
                        .token("##aaa", 2)
                        .build();
        int[] ids = encode(new WordPieceFactory().create(spec), "a".repeat(3_000_001));
        assertEquals(1_000_001, ids.length);
        assertEquals(1_000_000, Arrays.stream(ids).filter(id -> id == 2).count());
    }

    @Test
    void missingFieldsAreNamed() {
        TokenizerException e =
                assertThrows(
                        TokenizerException.class,
                        () ->
                                new WordPieceFactory()
                                        .create(
                                                spec().option("unk_token", null)
                                                        .token("a", 0)
                                                        .build()));
        assertEquals(
                "tokenizer.json: model is a WordPiece model without unk_token. Add the field.",
                e.getMessage());
        e =
                assertThrows(
                        TokenizerException.class,
                        () ->
                                new WordPieceFactory()
                                        .create(
                                                ModelSpec.builder("tokenizer.json")
                                                        .type("WordPiece")
                                                        .build()));
        assertEquals(
                "tokenizer.json: model is a WordPiece model without vocab. Add the field.",
                e.getMessage());
    }

    @Test
    void anUnknownTokenThatIsMissingIsNamedWhenATextNeedsIt() {
        Model model = new WordPieceFactory().create(spec().token("a", 0).build());
        assertArrayEquals(new int[] {0}, encode(model, "a"));
        TokenizerException e = assertThrows(TokenizerException.class, () -> encode(model, "b"));
        assertEquals(
                "tokenizer.json: model.unk_token is \"[UNK]\", which is not in the vocabulary, but"
                        + " the text has a word that needs it. Add the token to the vocabulary.",
                e.getMessage());
    }
}
