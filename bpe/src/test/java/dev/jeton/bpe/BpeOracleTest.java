package dev.jeton.bpe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jeton.tokenize.model.ByteAlphabet;
import dev.jeton.tokenize.model.IdBuffer;
import dev.jeton.tokenize.model.Model;
import dev.jeton.tokenize.model.ModelSession;
import dev.jeton.tokenize.model.ModelSpec;
import dev.jeton.tokenize.model.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The fast paths against {@link SlowBpe}, over random vocabularies and pieces. */
class BpeOracleTest {
    private static final long SEED = Long.getLong("tests.seed", System.nanoTime() ^ 0x5DEECE66DL);

    /**
     * A byte-level model: 256 bytes and random merges of what is there, some tokens out of reach.
     */
    private static ModelSpec randomSpec(Random random, int mergeCount, int letters) {
        List<String> usable = new ArrayList<>();
        for (int i = 0; i < letters; i++) {
            usable.add(String.valueOf((char) ('a' + i)));
        }
        return randomSpec(random, mergeCount, usable, false);
    }

    private static ModelSpec randomSpec(
            Random random, int mergeCount, List<String> usable, boolean ignoreMerges) {
        ModelSpec.Builder spec = ModelSpec.builder("random").type("BPE").byteLevel(true);
        spec.option("ignore_merges", ignoreMerges);
        List<String> tokens = new ArrayList<>();
        for (int b = 0; b < 256; b++) {
            String token = String.valueOf(ByteAlphabet.charOf(b));
            spec.token(token, tokens.size());
            tokens.add(token);
        }
        spec.mergesStart();
        for (int i = 0; i < mergeCount; i++) {
            String left = usable.get(random.nextInt(usable.size()));
            String right = usable.get(random.nextInt(usable.size()));
            String joined = left + right;
            if (joined.length() > 12) {
                continue;
            }
            if (!tokens.contains(joined)) {
                spec.token(joined, tokens.size() + 3 * random.nextInt(2) * mergeCount);
                tokens.add(joined);
                usable.add(joined);
            }
            spec.merge(left, right);
        }
        for (int i = 0; ignoreMerges && i < 40; i++) { // tokens that only a whole piece can be
            String joined =
                    usable.get(random.nextInt(usable.size()))
                            + usable.get(random.nextInt(usable.size()));
            if (!tokens.contains(joined)) {
                spec.token(joined, 100_000 + i);
                tokens.add(joined);
            }
        }
        return spec.build();
    }

