package dev.jeton.cli.parity.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jeton.tokenize.DecodeStream;
import dev.jeton.tokenize.EncodeOptions;
import dev.jeton.tokenize.Encoding;
import dev.jeton.tokenize.OffsetUnit;
import dev.jeton.tokenize.Tokenizer;
import dev.jeton.tokenize.TokenizerException;
import dev.jeton.tokenize.Tokenizers;
import dev.jeton.tokenize.kit.HardTexts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What holds for every tokenizer, whatever its stages are, on random texts: each small tokenizer of
 * the golden data is a model, and all of them go through the same checks.
 */
class TokenizerContractTest {
    private static final long SEED = Long.getLong("tests.seed", 20_261_122L);
    private static final EncodeOptions BARE =
            EncodeOptions.defaults().withoutTruncation().withoutPadding().withSpecialTokens(false);

    static Stream<Path> tokenizers() throws IOException {
        List<Path> all = new ArrayList<>();
        for (String folder : List.of("tokenizers", "tokenizers-more")) {
            try (Stream<Path> files = Files.list(data().resolve(folder).resolve("micro"))) {
                files.filter(p -> p.toString().endsWith(".json")).sorted().forEach(all::add);
            }
        }
        return all.stream().filter(TokenizerContractTest::loads);
    }

    private static Path data() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.isDirectory(folder.resolve("testdata"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IllegalStateException("run the tests inside the repository");
        }
        return folder.resolve("testdata");
    }

    /** Some files are there to be refused; the replays check that they are. */
    private static boolean loads(Path file) {
        try {
            return Tokenizers.load(file).encode("a", BARE).size() >= 0;
        } catch (TokenizerException e) {
            return false;
        }
    }

    private static List<String> texts(Tokenizer tokenizer) {
        List<String> own = new ArrayList<>();
        tokenizer.addedTokens().values().forEach(token -> own.add(token.content()));
        HardTexts made = new HardTexts(new Random(SEED), own);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            String text = made.next(120);
            if (encodes(tokenizer, text)) {
                texts.add(text);
            }
        }
        return texts;
    }

    /** A model without unknown token may refuse a text. */
    private static boolean encodes(Tokenizer tokenizer, String text) {
        try {
            return tokenizer.encode(text, BARE).size() >= 0;
        } catch (TokenizerException e) {
            return false;
        }
    }

    @ParameterizedTest
    @MethodSource("tokenizers")
    void everyCallAgrees(Path file) {
        Tokenizer tokenizer = Tokenizers.load(file);
        List<String> texts = texts(tokenizer);
        List<Encoding> batch = tokenizer.encodeBatch(texts, BARE);
        for (int i = 0; i < texts.size(); i++) {
            String text = texts.get(i);
            String hint = file.getFileName() + " \"" + text + "\", tests.seed=" + SEED;
            int[] ids = tokenizer.encode(text, BARE).ids();
            assertArrayEquals(ids, tokenizer.encodeIds(text, BARE), hint);
            assertArrayEquals(ids, batch.get(i).ids(), hint);
            assertArrayEquals(ids, tokenizer.encode(text, BARE).ids(), hint);
            assertEquals(ids.length, tokenizer.count(text, BARE), hint);
            for (int end = 0; end <= Math.min(9, text.length()); end++) {
                String prefix = text.substring(0, end);
                agree(
                        () -> tokenizer.count(prefix, BARE),
                        () -> tokenizer.encode(prefix, BARE).size(),
                        hint);
            }
        }
        List<int[]> alone = texts.stream().map(t -> tokenizer.encodeIds(t, BARE)).toList();
        List<int[]> together =
                texts.parallelStream().map(t -> tokenizer.encodeIds(t, BARE)).toList();
        for (int i = 0; i < alone.size(); i++) {
            assertArrayEquals(alone.get(i), together.get(i), file + ", tests.seed=" + SEED);
        }
    }

    private interface Call {
        int get();
    }

    private static void agree(Call one, Call other, String hint) {
        assertEquals(orRefused(one), orRefused(other), hint);
    }

    private static int orRefused(Call call) {
        try {
            return call.get();
        } catch (TokenizerException e) {
            return -1;
        }
    }

    /** Not where the bytes of an affix become tokens: their offsets run past the text. */
    @ParameterizedTest
    @MethodSource("tokenizers")
    void offsetsLieInsideOfTheTextInAllUnits(Path file) throws IOException {
        String json = Files.readString(file);
        if (json.contains("\"byte_fallback\":true")
                && json.matches("(?s).*\"(continuing_subword_prefix|end_of_word_suffix)\":\".*")) {
            return;
        }
        Tokenizer tokenizer = Tokenizers.load(file);
        for (String text : texts(tokenizer)) {
            for (OffsetUnit unit : OffsetUnit.values()) {
                int length =
                        switch (unit) {
                            case UTF16 -> text.length();
                            case CODE_POINT -> text.codePointCount(0, text.length());
                            case UTF8_BYTE -> text.getBytes(StandardCharsets.UTF_8).length;
                        };
                Encoding encoding = tokenizer.encode(text, BARE.withOffsetUnit(unit));
                for (int i = 0; i < encoding.size(); i++) {
                    int start = encoding.start(i);
                    int end = encoding.end(i);
                    String hint = file.getFileName() + " \"" + text + "\" token " + i + " " + unit;
                    assertTrue(
                            0 <= start && start <= end && end <= length,
                            () -> hint + ": " + start + "-" + end + ", tests.seed=" + SEED);
                }
            }
        }
    }

    /** Not with BPEDecoder, which writes the last token otherwise than the ones before it. */
    @ParameterizedTest
    @MethodSource("tokenizers")
    void aStreamSaysWhatDecodeSays(Path file) throws IOException {
        if (Files.readString(file).contains("BPEDecoder")) {
            return;
        }
        Tokenizer tokenizer = Tokenizers.load(file);
        UnaryOperator<String> settled = s -> s.replaceAll("\uFFFD+$", "");
        for (String text : texts(tokenizer)) {
            int[] ids = tokenizer.encodeIds(text, BARE);
            StringBuilder streamed = new StringBuilder();
            DecodeStream stream = tokenizer.decodeStream(false);
            try {
                for (int id : ids) {
                    streamed.append(stream.step(id));
                }
            } catch (TokenizerException e) {
                continue; // a decoder that changes what it has said: refused, as in the reference
            }
            String whole = tokenizer.decode(ids);
            assertTrue(
                    whole.startsWith(settled.apply(streamed.toString())),
                    () -> file.getFileName() + ": \"" + streamed + "\" of \"" + whole + "\"");
        }
    }
}
