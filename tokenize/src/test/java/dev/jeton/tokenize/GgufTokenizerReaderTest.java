package dev.jeton.tokenize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jeton.tokenize.internal.gguf.GgufFile;
import dev.jeton.tokenize.internal.gguf.GgufValueType;
import dev.jeton.tokenize.internal.gguf.GgufWriter;
import dev.jeton.tokenize.internal.json.TokenizerFile;
import dev.jeton.tokenize.model.IdBuffer;
import dev.jeton.tokenize.model.Merges;
import dev.jeton.tokenize.model.ModelSpec;
import dev.jeton.tokenize.model.Vocabulary;
import dev.jeton.tokenize.pipeline.ByteLevel;
import dev.jeton.tokenize.pipeline.NormalizedString;
import dev.jeton.tokenize.pipeline.PostProcessor;
import dev.jeton.tokenize.pipeline.PreTokenizedString;
import dev.jeton.tokenize.pipeline.PreTokenizer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GgufTokenizerReaderTest {
    private static final String TEXT =
            "It's 1234567  words,\r\n\n \u4F60\u597D\u3042 Ab\u0301c' ($5)! end";

    @TempDir private Path folder = Path.of("");

    @Test
    void everyPreTokenizerCutsWithoutLosingText() {
        assertTrue(GgufPreTokenizer.names().size() > 80);
        for (String name : GgufPreTokenizer.names()) {
            assertEquals(TEXT, String.join("", cut(name, TEXT)), name);
        }
    }

    @Test
    void namesStandForTheirPatterns() {
        assertEquals(List.of("a", " 12345"), cut("gpt-2", "a 12345"));
        assertEquals(List.of("a", " ", "1", "2", "3"), cut("smollm", "a 123"));
        assertEquals(List.of("a", " ", "123", "45"), cut("llama-bpe", "a 12345"));
        assertEquals(List.of("a", " ", "12", "345"), cut("tiny_aya", "a 12345"));
        assertEquals(List.of("a", " ", "12", "345"), cut("afmoe", "a 12345"));
        assertEquals(List.of("12", "345"), cut("superbpe", "12345"));
        assertEquals(List.of("a", "\u4F60\u597D", "b"), cut("kimi-k2", "a\u4F60\u597Db"));
        assertEquals(List.of("a", "\u4F60\u597D", "b"), cut("deepseek-v3", "a\u4F60\u597Db"));
        assertEquals(List.of("a b", "\n\n", "c"), cut("gemma4", "a b\n\nc"));
    }

    private static List<String> cut(String name, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        PreTokenizedString pieces =
                PreTokenizedString.of(NormalizedString.of(utf8, 0, utf8.length));
        GgufPreTokenizer pre = GgufPreTokenizer.named(name, "f.gguf");
        for (PreTokenizer stage : Parts.flat(pre.stages())) {
            if (stage instanceof ByteLevel bytes) {
                bytes.cutOnly(pieces);
            } else {
                stage.preTokenize(pieces);
            }
        }
        List<String> result = new ArrayList<>();
        for (int i = 0; i < pieces.size(); i++) {
            result.add(pieces.piece(i).toString());
        }
        return result;
    }

    @Test
    void unknownNamesAndKindsAreRefusedByName() {
        String kind = refusal(vocabulary("rwkv"));
        assertEquals(
                "v.gguf: tokenizer.ggml.model is \"rwkv\", which is not supported. Known kinds:"
                        + " bert, gemma4, gpt2, llama, t5.",
                kind);
        String pre = refusal(vocabulary("gpt2").text("tokenizer.ggml.pre", "nobody"));
        assertTrue(pre.startsWith("v.gguf: tokenizer.ggml.pre is \"nobody\", which is"), pre);
        assertTrue(pre.contains("kimi-k2, kormo, laguna"), pre);
    }

    @Test
    void brokenVocabulariesAreRefused() {
        assertTrue(
                refusal(vocabulary("gpt2").texts("tokenizer.ggml.merges", List.of("ab")))
                        .contains("tokenizer.ggml.merges[0] is \"ab\". Expected two tokens"));
        assertTrue(
                refusal(vocabulary("llama").count("tokenizer.ggml.bos_token_id", 99))
                        .contains("bos_token_id is 99. Expected a number below 6"));
        assertTrue(
                refusal(types(vocabulary("llama"), 1, 2))
                        .contains("token_type has 2 elements. Expected 6"));
        assertTrue(
                refusal(
                                flag(
                                        vocabulary("gpt2")
                                                .texts("tokenizer.ggml.merges", List.of()),
                                        "add_bos_token",
                                        true))
                        .contains(
                                "add_bos_token is on, but tokenizer.ggml.bos_token_id is missing"));
        assertTrue(refusal(vocabulary("bert")).contains("needs tokenizer.ggml.bos_token_id"));
    }

    @Test
    void mergesFollowFromScores() {
        GgufWriter file = types(vocabulary("llama"), 2, 3, 3, 1, 1, 1);
        scores(file, 0, 0, 0, -2, -3, -1);
        TokenizerFile read = read(file);
        ModelSpec spec = read.model().build();
        Merges merges = spec.merges();
        assertEquals(1, merges.size());
        assertEquals(List.of(3, 4, 5), List.of(merges.left(0), merges.right(0), merges.result(0)));
        assertEquals("<unk>", spec.options().string("unk_token"));
        assertEquals(
                List.of("<unk>", "<s>", "</s>"),
                read.addedTokens().stream().map(AddedToken::content).toList());
    }

    @Test
    void llamaAddsItsBeginByDefault() {
        assertEquals(List.of(1), before(read(types(vocabulary("llama"), 2, 3, 3, 1, 1, 1))));
        GgufWriter without = flag(vocabulary("llama"), "add_bos_token", false);
        assertNull(read(without).postProcessor());
        GgufWriter other = vocabulary("llama").count("tokenizer.ggml.bos_token_id", 2);
        assertEquals(List.of(2), before(read(other)));
    }

    @Test
    void aSpaceStandsBeforeTheTextUnlessTheFileSaysNo() {
        assertEquals("\u2581a\u2581b", normalized(read(vocabulary("llama")), "a b"));
        GgufWriter without = flag(vocabulary("llama"), "add_space_prefix", false);
        assertEquals("a\u2581b", normalized(read(without), "a b"));
    }

    @Test
    void unigramRemovesSpacesWhereAsked() {
        GgufWriter plain = vocabulary("t5").count("tokenizer.ggml.unknown_token_id", 0);
        assertNull(read(plain).normalizer());
        GgufWriter clean = vocabulary("t5").count("tokenizer.ggml.unknown_token_id", 0);
        flag(clean, "remove_extra_whitespaces", true);
        assertEquals("a b", normalized(read(clean), "  a   b  "));
    }

    /** A text that begins with a space gets no second one, as in the original tokenizers. */
    @Test
    void unigramPutsOneSpaceBeforeTheText() {
        GgufWriter file = vocabulary("t5").count("tokenizer.ggml.unknown_token_id", 0);
        flag(file, "add_space_prefix", true);
        PreTokenizer spaces = Objects.requireNonNull(read(file).preTokenizer());
        for (String text : List.of("a b", " a b")) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            PreTokenizedString pieces =
                    PreTokenizedString.of(NormalizedString.of(utf8, 0, utf8.length));
            spaces.preTokenize(pieces);
            assertEquals(1, pieces.size());
            assertEquals("\u2581a\u2581b", pieces.piece(0).toString());
        }
    }

    @Test
    void bertTokensAreMarkedAtTheBeginOfWords() {
        GgufWriter file =
                new GgufWriter()
                        .text("tokenizer.ggml.model", "bert")
                        .texts(
                                "tokenizer.ggml.tokens",
                                List.of("[UNK]", "[CLS]", "[SEP]", "\u2581ab", "c", "[unused1]"))
                        .count("tokenizer.ggml.unknown_token_id", 0)
                        .count("tokenizer.ggml.bos_token_id", 1)
                        .count("tokenizer.ggml.seperator_token_id", 2);
        Vocabulary vocabulary = read(file).model().build().vocabulary();
        assertEquals(3, vocabulary.idOf("ab"));
        assertEquals(4, vocabulary.idOf("##c"));
        assertEquals(5, vocabulary.idOf("[unused1]"));
    }

    private static List<Integer> before(TokenizerFile file) {
        PostProcessor.@Nullable Surroundings around =
                Objects.requireNonNull(file.postProcessor()).surroundings();
        IdBuffer ids = new IdBuffer(4);
        Objects.requireNonNull(around).addBefore(ids);
        List<Integer> list = new ArrayList<>();
        for (int id : ids.toArray()) {
            list.add(id);
        }
        return list;
    }

    private static String normalized(TokenizerFile file, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        NormalizedString string = NormalizedString.of(utf8, 0, utf8.length);
        Objects.requireNonNull(file.normalizer()).normalize(string);
        return string.toString();
    }

    private static GgufWriter vocabulary(String kind) {
        return new GgufWriter()
                .text("tokenizer.ggml.model", kind)
                .texts("tokenizer.ggml.tokens", List.of("<unk>", "<s>", "</s>", "a", "b", "ab"));
    }

    private static GgufWriter flag(GgufWriter file, String key, boolean value) {
        return file.entry("tokenizer.ggml." + key, GgufValueType.BOOL).raw(value ? 1 : 0, 1);
    }

    private static GgufWriter types(GgufWriter file, int... types) {
        file.entry("tokenizer.ggml.token_type", GgufValueType.ARRAY)
                .raw(GgufValueType.INT32.id(), 4)
                .raw(types.length, 8);
        for (int type : types) {
            file.raw(type, 4);
        }
        return file;
    }

    private static void scores(GgufWriter file, float... scores) {
        file.entry("tokenizer.ggml.scores", GgufValueType.ARRAY)
                .raw(GgufValueType.FLOAT32.id(), 4)
                .raw(scores.length, 8);
        for (float score : scores) {
            file.raw(Float.floatToRawIntBits(score), 4);
        }
    }

    private TokenizerFile read(GgufWriter file) {
        return GgufTokenizerReader.read(
                GgufFile.read(file.writeTo(folder.resolve("v.gguf"))), LoadLimits.defaults());
    }

    private String refusal(GgufWriter file) {
        return String.valueOf(
                assertThrows(TokenizerException.class, () -> read(file)).getMessage());
    }
}
