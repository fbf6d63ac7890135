package dev.jeton.unigram;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jeton.tokenize.TokenizerException;
import dev.jeton.tokenize.kit.GoldenModels;
import dev.jeton.tokenize.kit.ModelChecks;
import dev.jeton.tokenize.model.IdBuffer;
import dev.jeton.tokenize.model.Model;
import dev.jeton.tokenize.model.ModelSession;
import dev.jeton.tokenize.model.ModelSpec;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class UnigramTest {
    private static ModelSpec.Builder spec() {
        return ModelSpec.builder("tokenizer.json").type("Unigram").vocabularyStarts();
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
                GoldenModels.read(UnigramTest.class.getResourceAsStream("models.tsv.gz"))) {
            ModelSession session = new UnigramFactory().create(golden.spec()).newSession();
            for (GoldenModels.Case c : golden.cases()) {
                ModelChecks.check(golden.name(), session, c);
            }
        }
    }

    @Test
    void isRegisteredTwice() throws Exception {
        ModelChecks.checkRegistered(UnigramFactory.class);
    }

    @Test
    void aMillionEqualCharactersAreCutInLinearTime() {
        ModelSpec.Builder builder = spec().scoredPiece("<unk>", 0).option("unk_id", 0L);
        for (int n = 1; n <= 16; n++) {
            builder.scoredPiece("a".repeat(n), -10 + 0.5 * n);
        }
        int[] ids = encode(new UnigramFactory().create(builder.build()), "a".repeat(1_000_000));
        assertEquals(62_500, ids.length);
        assertEquals(62_500, Arrays.stream(ids).filter(id -> id == 16).count());
    }

    @Test
    void aMillionUnknownCharactersAreOneToken() {
        Model model =
                new UnigramFactory()
                        .create(spec().scoredPiece("<unk>", 0).option("unk_id", 0L).build());
        assertArrayEquals(new int[] {0}, encode(model, "é".repeat(1_000_000)));
    }

    @Test
    void unkIdBehindTheVocabularyIsRefused() {
        TokenizerException e =
                assertThrows(
                        TokenizerException.class,
                        () ->
                                new UnigramFactory()
                                        .create(
                                                spec().scoredPiece("a", 0)
                                                        .option("unk_id", 1L)
                                                        .build()));
        assertEquals(
                "tokenizer.json: model.unk_id is 1, but vocab has only 1 pieces.", e.getMessage());
    }

    @Test
    void withoutUnkIdAnUnknownCharacterIsRefused() {
        Model model = new UnigramFactory().create(spec().scoredPiece("a", 0).build());
        assertArrayEquals(new int[] {0, 0}, encode(model, "aa"));
        TokenizerException e = assertThrows(TokenizerException.class, () -> encode(model, "ab"));
        assertEquals(
                "tokenizer.json: model has no unk_id, but the text has a character that no piece"
                        + " of vocab covers. Set unk_id.",
                e.getMessage());
    }
}
