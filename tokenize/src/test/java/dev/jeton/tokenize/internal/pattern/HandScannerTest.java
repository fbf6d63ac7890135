package dev.jeton.tokenize.internal.pattern;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jcodings.specific.UTF8Encoding;
import org.joni.Matcher;
import org.joni.Option;
import org.joni.Regex;
import org.joni.Syntax;
import org.junit.jupiter.api.Test;

/** Hand-written scanners against the general engine, and both against Joni, Oniguruma in Java. */
class HandScannerTest {
    private static final long SEED = Long.getLong("tests.seed", System.nanoTime());

    private static final List<HandScanner> SCANNERS =
            List.of(
                    Gpt2Scanner.gpt2(),
                    Cl100kScanner.cl100k(),
                    Cl100kScanner.qwen2(),
                    Cl100kScanner.qwen35(),
                    Gpt2Scanner.tiktoken(),
                    Cl100kScanner.tiktoken(),
                    O200kScanner.o200k(),
                    O200kScanner.tekken(),
                    new DeepSeekScanner());

    /** Pieces in which the patterns decide; none of them changed its category since Unicode 9. */
    private static final String[] UNITS = {
        "a",
        "b",
        "s",
        "S",
        "t",
        "re",
        "LL",
        "d",
        "A",
        "B",
        "Z",
        "\u00E9",
        "\u00C9",
        "\u01C5",
        "\u02B0",
        "\u4E2D",
        "\u65E5",
        "\u0301",
        "\u0903",
        "\u20E3",
        "1",
        "23",
        "456",
        "\u0663",
        "\u00B2",
        "\u2160",
        " ",
        "  ",
        "   ",
        "\t",
        "\n",
        "\r",
        "\r\n",
        "\u00A0",
        "\u2003",
        "\u3000",
        "\u0085",
        "\u2028",
        "'",
        "\u2019",
        "\u017F",
        "!",
        "-",
        "/",
        "_",
        "$",
        "\u20AC",
        "\u3002",
        "\u0000",
        "\u0007",
        "\u200B",
        "\uFEFF",
        "\uD83D\uDE00",
        "\uD835\uDFD8",
        "\uD801\uDC00",
        "\uE000",
        ".",
        "<",
        "|"
    };

