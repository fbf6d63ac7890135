package dev.jeton.bpe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jeton.tokenize.EncodeOptions;
import dev.jeton.tokenize.LoadLimits;
import dev.jeton.tokenize.SpecialTokenPolicy;
import dev.jeton.tokenize.Tiktoken;
import dev.jeton.tokenize.TiktokenEncoding;
import dev.jeton.tokenize.Tokenizer;
import dev.jeton.tokenize.TokenizerException;
import dev.jeton.tokenize.TokenizerLoader;
import dev.jeton.tokenize.Tokenizers;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Rank files and what is said of broken ones; equality with tiktoken is shown by golden rows. */
class RankFilesTest {
    private static final TiktokenEncoding ENCODING =
            TiktokenEncoding.of("test", "\\S+|\\s+", Map.of("<|end|>", 300, "<|end|>!", 301));

    private static List<String> bytes() {
        List<String> lines = new ArrayList<>();
        for (int b = 0; b < 256; b++) {
            lines.add(line(new byte[] {(byte) b}, b));
        }
        return lines;
    }

    private static String line(byte[] token, int rank) {
        return Base64.getEncoder().encodeToString(token) + " " + rank;
    }

    private static byte[] file(String... more) {
        List<String> lines = bytes();
        for (int i = 0; i < more.length; i++) {
            lines.add(line(more[i].getBytes(UTF_8), 256 + i));
        }
        return String.join("\n", lines).getBytes(UTF_8);
    }

    private static Tokenizer load(byte[] file) {
        return Tokenizers.loader().encoding(ENCODING).load(file, "x.tiktoken");
    }

    private static String message(TokenizerLoader loader, String file) {
        TokenizerException e =
                assertThrows(
                        TokenizerException.class,
                        () -> loader.load(file.getBytes(UTF_8), "x.tiktoken"));
        return String.valueOf(e.getMessage());
    }

    private static String broken(String file) {
        return message(Tokenizers.loader().encoding(ENCODING), file);
    }

    @Test
    void theRankOfTheResultDecides() {
        assertArrayEquals(new int[] {256, 258}, load(file("ab", "ba", "aba")).encodeIds("ababa"));
        assertArrayEquals(new int[] {258, 256}, load(file("ba", "ab", "aba")).encodeIds("ababa"));
    }

    @Test
    void aPieceThatIsATokenIsThatToken() {
        Tokenizer tokenizer = load(file("xyz"));
        assertArrayEquals(new int[] {256}, tokenizer.encodeIds("xyz"));
        assertArrayEquals(new int[] {'w', 'x', 'y', 'z'}, tokenizer.encodeIds("wxyz"));
    }

    @Test
    void specialTokensHaveTheThreeModes() {
        Tiktoken tiktoken = Tiktoken.of(load(file()));
        assertArrayEquals(
                new int[] {'a', 300}, tiktoken.encode("a<|end|>", SpecialTokenPolicy.match()));
        assertEquals(8, tiktoken.encodeOrdinary("a<|end|>").length);
        assertArrayEquals(
                new int[] {300},
                tiktoken.encode("<|end|>", SpecialTokenPolicy.allow(Set.of("<|end|>"))));
        assertEquals(
                "The text has the special token \"<|end|>\", which the SpecialTokenPolicy of this call"
                        + " refuses. Allow it, or take it as text (SpecialTokenPolicy.plain()).",
                assertThrows(TokenizerException.class, () -> tiktoken.encode("a<|end|>"))
                        .getMessage());
    }

    @Test
    void refusedStringsAreFoundEverywhere() {
        Tokenizer tokenizer = load(file());
        EncodeOptions options =
                EncodeOptions.defaults()
                        .withSpecialTokenPolicy(SpecialTokenPolicy.match().refuse(Set.of("nd|")));
        assertThrows(TokenizerException.class, () -> tokenizer.encodeIds("<|end|>", options));
        assertThrows(TokenizerException.class, () -> tokenizer.encode("<|end|>", options));
        assertThrows(TokenizerException.class, () -> tokenizer.count("<|end|>", options));
        assertEquals(3, tokenizer.count("nd ", options));
    }

    @Test
    void whatIsSavedGivesTheSameIds() {
        Tokenizer tokenizer = load(file("ab", "abc", " a"));
        Tokenizer saved = Tokenizers.loader().load(tokenizer.toJson().getBytes(UTF_8), "saved");
        for (String text : List.of("abc ab a", "<|end|>!abc<|end|>", "é")) {
            assertArrayEquals(tokenizer.encodeIds(text), saved.encodeIds(text));
        }
        assertEquals(tokenizer.toJson(), saved.toJson());
    }

    @Test
    void brokenFilesAreRefusedWithTheLine() {
        assertEquals(
                "x.tiktoken: line 2 is not \"TOKEN RANK\". Expected a number from 0 to 4294967295"
                        + " behind the token and a space.",
                broken("YQ== 1\nYg== x"));
        assertEquals(
                "x.tiktoken: line 2 is not \"TOKEN RANK\". Expected a token in Base64.",
                broken("YQ== 1\n! 2"));
        assertEquals(
                "x.tiktoken: line 2 has the rank 1, which another token has already. Each token needs"
                        + " a rank of its own.",
                broken("YQ== 1\nYg== 1"));
        assertEquals(
                "x.tiktoken: byte 0 is no token. Each of the 256 bytes needs a token, or some texts"
                        + " could not be encoded.",
                broken("YQ== 1"));
    }

    @Test
    void aRankFileNeedsAnEncoding() {
        assertEquals(
                "x.tiktoken is a file of ranks, which says nothing of the pattern and the special"
                        + " tokens, and it is none of OpenAI's. Say which encoding it has:"
                        + " Tokenizers.loader().encoding(...).",
                message(Tokenizers.loader(), "YQ== 1"));
        assertEquals(
                "x.tiktoken is not the rank file of r50k_base: its SHA-256 is"
                        + " 8546af3fd09f50f0ec7cbd169e446e805fc386ee7c05b664e4d175c254ef6cc5. Expected"
                        + " 306cd27f03c1a714eca7108e03d66b7dc042abe8c258b44c199a7ed9838dd930. For ranks"
                        + " of your own make an encoding with TiktokenEncoding.of.",
                message(
                        Tokenizers.loader().encoding(TiktokenEncoding.named("r50k_base")),
                        "YQ== 1"));
    }

    @Test
    void limitsAreNamed() {
        LoadLimits limits = LoadLimits.defaults();
        TokenizerLoader loader = Tokenizers.loader().encoding(ENCODING);
        assertEquals(
                "x.tiktoken: line 1 has a token of 3 bytes, more than 2 (LoadLimits.maxTokenBytes).",
                message(loader.limits(limits.withMaxTokenBytes(2)), "YWJj 1"));
        assertEquals(
                "x.tiktoken has 6 bytes, more than 5 (LoadLimits.maxBytes).",
                message(loader.limits(limits.withMaxBytes(5)), "YQ== 1"));
        assertEquals(
                "x.tiktoken: ranks.tokens has more than 1 entries (LoadLimits.maxVocabulary).",
                message(loader.limits(limits.withMaxVocabulary(1)), "YQ== 1\nYg== 2"));
    }
}
