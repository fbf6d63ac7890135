package dev.jeton.tokenize.internal.pattern;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.jeton.tokenize.kit.FetchedTokenizers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.joni.Regex;
import org.junit.jupiter.api.Test;

/** Every pattern in the real tokenizers, as a scanner and in the engine, against Oniguruma's. */
class RealPatternsTest {
    private static final long SEED = Long.getLong("tests.seed", System.nanoTime());
    private static final int TEXTS = 2000;

    /** ASCII, where joni's Unicode tables, which are older, are those of the reference. */
    private static final String[] PARTS = {
        "a",
        "B",
        "the",
        "'s",
        "'LL",
        "1",
        "234",
        " ",
        "  ",
        "\n",
        "\r\n",
        "\t",
        ".",
        "!?",
        "_",
        "-",
        "/",
        "<|",
        "|>",
        "\u00E9",
        "\u4E2D",
        "\u65E5\u672C",
        "\u0301",
        "\u00DF",
        "\u0430",
        "\u00A0",
        "\u200B",
        "\u00AD",
        "\uD83D\uDE00",
        "<s>",
        "\"",
        "$"
    };

    private static Set<String> patterns() throws IOException {
        Set<String> patterns = new TreeSet<>();
        try (Stream<Path> files = Files.walk(FetchedTokenizers.folder())) {
            for (Path file : files.filter(f -> f.endsWith("tokenizer.json")).toList()) {
                try (JsonParser parser =
                        new JsonFactory().createParser(Files.newInputStream(file))) {
                    addPatterns(parser, patterns);
                }
            }
        }
        return patterns;
    }

    /** They stand before the vocabulary; behind it nothing is read. */
    private static void addPatterns(JsonParser parser, Set<String> into) throws IOException {
        for (JsonToken t = parser.nextToken(); t != null; t = parser.nextToken()) {
            if (t == JsonToken.FIELD_NAME && parser.currentName().equals("vocab")) {
                return;
            }
            if (t == JsonToken.FIELD_NAME && parser.currentName().equals("Regex")) {
                into.add(parser.nextTextValue());
            }
        }
    }

    private static byte[] text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(24); n > 0; n--) {
            text.append(PARTS[random.nextInt(PARTS.length)]);
        }
        return text.toString().getBytes(UTF_8);
    }

    /** Joni leaves four hexadecimal digits to JRuby, and knows ASCII blanks alone. */
    private static String withCharacters(String pattern) {
        String written =
                Pattern.compile("\\\\u([0-9A-F]{4})")
                        .matcher(pattern)
                        .replaceAll(hex -> Character.toString(Integer.parseInt(hex.group(1), 16)));
        return HandScannerTest.withUnicodeBlanks(written);
    }

    @Test
    void allWaysToMatchAgreeWithJoni() throws IOException {
        Set<String> patterns = patterns();
        assertTrue(patterns.size() >= 8, patterns::toString);
        Random random = new Random(SEED);
        for (String pattern : patterns) {
            Regex joni = HandScannerTest.joni(withCharacters(pattern));
            PatternMatcher compiled = SplitPattern.compile(pattern).matcher();
            PatternMatcher engine = new GeneralPattern(pattern).matcher();
            for (int i = 0; i < TEXTS; i++) {
                byte[] text = text(random);
                List<Integer> expected = HandScannerTest.byJoni(joni, text, 0, text.length);
                String hint = "seed " + SEED + " " + pattern + " on " + new String(text, UTF_8);
                assertEquals(
                        expected, HandScannerTest.matches(compiled, text, 0, text.length), hint);
                assertEquals(expected, HandScannerTest.matches(engine, text, 0, text.length), hint);
            }
        }
    }
}
