package dev.jeton.tokenize.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jeton.tokenize.TokenizerException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ModelSpecTest {
    private static ModelSpec.Builder spec() {
        return ModelSpec.builder("tokenizer.json").type("BPE").token("t", 0).token("he", 1);
    }

    private static void fails(String message, Executable code) {
        assertEquals(message, assertThrows(TokenizerException.class, code).getMessage());
    }

    @Test
    void mergesMayComeBeforeTheVocabulary() {
        ModelSpec spec =
                ModelSpec.builder("x")
                        .merge("a", "b")
                        .token("a", 0)
                        .token("b", 1)
                        .token("ab", 9)
                        .build();
        assertEquals(1, spec.merges().size());
        assertEquals(9, spec.merges().result(0));
        assertTrue(spec.hasMerges());
        assertFalse(ModelSpec.builder("x").build().hasVocabulary());
    }

    @Test
    void mergeOfAnUnknownTokenIsRefused() {
        fails(
                "tokenizer.json: model.merges[1] joins \"t\" and \"she\", but \"she\" is not in"
                        + " model.vocab.",
                () -> spec().token("the", 2).merge("t", "he").merge("t", "she").build());
    }

    @Test
    void mergeWhoseResultIsNotATokenIsRefused() {
        fails(
                "tokenizer.json: model.merges[0] joins \"t\" and \"he\", but \"the\" is not in"
                        + " model.vocab.",
                () -> spec().merge("t", "he").build());
    }

    @Test
    void ggufNamesItsOwnPlaces() {
        fails(
                "m.gguf: tokenizer.ggml.merges[0] joins \"t\" and \"he\", but \"the\" is not in"
                        + " tokenizer.ggml.tokens.",
                () ->
                        ModelSpec.builder("m.gguf")
                                .names("tokenizer.ggml", "tokens", "merges")
                                .listedToken("t")
                                .listedToken("he")
                                .mergeLine("t he")
                                .build());
    }

    @Test
    void versionLineIsSkipped() {
        ModelSpec spec =
                spec().token("the", 2).mergeLine("#version: 0.2").mergeLine("t he").build();
        assertEquals(1, spec.merges().size());
    }

    @Test
    void lineOfThreeTokensIsRefused() {
        fails(
                "tokenizer.json: model.merges[0] is \"t h e\". Expected two tokens with one space"
                        + " between them; tokens that contain a space need the form [\"left\","
                        + " \"right\"].",
                () -> spec().mergeLine("t h e"));
    }

    @Test
    void prefixIsTakenFromTheRightToken() {
        ModelSpec spec =
                spec().token("##s", 3)
                        .token("ts", 4)
                        .option("continuing_subword_prefix", "##")
                        .merge("t", "##s")
                        .build();
        assertEquals(4, spec.merges().result(0));
        fails(
                "tokenizer.json: model.merges[0] joins \"he\" and \"t\", but the second does not"
                        + " begin with the continuing_subword_prefix \"##\".",
                () -> spec().option("continuing_subword_prefix", "##").merge("he", "t").build());
    }

    @Test
    void limitsAreNamed() {
        fails(
                "tokenizer.json: model.vocab has more than 2 entries (LoadLimits.maxVocabulary).",
                () -> spec().maxVocabulary(2).token("x", 2));
        fails(
                "tokenizer.json: model.merges has more than 1 merges (LoadLimits.maxMerges).",
                () -> spec().maxMerges(1).merge("t", "he").merge("t", "t"));
        fails(
                "tokenizer.json: model.vocab has more than 5 bytes of tokens"
                        + " (LoadLimits.maxTokenBytes).",
                () -> spec().maxTokenBytes(5).token("more", 2));
    }

    @Test
    void optionsCheckTheirTypes() {
        ModelOptions options =
                spec().option("a", 1.5).option("b", 3).option("c", null).build().options();
        assertEquals(1.5, options.number("a", 0));
        assertEquals(3, options.number("b", 0));
        assertEquals(3, options.integer("b", 0));
        assertFalse(options.has("c"));
        fails(
                "tokenizer.json: model.a is 1.5. Expected a whole number from 0 on.",
                () -> options.integer("a", 0));
        fails("tokenizer.json: model.b is 3. Expected a string.", () -> options.string("b"));
    }
}
