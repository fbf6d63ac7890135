package dev.jeton.cli.diff;

import dev.jeton.tokenize.AddedToken;
import dev.jeton.tokenize.Tokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Texts on which two tokenizers may differ, those that tell most first: a small corpus of many
 * languages, added tokens, tokens that only one of them has, every character of Unicode, and what
 * random tokens of both spell.
 */
final class TextSource {
    private static final String CORPUS = "corpus.txt";
    private static final int CHARACTERS_A_TEXT = 24;
    private static final int MAX_PIECES = 6;
    private static final String[] GLUE = {
        "", "", "", " ", "  ", "\n", "\t", "'", ".", "1", "\u0301"
    };

    private final Tokenizer a;
    private final Tokenizer b;
    private final Random random;

    TextSource(Tokenizer a, Tokenizer b, long seed) {
        this.a = a;
        this.b = b;
        random = new Random(seed);
    }

    /** All of them; of random ones {@code tries}. */
    Iterator<String> texts(int tries) {
        return Stream.of(
                        corpus().stream(),
                        addedTokens().stream(),
                        ofOneAlone(a, b).stream(),
                        ofOneAlone(b, a).stream(),
                        characters(),
                        IntStream.range(0, tries).mapToObj(i -> spelled()))
                .flatMap(texts -> texts)
                .iterator();
    }

    /** The lines of the corpus, and all of them at once. */
    static List<String> corpus() {
        try (InputStream in =
                Objects.requireNonNull(TextSource.class.getResourceAsStream(CORPUS), CORPUS)) {
            String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            List<String> texts = new ArrayList<>(all.lines().map(TextSource::unescaped).toList());
            texts.add(all);
            return texts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Spaces at the ends of lines, and other characters, are written as Java does. */
    private static String unescaped(String line) {
        return line.translateEscapes();
    }

    private List<String> addedTokens() {
        List<String> texts = new ArrayList<>();
        for (Tokenizer tokenizer : List.of(a, b)) {
            for (AddedToken token : tokenizer.addedTokens().values()) {
                String content = token.content();
                texts.add(content);
                texts.add("a " + content + " b" + content + content);
            }
        }
        return texts;
    }

    /** Tokens that one has and the other has not, or with another id. */
    private static List<String> ofOneAlone(Tokenizer one, Tokenizer other) {
        Map<String, Integer> theirs = other.vocabulary(true);
        List<String> texts = new ArrayList<>();
        one.vocabulary(true)
                .forEach(
                        (token, id) -> {
                            if (!id.equals(theirs.get(token))) {
                                texts.add(one.decode(id));
                            }
                        });
        return texts;
    }

    private static Stream<String> characters() {
        int[] assigned =
                IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                        .filter(c -> Character.getType(c) != Character.UNASSIGNED)
                        .filter(c -> Character.getType(c) != Character.SURROGATE)
                        .filter(c -> Character.getType(c) != Character.PRIVATE_USE)
                        .toArray();
        int count = (assigned.length + CHARACTERS_A_TEXT - 1) / CHARACTERS_A_TEXT;
        return IntStream.range(0, count)
                .mapToObj(
                        i -> {
                            StringBuilder text = new StringBuilder();
                            int from = i * CHARACTERS_A_TEXT;
                            int to = Math.min(assigned.length, from + CHARACTERS_A_TEXT);
                            for (int at = from; at < to; at++) {
                                text.appendCodePoint(assigned[at]).append(at % 2 == 0 ? " " : "");
                            }
                            return text.toString();
                        });
    }

    private String spelled() {
        StringBuilder text = new StringBuilder();
        int pieces = 1 + random.nextInt(MAX_PIECES);
        for (int i = 0; i < pieces; i++) {
            Tokenizer one = random.nextBoolean() ? a : b;
            int size = Math.max(1, one.vocabularySize(true));
            text.append(one.decode(random.nextInt(size)));
            text.append(GLUE[random.nextInt(GLUE.length)]);
        }
        return text.toString();
    }
}
