package dev.jeton.cli.parity.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jeton.tokenize.CountIndex;
import dev.jeton.tokenize.EncodeOptions;
import dev.jeton.tokenize.TokenCounter;
import dev.jeton.tokenize.Tokenizer;
import dev.jeton.tokenize.TokenizerException;
import dev.jeton.tokenize.kit.HardTexts;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;

/** What holds for parts of random texts, with any tokenizer. */
final class PartChecks {
    private static final EncodeOptions WHOLE =
            EncodeOptions.defaults().withoutTruncation().withoutPadding();

    private final Tokenizer tokenizer;
    private final Random random;
    private final HardTexts texts;
    private final String name;

    PartChecks(String name, Tokenizer tokenizer, Random random) {
        this.name = name;
        this.tokenizer = tokenizer;
        this.random = random;
        List<String> own = new ArrayList<>();
        tokenizer.addedTokens().values().stream().limit(60).forEach(t -> own.add(t.content()));
        texts = new HardTexts(random, own);
    }

    /** Whether a text of two words can be parted. */
    boolean parts() {
        return tokenizer.countIndex("a a", WHOLE).isParted();
    }

    /** A text, sometimes with halves of surrogate pairs; the tokenizer can encode it. */
    String text(int longest) {
        while (true) {
            StringBuilder text = new StringBuilder(texts.next(longest));
            for (int i = random.nextInt(4) - 1; i > 0 && text.length() > 0; i--) {
                char half = (char) (0xD800 + random.nextInt(0x800));
                text.insert(random.nextInt(text.length()), half);
            }
            if (count(text) >= 0) {
                return text.toString();
            }
        }
    }

    /** The number of ids by the general way, or -1 where the tokenizer refuses the text. */
    private int count(CharSequence text) {
        try {
            return tokenizer.encode(text, WHOLE).size();
        } catch (TokenizerException e) {
            return -1;
        }
    }

    private String hint(String text, Object more) {
        StringBuilder shown = new StringBuilder(name).append(" \"");
        text.chars()
                .forEach(
                        c ->
                                shown.append(
                                        c >= ' ' && c < 0x7F
                                                ? Character.toString(c)
                                                : String.format("\\u%04X", c)));
        return shown.append("\" ").append(more).toString();
    }

    /** Substrings of a text have the count of their own encoding. */
    void index(int longest, int questions) {
        String text = text(longest);
        CountIndex index = tokenizer.countIndex(text, WHOLE);
        assertEquals(count(text), index.count(), hint(text, "whole"));
        for (int i = 0; i < questions; i++) {
            int a = random.nextInt(text.length() + 1);
            int b = random.nextInt(text.length() + 1);
            int from = Math.min(a, b);
            int to = Math.max(a, b);
            int expected = count(text.substring(from, to));
            if (expected >= 0) {
                assertEquals(expected, index.count(from, to), hint(text, from + " to " + to));
            }
        }
    }

    /** A text that grows at its ends has the count of the whole at each time. */
    void grow(int longest) {
        String text = text(longest);
        TokenCounter counter = tokenizer.counter(WHOLE);
        int from = random.nextInt(text.length() + 1);
        int to = from;
        boolean byChar = random.nextBoolean();
        while (from > 0 || to < text.length()) {
            int step = byChar ? 1 : 1 + random.nextInt(30);
            if (to == text.length() || (from > 0 && random.nextInt(4) == 0)) {
                int start = Math.max(0, from - step);
                counter.prepend(text.substring(start, from));
                from = start;
            } else {
                int end = Math.min(text.length(), to + step);
                counter.append(text.substring(to, end));
                to = end;
            }
            if (random.nextInt(byChar ? 8 : 2) == 0 || to - from == text.length()) {
                int expected = count(text.substring(from, to));
                if (expected >= 0) {
                    assertEquals(expected, counter.count(), hint(text, from + " to " + to));
                }
            }
        }
        assertEquals(text.length(), counter.length());
    }

    /** Counting until a limit. */
    void limit(int longest) {
        String text = text(longest);
        int count = count(text);
        for (int limit : new int[] {0, count / 3, count - 1, count, count + 1}) {
            if (limit >= 0) {
                OptionalInt expected = count <= limit ? OptionalInt.of(count) : OptionalInt.empty();
                assertEquals(
                        expected,
                        tokenizer.countUpTo(text, limit, WHOLE),
                        hint(text, "limit " + limit));
            }
        }
    }
}
