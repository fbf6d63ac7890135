package dev.jeton.sentencepiece;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The oracles: SentencePiece's rules over strings of code points, as plain as can be. */
final class SlowCutters {
    private final Map<String, Integer> ids;
    private final List<Float> scores;
    private final List<PieceType> types;

    SlowCutters(Map<String, Integer> ids, List<Float> scores, List<PieceType> types) {
        this.ids = ids;
        this.scores = scores;
        this.types = types;
    }

    private static boolean matches(PieceType type) {
        return type == PieceType.NORMAL
                || type == PieceType.USER_DEFINED
                || type == PieceType.UNUSED;
    }

    private @Nullable Integer matching(String text) {
        Integer id = ids.get(text);
        return id != null && matches(types.get(id)) ? id : null;
    }

    /** A symbol, and for merged ones the two it was made of. */
    private record Symbol(
            String text, boolean frozen, @Nullable Symbol left, @Nullable Symbol right) {}

    private List<Symbol> symbols(String text) {
        int[] points = text.codePoints().toArray();
        List<Symbol> symbols = new ArrayList<>();
        for (int at = 0; at < points.length; ) {
            int length = 0;
            for (int n = 1; at + n <= points.length; n++) {
                Integer id = ids.get(new String(points, at, n));
                length = id != null && types.get(id) == PieceType.USER_DEFINED ? n : length;
            }
            int taken = Math.max(1, length);
            symbols.add(new Symbol(new String(points, at, taken), length > 0, null, null));
            at += taken;
        }
        return symbols;
    }

    /** The ids of the pieces before unknown ones are joined; -1 for unknown ones. */
    List<Integer> bpe(String text) {
        List<Symbol> symbols = symbols(text);
        while (true) {
            int best = -1;
            float bestScore = 0;
            for (int i = 0; i + 1 < symbols.size(); i++) {
                if (symbols.get(i).frozen() || symbols.get(i + 1).frozen()) {
                    continue;
                }
                Integer id = matching(symbols.get(i).text() + symbols.get(i + 1).text());
                if (id != null && (best < 0 || scores.get(id) > bestScore)) {
                    best = i;
                    bestScore = scores.get(id);
                }
            }
            if (best < 0) {
                break;
            }
            Symbol left = symbols.get(best);
            Symbol right = symbols.remove(best + 1);
            symbols.set(best, new Symbol(left.text() + right.text(), false, left, right));
        }
        List<Integer> out = new ArrayList<>();
        symbols.forEach(symbol -> add(symbol, out));
        return out;
    }

    private void add(Symbol symbol, List<Integer> out) {
        Integer id = ids.get(symbol.text());
        Symbol left = symbol.left();
        Symbol right = symbol.right();
        if (id != null && types.get(id) == PieceType.UNUSED && left != null && right != null) {
            add(left, out);
            add(right, out);
        } else {
            out.add(id == null ? -1 : id);
        }
    }

    /** The ids of the pieces before unknown ones are joined; -1 for unknown ones. */
    List<Integer> unigram(String text) {
        int[] points = text.codePoints().toArray();
        int n = points.length;
        float least = Float.MAX_VALUE;
        for (int id = 0; id < scores.size(); id++) {
            least = types.get(id) == PieceType.NORMAL ? Math.min(least, scores.get(id)) : least;
        }
        float[] best = new float[n + 1];
        int[] from = new int[n + 1];
        int[] id = new int[n + 1];
        Arrays.fill(from, -1);
        for (int end = 1; end <= n; end++) {
            for (int start = 0; start < end; start++) {
                String piece = new String(points, start, end - start);
                Integer found = matching(piece);
                boolean known = found != null && types.get(found) != PieceType.UNUSED;
                double score;
                if (known && found != null) {
                    boolean user = types.get(found) == PieceType.USER_DEFINED;
                    double own = piece.getBytes(UTF_8).length * 0.1 - 0.1;
                    score = (user ? own : scores.get(found)) + best[start];
                } else if (end - start == 1) {
                    score = (least - 10) + best[start];
                } else {
                    continue;
                }
                if (from[end] < 0 || score > best[end]) {
                    best[end] = (float) score;
                    from[end] = start;
                    id[end] = known && found != null ? found : -1;
                }
            }
        }
        List<Integer> out = new ArrayList<>();
        for (int end = n; end > 0; end = from[end]) {
            out.add(0, id[end]);
        }
        return out;
    }
}
