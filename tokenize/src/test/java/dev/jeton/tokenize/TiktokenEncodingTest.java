package dev.jeton.tokenize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TiktokenEncodingTest {
    private static String model(String name) {
        return TiktokenEncoding.ofModel(name).name();
    }

    @Test
    void allEncodingsOfOpenAiAreKnown() {
        assertEquals(
                List.of(
                        "gpt2",
                        "r50k_base",
                        "p50k_base",
                        "p50k_edit",
                        "cl100k_base",
                        "o200k_base",
                        "o200k_harmony"),
                TiktokenEncoding.names());
        Map<String, Integer> harmony = TiktokenEncoding.named("o200k_harmony").specialTokens();
        assertEquals(1091, harmony.size());
        assertEquals(200018, harmony.get("<|endofprompt|>"));
        assertEquals(200018, harmony.get("<|reserved_200018|>"));
        assertEquals(201087, harmony.get("<|reserved_201087|>"));
    }

    @Test
    void modelsAreFoundByNameAndByTheBeginOfTheName() {
        assertEquals("cl100k_base", model("gpt-4"));
        assertEquals("cl100k_base", model("gpt-4-32k"));
        assertEquals("o200k_base", model("gpt-4o"));
        assertEquals("o200k_base", model("gpt-4o-2024-08-06"));
        assertEquals("o200k_base", model("gpt-4.1-nano"));
        assertEquals("o200k_base", model("gpt-5.2-codex"));
        assertEquals("o200k_harmony", model("gpt-oss-120b"));
        assertEquals("o200k_base", model("ft:gpt-4o:me"));
        assertEquals("cl100k_base", model("ft:gpt-4:me"));
        assertEquals("p50k_edit", model("code-davinci-edit-001"));
        assertEquals("r50k_base", model("davinci"));
        assertEquals("gpt2", model("gpt-2"));
    }

    @Test
    void anUnknownNameSaysWhatIsKnown() {
        String message =
                assertThrows(
                                IllegalArgumentException.class,
                                () -> TiktokenEncoding.named("cl10k_base"))
                        .getMessage();
        assertEquals(
                "There is no encoding \"cl10k_base\". Known encodings: gpt2, r50k_base, p50k_base,"
                        + " p50k_edit, cl100k_base, o200k_base, o200k_harmony. Did you mean"
                        + " \"cl100k_base\"?",
                message);
        message =
                assertThrows(
                                IllegalArgumentException.class,
                                () -> TiktokenEncoding.ofModel("claude"))
                        .getMessage();
        assertEquals(
                "The encoding of the model \"claude\" is not known. Name the encoding itself: gpt2,"
                        + " r50k_base, p50k_base, p50k_edit, cl100k_base, o200k_base,"
                        + " o200k_harmony.",
                message);
    }
}