    private static String piece(Random random, int letters, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) ('a' + random.nextInt(letters)));
        }
        return text.toString();
    }

    private static List<Integer> ids(ModelSession session, byte[] text, int from, int to) {
        IdBuffer out = new IdBuffer(1);
        session.encode(text, from, to, out);
        List<Integer> ids = new ArrayList<>();
        for (int i = 0; i < out.size(); i++) {
            ids.add(out.get(i));
        }
        return ids;
    }

    @Test
    void idsAreThoseOfThePlainMerge() {
        for (int round = 0; round < 60; round++) {
            Random random = new Random(SEED + round);
            int letters = 1 + random.nextInt(6);
            ModelSpec spec = randomSpec(random, random.nextInt(120), letters);
            boolean sharedIds = spec.vocabulary().entryCount() > 256 && hasSharedIds(spec);
            SlowBpe slow = new SlowBpe(spec.merges());
            Model model = new BpeFactory().withCacheBytes(round % 2 == 0 ? 4096 : 0).create(spec);
            ModelSession session = model.newSession();
            for (int i = 0; i < 60 && !sharedIds; i++) {
                String text = piece(random, letters, 1 + random.nextInt(i % 10 == 0 ? 400 : 20));
                byte[] utf8 = ("xx" + text + "yyy").getBytes(UTF_8);
                List<Integer> first = new ArrayList<>();
                for (int c = 0; c < text.length(); c++) {
                    first.add(spec.vocabulary().idOf(text.substring(c, c + 1)));
                }
                List<Integer> expected = slow.merge(first);
                String hint = "seed " + (SEED + round) + " text " + text;
                assertEquals(expected, ids(session, utf8, 2, utf8.length - 3), hint);
                assertEquals(expected, ids(session, utf8, 2, utf8.length - 3), "again, " + hint);
                assertEquals(expected.size(), session.count(utf8, 2, utf8.length - 3), hint);
                assertEquals(expected, spanned(session, utf8, 2, utf8.length - 3, spec), hint);
            }
        }
    }

    /** Characters of several bytes, over vocabularies that join and part them at random. */
    @Test
    void charactersAreMergedAsTheirBytesAre() {
        byte[] parts = {
            ' ', 'a', (byte) 0xC3, (byte) 0xA9, (byte) 0xE4, (byte) 0xB8, (byte) 0xAD, (byte) 0xF0
        };
        String[] characters = {" ", "a", "\u00E9", "\u00F8", "\u4E2D", "\u4E38", "\u4B6D"};
        int atoms = 0;
        int borders = 0;
        int wholes = 0;
        for (int round = 0; round < 400; round++) {
            Random random = new Random(SEED + round);
            List<String> usable = new ArrayList<>();
            for (byte part : parts) {
                usable.add(String.valueOf(ByteAlphabet.charOf(part)));
            }
            for (String character : characters) { // so that many become whole
                byte[] utf8 = character.getBytes(UTF_8);
                String begin = String.valueOf(ByteAlphabet.charOf(utf8[0]));
                for (int i = 1; i < utf8.length && random.nextBoolean(); i++) {
                    usable.add(begin);
                }
            }
            boolean ignoreMerges = random.nextInt(3) == 0;
            ModelSpec spec = randomSpec(random, random.nextInt(200), usable, ignoreMerges);
            if (hasSharedIds(spec)) {
                continue;
            }
            SlowBpe slow = new SlowBpe(spec.merges());
            Model model = new BpeFactory().withCacheBytes(0).create(spec);
            ModelSession session = model.newSession();
            ModelSession caching = new BpeFactory().withCacheBytes(8192).create(spec).newSession();
            for (int i = 0; i < 60; i++) {
                StringBuilder text = new StringBuilder();
                for (int c = random.nextInt(i % 10 == 0 ? 100 : 12); c >= 0; c--) {
                    text.append(characters[random.nextInt(characters.length)]);
                }
                byte[] utf8 = text.toString().getBytes(UTF_8);
                int from = random.nextInt(Math.min(3, utf8.length));
                List<Integer> first = new ArrayList<>();
                for (int b = from; b < utf8.length; b++) {
                    first.add(spec.vocabulary().idOfRaw(utf8, b, b + 1));
                }
                String hint = "seed " + (SEED + round) + " text " + text;
                List<Integer> expected = slow.merge(first);
                int whole = spec.vocabulary().idOfRaw(utf8, from, utf8.length);
                if (ignoreMerges && whole != Vocabulary.NOT_FOUND) {
                    expected = List.of(whole);
                    wholes++;
                }
                assertEquals(expected, ids(session, utf8, from, utf8.length), hint);
                assertEquals(expected, ids(caching, utf8, from, utf8.length), hint);
                assertEquals(expected, ids(caching, utf8, from, utf8.length), "again, " + hint);
                assertEquals(expected.size(), caching.count(utf8, from, utf8.length), hint);
                assertEquals(expected, spanned(caching, utf8, from, utf8.length, spec), hint);
                borders += borders((BpeModel) model, utf8, from);
                for (int b = from; b < utf8.length; b++) {
                    CharacterAtoms found = ((BpeModel) model).atoms();
                    atoms += found != null && found.at(utf8, from, b, utf8.length) != 0 ? 1 : 0;
                }
            }
        }
        assertTrue(atoms > 1000, atoms + " atoms were found: the test shows nothing.");
        assertTrue(wholes > 100, wholes + " whole tokens were found: the test shows nothing.");
        assertTrue(borders > 1000, borders + " borders were found: the test shows nothing.");
    }

    private static int borders(BpeModel model, byte[] utf8, int from) {
        CharacterAtoms atoms = model.atoms();
        SymbolBorders borders = model.borders();
        int found = 0;
        if (atoms != null && borders != null) {
            Symbols symbols = new Symbols();
            model.firstSymbols().cut(utf8, from, utf8.length, atoms, symbols);
            for (int i = 1; i < symbols.count; i++) {
                found += borders.between(symbols.ids[i - 1], symbols.ids[i]) ? 1 : 0;
            }
        }
        return found;
    }

    private static boolean hasSharedIds(ModelSpec spec) {
        long distinct =
                java.util.stream.IntStream.range(0, spec.vocabulary().entryCount())
                        .map(spec.vocabulary()::id)
                        .distinct()
                        .count();
        return distinct < spec.vocabulary().entryCount();
    }

    /**
     * The ids by the call with spans; checks that the spans follow each other and are the tokens.
     */
    private static List<Integer> spanned(
            ModelSession session, byte[] utf8, int from, int to, ModelSpec spec) {
        List<Integer> ids = new ArrayList<>();
        int[] at = {from};
        session.encode(
                utf8,
                from,
                to,
                (id, start, end) -> {
                    assertEquals(at[0], start);
                    assertEquals(spec.vocabulary().rawByteCount(id), end - start);
                    at[0] = end;
                    ids.add(id);
                });
        assertEquals(to, at[0]);
        return ids;
    }
}
