package dev.jeton.sentencepiece;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The searches against {@link SlowCutters}, over random models with ties and all types. */
class CutterOracleTest {
    private static final long SEED = Long.getLong("tests.seed", System.nanoTime());
    private static final String[] LETTERS = {"a", "b", "c", " ", "\u00E9", "\u4E2D"};

    private static String word(Random random, int letters, int length) {
        StringBuilder word = new StringBuilder();
        for (int n = 0; n < length; n++) {
            word.append(LETTERS[random.nextInt(letters)]);
        }
        return word.toString();
    }

    private static PieceType type(Random random) {
        int n = random.nextInt(20);
        return n == 0 ? PieceType.USER_DEFINED : n < 3 ? PieceType.UNUSED : PieceType.NORMAL;
    }

    /** A model whose scores fall with the ids, or are few, or are any. */
    private static void check(Random random, ModelType modelType, String hint) {
        Map<String, Integer> ids = new HashMap<>();
        List<Float> scores = new ArrayList<>();
        List<PieceType> types = new ArrayList<>();
        ModelWriter writer = ModelWriter.plain(modelType, false);
        writer.piece("<unk>", 0, PieceType.UNKNOWN).piece("<x>", 0, PieceType.NORMAL);
        ids.put("<unk>", 0);
        ids.put("<x>", 1);
        scores.addAll(List.of(0f, 0f));
        types.addAll(List.of(PieceType.UNKNOWN, PieceType.NORMAL));
        int letters = 1 + random.nextInt(LETTERS.length);
        int order = random.nextInt(3);
        int size = 2 + random.nextInt(50);
        for (int tries = 0; scores.size() < size && tries < 500; tries++) {
            int length = 1 + random.nextInt(2 + tries / 20);
            String piece = word(random, letters, length).replace(' ', '\u2581');
            if (ids.putIfAbsent(piece, scores.size()) == null) {
                float score =
                        order == 0
                                ? -scores.size()
                                : order == 1 ? -random.nextInt(4) / 2f : -9 * random.nextFloat();
                scores.add(score);
                types.add(type(random));
                writer.piece(piece, score, types.get(types.size() - 1));
            }
        }
        SentencePieceProcessor processor = writer.load();
        SlowCutters slow = new SlowCutters(ids, scores, types);
        for (int i = 0; i < 12; i++) {
            String text = word(random, letters, random.nextInt(i == 0 ? 400 : 60));
            String cut = text.replace(' ', '\u2581');
            List<Integer> expected = modelType == ModelType.BPE ? slow.bpe(cut) : slow.unigram(cut);
            assertEquals(joined(expected), ids(processor.encode(text)), hint + " " + text);
        }
    }

    private static List<Integer> joined(List<Integer> pieces) {
        List<Integer> joined = new ArrayList<>();
        boolean unknown = false;
        for (int id : pieces) {
            if (id >= 0) {
                joined.add(id);
            } else if (!unknown) {
                joined.add(0);
            }
            unknown = id < 0;
        }
        return joined;
    }

    private static List<Integer> ids(SentencePieceText text) {
        return text.pieces().stream().map(SentencePiece::id).toList();
    }

    @Test
    void idsAreThoseOfThePlainSearches() {
        for (int round = 0; round < 600; round++) {
            for (ModelType type : List.of(ModelType.BPE, ModelType.UNIGRAM)) {
                check(new Random(SEED + round), type, type + " tests.seed=" + (SEED + round));
            }
        }
    }

    /** What is looked at for each byte of one endless word does not grow with its length. */
    @Test
    void stepsForEachByteDoNotGrow() {
        ModelWriter writer = ModelWriter.plain(ModelType.BPE, false);
        ModelWriter unigram = ModelWriter.plain(ModelType.UNIGRAM, false);
        Random random = new Random(7);
        writer.piece("<unk>", 0, PieceType.UNKNOWN);
        unigram.piece("<unk>", 0, PieceType.UNKNOWN);
        Set<String> texts = new LinkedHashSet<>();
        for (int i = 0; i < 7; i++) {
            for (String unit : List.of("a", "\u2581", "\u0301", "\u4E2D")) {
                texts.add(unit.repeat(2 << i));
            }
        }
        List<String> words = new ArrayList<>();
        for (char c = 'a'; c <= 'z'; c++) {
            words.add(String.valueOf(c));
        }
        while (words.size() < 2000) {
            String word =
                    words.get(random.nextInt(words.size()))
                            + words.get(random.nextInt(Math.min(words.size(), 200)));
            if (word.length() < 9 && texts.add(word)) {
                words.add(word);
            }
        }
        double score = 0;
        for (String text : texts) {
            writer.piece(text, score, PieceType.NORMAL);
            unigram.piece(text, score--, PieceType.NORMAL);
        }
        BpePieces bpe = new BpePieces(writer.load().pieces());
        UnigramPieces pieces = new UnigramPieces(unigram.load().pieces());
        for (String unit : List.of("a", "\u2581", "\u0301", "\u4E2D", "letters", "\u00E9")) {
            double small = bpeSteps(bpe, fill(unit, 64 << 10));
            double large = bpeSteps(bpe, fill(unit, 16 << 20));
            assertTrue(large <= 1.2 * small, "BPE " + unit + ": " + small + " -> " + large);
            small = unigramSteps(pieces, fill(unit, 64 << 10));
            large = unigramSteps(pieces, fill(unit, 16 << 20));
            assertTrue(large <= 1.2 * small, "unigram " + unit + ": " + small + " -> " + large);
        }
    }

    private static byte[] fill(String unit, int bytes) {
        if (!unit.equals("letters")) {
            return unit.repeat(bytes / unit.getBytes(UTF_8).length).getBytes(UTF_8);
        }
        Random random = new Random(3);
        byte[] text = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            text[i] = (byte) ('a' + random.nextInt(26));
        }
        return text;
    }

    private static double bpeSteps(BpePieces bpe, byte[] text) {
        BpeCutter cutter = new BpeCutter(bpe);
        cutter.cut(text, 0, text.length, new Segments());
        return (double) cutter.steps() / text.length;
    }

    private static double unigramSteps(UnigramPieces pieces, byte[] text) {
        UnigramCutter cutter = new UnigramCutter(pieces);
        cutter.cut(text, 0, text.length, new Segments());
        return (double) cutter.steps() / text.length;
    }
}