    static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int favourite = random.nextInt(UNITS.length);
        for (int n = random.nextInt(24); n > 0; n--) {
            int unit = random.nextInt(4) == 0 ? favourite : random.nextInt(UNITS.length);
            text.append(UNITS[unit]);
        }
        return text.toString();
    }

    static List<Integer> matches(PatternMatcher matcher, byte[] text, int from, int to) {
        List<Integer> places = new ArrayList<>();
        matcher.reset(text, from, to);
        while (matcher.find()) {
            places.add(matcher.start());
            places.add(matcher.end());
        }
        return places;
    }

    static List<Integer> byJoni(Regex regex, byte[] text, int from, int to) {
        List<Integer> places = new ArrayList<>();
        Matcher matcher = regex.matcher(text, from, to);
        int at = from;
        int lastEnd = -1;
        while (at <= to && matcher.search(at, to, Option.NONE) >= 0) {
            int start = from + matcher.getBegin();
            int end = from + matcher.getEnd();
            if (start == end && end == lastEnd) {
                at += at < to ? UTF8Encoding.INSTANCE.length(text, at, to) : 1;
                continue;
            }
            places.add(start);
            places.add(end);
            lastEnd = end;
            at = end;
        }
        return places;
    }

    /** Joni's {@code \s} knows ASCII only. */
    static String withUnicodeBlanks(String pattern) {
        return pattern.replace("[^\\s", "[^[:space:]")
                .replace("\\s", "[[:space:]]")
                .replace("\\S", "[^[:space:]]");
    }

    static Regex joni(String pattern) {
        byte[] bytes = pattern.getBytes(UTF_8);
        return new Regex(bytes, 0, bytes.length, Option.NONE, UTF8Encoding.INSTANCE, Syntax.RUBY);
    }

    @Test
    void scannersFindWhatTheEngineAndJoniFind() {
        for (HandScanner scanner : SCANNERS) {
            Random random = new Random(SEED);
            PatternMatcher engine = new GeneralPattern(scanner.pattern()).matcher();
            Regex joni = joni(withUnicodeBlanks(scanner.pattern()));
            for (int i = 0; i < 4000; i++) {
                String string = text(random);
                byte[] text = ("a" + string + "b").getBytes(UTF_8);
                int to = text.length - 1;
                List<Integer> expected = byJoni(joni, text, 1, to);
                String hint = "seed " + SEED + " " + scanner.pattern() + " on \"" + string + "\"";
                assertEquals(expected, matches(engine, text, 1, to), "engine, " + hint);
                assertEquals(expected, matches(scanner.matcher(), text, 1, to), hint);
                if (scanner.coversAll()) {
                    assertCovered(scanner, expected, text, to, hint);
                }
            }
        }
    }

    private static void assertCovered(
            PieceScanner scanner, List<Integer> expected, byte[] text, int to, String hint) {
        List<Integer> places = new ArrayList<>();
        for (int p = 1; p < to; ) {
            places.add(p);
            p = scanner.pieceEnd(text, p, to);
            places.add(p);
        }
        assertEquals(expected, places, hint);
    }

    /** Blocks of ASCII at once against one piece after the other. */
    @Test
    void blocksAreCutAsSinglePiecesAre() {
        Random random = new Random(SEED);
        int[] ends = new int[PieceScanner.MIN_ROOM + 40];
        for (HandScanner scanner : SCANNERS) {
            for (int i = 0; i < (scanner.coversAll() ? 4000 : 0); i++) {
                byte[] text = longText(random).getBytes(UTF_8);
                List<Integer> single = new ArrayList<>();
                for (int p = 0; p < text.length; ) {
                    p = scanner.pieceEnd(text, p, text.length);
                    single.add(p);
                }
                List<Integer> blocks = new ArrayList<>();
                for (int p = 0; p < text.length; ) {
                    int n = scanner.cut(text, p, text.length, ends);
                    for (int e = 0; e < n; e++) {
                        blocks.add(ends[e]);
                    }
                    p = ends[n - 1];
                }
                assertEquals(
                        single,
                        blocks,
                        "seed "
                                + SEED
                                + " "
                                + scanner.pattern()
                                + " on "
                                + new String(text, UTF_8));
            }
        }
    }

    /** Some hundred characters, mostly ASCII, of a few units, so that each meets each. */
    private static String longText(Random random) {
        String[] units = new String[3 + random.nextInt(9)];
        for (int u = 0; u < units.length; u++) {
            do {
                units[u] = UNITS[random.nextInt(UNITS.length)];
            } while (random.nextInt(30) > 0 && units[u].chars().anyMatch(c -> c >= 0x80));
        }
        StringBuilder text = new StringBuilder();
        int length = 64 + random.nextInt(300);
        while (text.length() < length) {
            text.append(units[random.nextInt(units.length)]);
        }
        return text.toString();
    }

    @Test
    void brokenUtf8EndsAndStaysInside() {
        Random random = new Random(SEED);
        for (HandScanner scanner : SCANNERS) {
            PatternMatcher engine = new GeneralPattern(scanner.pattern()).matcher();
            for (int i = 0; i < 2000; i++) {
                byte[] text = new byte[1 + random.nextInt(12)];
                random.nextBytes(text);
                List<Integer> places = matches(scanner.matcher(), text, 0, text.length);
                assertTrue(places.stream().allMatch(p -> p <= text.length), "seed " + SEED);
                matches(engine, text, 0, text.length);
            }
        }
    }

    @Test
    void longSIsAContraction() {
        PieceScanner scanner = Cl100kScanner.cl100k();
        byte[] text = "'\u017Fa".getBytes(UTF_8);
        assertEquals(3, scanner.pieceEnd(text, 0, text.length));
        assertEquals(1, Gpt2Scanner.gpt2().pieceEnd(text, 0, text.length));
    }
}
