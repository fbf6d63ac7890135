package dev.jeton.tokenize;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Every limit of a call and of the patterns, and the message that names it. */
class EncodeLimitsTest {
    private static final Tokenizer TOKENIZER =
            load(
                    "{\"version\":\"1.0\",\"pre_tokenizer\":{\"type\":\"WhitespaceSplit\"},"
                            + "\"model\":{\"type\":\"WordLevel\",\"vocab\":{\"a\":0,\"?\":1},"
                            + "\"unk_token\":\"?\"}}",
                    LoadLimits.defaults());

    private static Tokenizer load(String json, LoadLimits limits) {
        return TokenizerJson.loader().limits(limits).load(json.getBytes(UTF_8), "tokenizer.json");
    }

    private static EncodeOptions options(EncodeLimits limits) {
        return EncodeOptions.defaults().withLimits(limits);
    }

    private static void assertRefused(String message, Executable call) {
        assertEquals(message, assertThrows(TokenizerException.class, call).getMessage());
    }

    @Test
    void longTextsAreRefusedByEveryCall() {
        EncodeOptions options = options(EncodeLimits.defaults().withMaxTextBytes(3));
        String message =
                "The text has 4 bytes or more, but at most 3 are encoded"
                        + " (EncodeLimits.maxTextBytes).";
        assertRefused(message, () -> TOKENIZER.count("aaaa", options));
        assertRefused(message, () -> TOKENIZER.encodeIds("aaaa", options));
        assertRefused(message, () -> TOKENIZER.encode("aaaa", options));
        assertRefused(message, () -> TOKENIZER.count("\u00E9\u00E9", options));
        assertEquals(1, TOKENIZER.count("aaa", options));
    }

    @Test
    void manyIdsAreRefusedByEveryCall() {
        EncodeOptions options = options(EncodeLimits.defaults().withMaxIds(2));
        String message = "The text has more than 2 ids (EncodeLimits.maxIds).";
        assertRefused(message, () -> TOKENIZER.count("a a a", options));
        assertRefused(message, () -> TOKENIZER.encodeIds("a a a", options));
        assertRefused(message, () -> TOKENIZER.encode("a a a", options));
        assertEquals(2, TOKENIZER.count("a a", options));
    }

    @Test
    void paddingAndWindowsCount() {
        EncodeOptions options = options(EncodeLimits.defaults().withMaxIds(10));
        Padding padding = new Padding(11, Direction.RIGHT, 0, 0, 0, "a");
        assertRefused(
                "Padding to 11 ids, more than 10 (EncodeLimits.maxIds).",
                () -> TOKENIZER.encode("a", options.withPadding(padding)));
        Truncation windows =
                new Truncation(5, 4, Truncation.Strategy.LONGEST_FIRST, Direction.RIGHT);
        assertRefused(
                "Truncation with stride 4 makes parts of some 30 ids together, more than 10"
                        + " (EncodeLimits.maxIds).",
                () -> TOKENIZER.encode("a a a a a a a a a", options.withTruncation(windows)));
    }

    @Test
    void stepsOfPatternsAndDepthOfJsonAreLimits() {
        String pattern =
                "{\"version\":\"1.0\",\"pre_tokenizer\":{\"type\":\"Split\",\"pattern\":{\"Regex\":"
                        + "\"(a*)*\\\\1b\"},\"behavior\":\"Removed\",\"invert\":false},"
                        + "\"model\":{\"type\":\"WordLevel\",\"vocab\":{\"?\":0},\"unk_token\":\"?\"}}";
        Tokenizer strict = load(pattern, LoadLimits.defaults().withMaxPatternSteps(0));
        TokenizerException e =
                assertThrows(TokenizerException.class, () -> strict.count("a".repeat(400)));
        assertEquals(true, String.valueOf(e.getMessage()).contains("LoadLimits.maxPatternSteps"));
        assertRefused(
                "tokenizer.json: the JSON is nested deeper than 2 levels (LoadLimits.maxJsonDepth),"
                        + " or has a number too long.",
                () -> load(pattern, LoadLimits.defaults().withMaxJsonDepth(2)));
        assertEquals(
                "LoadLimits.maxJsonDepth is 128, expected 127 at most.",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> LoadLimits.defaults().withMaxJsonDepth(128))
                        .getMessage());
    }

    @Test
    void negativeLimitsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new EncodeLimits(-1, 0));
        assertThrows(IllegalArgumentException.class, () -> new EncodeLimits(0, -1));
    }
}
