package dev.jeton.bpe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jeton.tokenize.model.IdBuffer;
import dev.jeton.tokenize.model.ModelSession;
import dev.jeton.tokenize.model.ModelSpec;
import dev.jeton.tokenize.model.TokenSink;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Pieces that are cut where no merge reaches across give the ids of the whole piece. */
class JunctionsTest {
    private static final long SEED = Long.getLong("tests.seed", System.nanoTime() ^ 0x5DEECE66DL);
    private static final List<String> KNOWN = List.of("▁", "a", "b", "c", "\n", ".", "é", "中", "文");
    private static final List<String> UNKNOWN = List.of("z", "☃", "!");

    private static ModelSpec spec(Random random, int merges, int crossing) {
        ModelSpec.Builder spec = ModelSpec.builder("random").type("BPE");
        List<String> tokens = new ArrayList<>();
        tokens.add("<unk>");
        boolean fallback = random.nextBoolean();
        for (int b = 0; b < 256; b++) {
            // A fallback that lacks some bytes falls back to the unknown token.
            if (fallback && random.nextInt(20) > 0) {
                tokens.add(String.format(Locale.ROOT, "<0x%02X>", b));
            }
        }
        tokens.addAll(KNOWN);
        for (int id = 0; id < tokens.size(); id++) {
            spec.token(tokens.get(id), id);
        }
        List<String> usable = new ArrayList<>(KNOWN);
        if (random.nextInt(10) == 0) { // what stands for unknown characters may merge, too
            usable.add(tokens.get(random.nextInt(tokens.size() - KNOWN.size())));
        }
        List<String[]> pairs = new ArrayList<>();
        while (pairs.size() < merges) {
            String left = usable.get(random.nextInt(usable.size()));
            String right = usable.get(random.nextInt(usable.size()));
            if (right.startsWith("▁") && !left.endsWith("▁")) {
                // in most models only the full stop grows together with the next word
                if (crossing == 0 || (crossing == 1 && !left.endsWith("."))) {
                    continue;
                }
            }
            if (random.nextInt(4) > 0 && (left.endsWith("\n") != right.startsWith("\n"))) {
                continue; // so that there are borders beside the newline
            }
            String joined = left + right;
            if (!tokens.contains(joined)) {
                spec.token(joined, tokens.size());
                tokens.add(joined);
                usable.add(joined);
            }
            pairs.add(new String[] {left, right});
        }
        spec.mergesStart();
        pairs.forEach(pair -> spec.merge(pair[0], pair[1]));
        return spec.option("unk_token", "<unk>")
                .option("fuse_unk", random.nextBoolean())
                .option("byte_fallback", fallback)
                .build();
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(60);
        for (int i = 0; i < length; i++) {
            List<String> from = random.nextInt(6) == 0 ? UNKNOWN : KNOWN;
            text.append(from.get(random.nextInt(from.size())));
        }
        return text.toString();
    }

    private static int[] ids(ModelSession session, byte[] utf8) {
        IdBuffer out = new IdBuffer(1);
        session.encode(utf8, 0, utf8.length, out);
        return out.toArray();
    }

    private static int[] wholeIds(BpeModel model, SlowBpe slow, byte[] utf8) {
        Symbols symbols = new Symbols();
        model.firstSymbols().cut(utf8, 0, utf8.length, symbols);
        List<Integer> first = new ArrayList<>();
        for (int i = 0; i < symbols.count; i++) {
            first.add(symbols.ids[i]);
        }
        return slow.merge(first).stream().mapToInt(Integer::intValue).toArray();
    }

    private static int[] idsWithOffsets(ModelSession session, byte[] utf8) {
        IdBuffer out = new IdBuffer(1);
        TokenSink sink = (id, from, to) -> out.add(id);
        session.encode(utf8, 0, utf8.length, sink);
        return out.toArray();
    }

    @Test
    void partsGiveTheIdsOfTheWhole() {
        int cut = 0;
        int parted = 0;
        for (int round = 0; round < 300; round++) {
            Random random = new Random(SEED + round);
            ModelSpec spec = spec(random, random.nextInt(30), round % 5 % 3);
            cut += Junctions.of(spec) != null ? 1 : 0;
            BpeModel model = (BpeModel) new BpeFactory().create(spec);
            SlowBpe slow = new SlowBpe(spec.merges());
            ModelSession session = model.newSession();
            parted += model.characterBorders() != null ? 1 : 0;
            for (int i = 0; i < 40; i++) {
                String text = text(random);
                byte[] utf8 = text.getBytes(UTF_8);
                String where = "seed " + (SEED + round) + ": " + text;
                int[] whole = wholeIds(model, slow, utf8);
                assertArrayEquals(whole, idsWithOffsets(session, utf8), where);
                assertArrayEquals(whole, ids(session, utf8), where);
                assertArrayEquals(whole, ids(session, utf8), where + ", known");
                assertEquals(whole.length, session.count(utf8, 0, utf8.length), where);
                assertEquals(whole.length, model.newSession().count(utf8, 0, utf8.length), where);
            }
        }
        assertTrue(cut > 200, cut + " models have borders");
        assertTrue(parted > 100, parted + " models have borders between characters");
    }

    private static List<String> parts(Junctions junctions, String text) {
        byte[] utf8 = text.getBytes(UTF_8);
        List<String> parts = new ArrayList<>();
        for (int at = 0; at < utf8.length; ) {
            int end = junctions.next(utf8, at, utf8.length);
            parts.add(new String(utf8, at, end - at, UTF_8));
            at = end;
        }
        return parts;
    }

    private static ModelSpec.Builder small() {
        ModelSpec.Builder spec = ModelSpec.builder("small").type("BPE");
        String[] tokens = {"<unk>", "▁", "a", "b", "\n", "ab", "▁a", "▁▁", "▁ab", "\n\n"};
        for (int id = 0; id < tokens.length; id++) {
            spec.token(tokens[id], id);
        }
        spec.mergesStart();
        return spec.merge("a", "b").merge("▁", "a").merge("▁", "▁").merge("\n", "\n");
    }

    @Test
    void bordersAreWhereNoMergeReachesAcross() {
        Junctions junctions = Junctions.of(small().option("unk_token", "<unk>").build());
        assertNotNull(junctions);
        assertEquals(
                List.of("▁ab", "\n\n", "ab", "▁▁ab", "▁é", "▁"),
                parts(junctions, "▁ab\n\nab▁▁ab▁é▁"));
        assertEquals(List.of("▁zz"), parts(junctions, "▁zz"), "unknown neighbours stay together");
    }

    @Test
    void wordsThatGrowTogetherStayTogether() {
        ModelSpec.Builder spec = small().token("b▁", 10).token("b▁▁", 11);
        spec.merge("b", "▁").merge("b", "▁▁").option("unk_token", "<unk>");
        Junctions junctions = Junctions.of(spec.build());
        assertNotNull(junctions);
        assertEquals(List.of("▁ab▁▁a", "▁é", "▁a"), parts(junctions, "▁ab▁▁a▁é▁a"));
    }

    @Test
    void noBordersWithoutAnUnknownToken() {
        assertNull(Junctions.of(small().build()), "characters vanish");
    }
}
