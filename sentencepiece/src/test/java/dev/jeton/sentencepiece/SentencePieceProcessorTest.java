package dev.jeton.sentencepiece;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jeton.tokenize.LoadLimits;
import dev.jeton.tokenize.Tokenizer;
import dev.jeton.tokenize.TokenizerException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SentencePieceProcessorTest {
    private static final Path MODELS = Path.of("..", "testdata", "tokenizers", "sp");

    /** Writes model files, right and wrong ones. */
    private static final class Writer {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Writer number(int field, int value) {
            out.write(field << 3);
            return varint(value);
        }

        Writer bytes(int field, byte[] value) {
            varint(field << 3 | 2);
            varint(value.length);
            out.writeBytes(value);
            return this;
        }

        Writer piece(String text, double score, int type) {
            Writer piece = new Writer().bytes(1, text.getBytes(UTF_8));
            piece.out.write(2 << 3 | 5);
            byte[] bits =
                    ByteBuffer.allocate(4)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putFloat((float) score)
                            .array();
            piece.out.writeBytes(bits);
            return bytes(1, piece.number(3, type).toBytes());
        }

        private Writer varint(int value) {
            int rest = value;
            while (rest > 0x7F) {
                out.write((rest & 0x7F) | 0x80);
                rest >>>= 7;
            }
            out.write(rest);
            return this;
        }

        byte[] toBytes() {
            return out.toByteArray();
        }

        SentencePieceProcessor load() {
            return SentencePieceProcessor.load(toBytes(), "a.model", LoadLimits.defaults());
        }
    }

    private static Writer unigram() {
        return new Writer()
                .piece("<unk>", 0, 2)
                .piece("a", -1, 1)
                .piece("b", -2, 1)
                .piece("ab", -2.5, 1)
                .piece("\u2581", -1.5, 1);
    }

    private static String messageOf(Writer model) {
        return String.valueOf(assertThrows(TokenizerException.class, model::load).getMessage());
    }

    @Test
    void hostileFilesAreRefusedWithFieldAndOffset() {
        assertEquals(
                "a.model: no piece has the type UNKNOWN. Expected one, usually <unk>.",
                messageOf(new Writer().piece("a", 0, 1)));
        assertEquals(
                "a.model: pieces[5] and pieces[6] are both \"x\".",
                messageOf(unigram().piece("x", 0, 1).piece("x", 0, 1)));
        assertEquals(
                "a.model: pieces[0].type at byte 9 is 9. Expected 1 to 6.",
                messageOf(new Writer().piece("", 0, 9)));
        assertEquals(
                "a.model: pieces[0] at byte 0 has the wire type 0. Expected bytes (2).",
                messageOf(new Writer().number(1, 7)));
        assertEquals(
                "a.model: trainer_spec.model_type at byte 2 is 5. Expected 1 (unigram), 2 (bpe), 3"
                        + " (word) or 4 (char).",
                messageOf(new Writer().bytes(2, new Writer().number(3, 5).toBytes())));
        assertEquals(
                "a.model: normalizer_spec.precompiled_charsmap has 1 bytes. Expected 4 or more.",
                messageOf(unigram().bytes(3, new Writer().bytes(2, new byte[1]).toBytes())));
        byte[] cut = new byte[] {0x0A, 0x7F, 1};
        TokenizerException e =
                assertThrows(
                        TokenizerException.class,
                        () -> SentencePieceProcessor.load(cut, "a.model", LoadLimits.defaults()));
        assertEquals(
                "a.model: pieces[0] at byte 0 says that it has 127 bytes, but only 1 are left.",
                e.getMessage());
    }

    /** Charsmap of one rule: "a" to a replacement; or, with a loop, any number of "a". */
    private static byte[] rules(String replacement, boolean loop) {
        // Units 0: root, children at 0 ^ 1; 1 ^ 'a' ...: a double array by hand.
        int child = 'a';
        int[] units = new int[256];
        units[0] = 0; // offset 0
        int childOffset = loop ? child : 128;
        units[child] = child | childOffset << 10 | (loop ? 0 : 0x100);
        if (!loop) {
            units[child ^ childOffset] = 0x80000000;
        }
        byte[] text = (replacement + "\0").getBytes(UTF_8);
        ByteBuffer bytes =
                ByteBuffer.allocate(4 + 4 * units.length + text.length)
                        .order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(4 * units.length);
        for (int unit : units) {
            bytes.putInt(unit);
        }
        return bytes.put(text).array();
    }

    private static SentencePieceProcessor withRules(byte[] rules) {
        return unigram().bytes(3, new Writer().bytes(2, rules).toBytes()).load();
    }

    @Test
    void rulesThatGrowWithoutEndAreRefused() {
        assertEquals("\u2581b", withRules(rules("b", false)).normalize("a").text());
        SentencePieceProcessor bomb = withRules(rules("b".repeat(1 << 20), false));
        TokenizerException e =
                assertThrows(TokenizerException.class, () -> bomb.encodeIds("a".repeat(1_000_000)));
        assertEquals(
                "a.model: normalizer_spec.precompiled_charsmap makes more than 64 bytes of each"
                        + " byte of the text. The file is broken.",
                e.getMessage());
        SentencePieceProcessor loop = withRules(rules("b", true));
        e = assertThrows(TokenizerException.class, () -> loop.encodeIds("a".repeat(1_000_000)));
        assertEquals(
                "a.model: normalizer_spec.precompiled_charsmap has a rule with a left side of more"
                        + " than 1024 bytes. The file is broken.",
                e.getMessage());
    }

    @Test
    void nestedGroupsAndLongIntegersAreRefused() {
        Writer groups = unigram();
        for (int i = 0; i < 100_000; i++) {
            groups.number(9, 0);
            groups.out.write(9 << 3 | 3);
        }
        assertTrue(messageOf(groups).contains("groups in each other"), messageOf(groups));
        Writer integer = new Writer();
        integer.out.write(9 << 3);
        for (int i = 0; i < 11; i++) {
            integer.out.write(0xFF);
        }
        assertTrue(messageOf(integer).contains("more than 10 bytes"), messageOf(integer));
    }

    @Test
    void limitsAreNamed() {
        TokenizerException e =
                assertThrows(
                        TokenizerException.class,
                        () ->
                                SentencePieceProcessor.load(
                                        unigram().toBytes(),
                                        "a.model",
                                        LoadLimits.defaults().withMaxVocabulary(2)));
        assertTrue(
                String.valueOf(e.getMessage())
                        .endsWith("has more than 2 entries (LoadLimits.maxVocabulary)."),
                e.getMessage());
    }

    /** Changed and shortened models load and encode, or are refused: nothing else happens. */
    @Test
    void damagedFilesGiveNothingButTokenizerExceptions() throws IOException {
        long seed = Long.getLong("tests.seed", new Random().nextLong());
        Random random = new Random(seed);
        List<byte[]> models = new ArrayList<>();
        for (String name : List.of("unigram-rule-tsv", "bpe-identity-bytes", "word-nfkc")) {
            models.add(Files.readAllBytes(MODELS.resolve(name + ".model")));
        }
        int loaded = 0;
        for (int round = 0; round < 1200; round++) {
            byte[] damaged = models.get(round % models.size()).clone();
            for (int n = random.nextInt(4); n >= 0; n--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            if (round % 5 == 0) {
                damaged = Arrays.copyOf(damaged, random.nextInt(damaged.length));
            }
            try {
                SentencePieceProcessor sp =
                        SentencePieceProcessor.load(damaged, "a.model", LoadLimits.defaults());
                loaded++;
                int[] ids = sp.encodeIds("Ａ é ① ... \u00a0 hello\u0000 \uD800 😀 the 123");
                String unused = sp.decode(ids);
                Tokenizer tokenizer =
                        sp.tokenizer(SentencePieceOptions.none().withBegin(round % 2 == 0));
                assertEquals(
                        tokenizer.count("Ａ ① ... the"), tokenizer.encode("Ａ ① ... the").size());
                byte[] edited = sp.edit().addDummyPrefix(true).build().toBytes();
                assertTrue(edited.length > 0);
            } catch (TokenizerException e) {
                assertTrue(String.valueOf(e.getMessage()).startsWith("a.model"), e.getMessage());
            } catch (RuntimeException e) {
                throw new AssertionError("tests.seed=" + seed + " round " + round, e);
            }
        }
        assertTrue(loaded > 0);
    }

    @Test
    void aMillionCharactersAreCutInLinearTimeByEveryType() {
        for (int type = 1; type <= 4; type++) {
            SentencePieceProcessor sp =
                    unigram().bytes(2, new Writer().number(3, type).toBytes()).load();
            for (String unit : List.of("a", "ab", " ", "é", "ab ")) {
                String text = unit.repeat(1_000_000 / unit.length());
                SentencePieceText encoded = sp.encode(text);
                int end = 0;
                for (SentencePiece piece : encoded.pieces()) {
                    assertTrue(piece.startByte() >= end || piece.startByte() == piece.endByte());
                    end = Math.max(end, piece.endByte());
                }
            }
        }
    }

    @Test
    void samplesFollowTheScoresAndTheSeed() {
        SentencePieceProcessor sp = unigram().load();
        // The space, then ab (-2.5) or a, b (-3).
        double odds = Math.exp(-3) / (Math.exp(-3) + Math.exp(-2.5));
        Map<Integer, Integer> counts = new HashMap<>();
        Random random = new Random(42);
        for (int i = 0; i < 20_000; i++) {
            counts.merge(sp.sample("ab", 1, random).pieces().size(), 1, Integer::sum);
        }
        assertEquals(odds, counts.getOrDefault(3, 0) / 20_000.0, 0.02);
        assertArrayEquals(
                sp.sample("ababab", 0.5f, new Random(7)).ids(),
                sp.sample("ababab", 0.5f, new Random(7)).ids());
        double entropy = -odds * Math.log(odds) - (1 - odds) * Math.log(1 - odds);
        assertEquals(entropy, sp.entropy("ab", 1), 1e-5);
        for (SentencePieceText way : sp.sampleAndScore("ab", 1, 50, true, random)) {
            assertEquals(Math.log(way.pieces().size() == 3 ? odds : 1 - odds), way.score(), 1e-5);
        }
        List<SentencePieceText> distinct = sp.sampleAndScore("ab", 1, 1, false, random);
        assertEquals(1, distinct.size());
    }

    @Test
    void wordModelsHaveNoNBestList() {
        SentencePieceProcessor sp = unigram().bytes(2, new Writer().number(3, 3).toBytes()).load();
        IllegalStateException e = assertThrows(IllegalStateException.class, () -> sp.nBest("a", 2));
        assertEquals("a.model is of the type WORD, but n-best lists need UNIGRAM.", e.getMessage());
    }

    @Test
    void anIdWithoutAPieceIsRefused() {
        SentencePieceProcessor sp = unigram().load();
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> sp.decode(new int[] {5}));
        assertEquals("id is 5, but a.model has the ids 0 to 4.", e.getMessage());
    }

    @Test
    void theExampleOfThePackage() throws IOException {
        SentencePieceProcessor processor =
                SentencePieceProcessor.load(MODELS.resolve("unigram-nmt-nfkc.model"));
        int[] ids = processor.encodeIds("Hello world");
        assertEquals("Hello world", processor.decode(ids));
    }
}
