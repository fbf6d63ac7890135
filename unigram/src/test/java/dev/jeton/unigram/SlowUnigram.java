package dev.jeton.unigram;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The oracle: Hugging Face's rules over strings of code points, without a trie. */
final class SlowUnigram {
    private final Map<String, Integer> ids;
    private final List<Double> scores;
    private final int unknownId;
    private final boolean byteFallback;
    private final double unknownScore;

    /** A model; {@code ids} has the later id of a repeated piece. */
    SlowUnigram(
            Map<String, Integer> ids, List<Double> scores, int unknownId, boolean byteFallback) {
        this.ids = ids;
        this.scores = scores;
        this.unknownId = unknownId;
        this.byteFallback = byteFallback;
        unknownScore = scores.stream().mapToDouble(Double::doubleValue).min().orElse(0) - 10;
    }

    List<Integer> encode(String text) {
        int[] points = text.codePoints().toArray();
        int n = points.length;
        double[] best = new double[n + 1];
        int[] from = new int[n + 1];
        int[] id = new int[n + 1];
        Arrays.fill(from, -1);
        for (int end = 1; end <= n; end++) {
            for (int start = 0; start < end; start++) {
                Integer piece = ids.get(new String(points, start, end - start));
                if (piece == null && end - start > 1) {
                    continue;
                }
                double score = best[start] + (piece == null ? unknownScore : scores.get(piece));
                if (from[end] < 0 || score > best[end]) {
                    best[end] = score;
                    from[end] = start;
                    id[end] = piece == null ? unknownId : piece;
                }
            }
        }
        List<int[]> path = new ArrayList<>();
        for (int end = n; end > 0; end = from[end]) {
            path.add(0, new int[] {id[end], from[end], end});
        }
        List<Integer> out = new ArrayList<>();
        for (int i = 0; i < path.size(); i++) {
            if (path.get(i)[0] != unknownId) {
                out.add(path.get(i)[0]);
                continue;
            }
            int start = path.get(i)[1];
            while (i + 1 < path.size() && path.get(i + 1)[0] == unknownId) {
                i++;
            }
            addUnknown(new String(points, start, path.get(i)[2] - start), out);
        }
        return out;
    }

    private void addUnknown(String covered, List<Integer> out) {
        Integer whole = ids.get(covered);
        List<Integer> bytes = new ArrayList<>();
        for (byte b : covered.getBytes(UTF_8)) {
            bytes.add(ids.get(String.format(Locale.ROOT, "<0x%02X>", b)));
        }
        if (whole != null) {
            out.add(whole);
        } else if (byteFallback && !bytes.contains(null)) {
            out.addAll(bytes);
        } else {
            out.add(unknownId);
        }
    }

    /** The greatest sum of scores of all ways to cut the text. */
    double bestScore(String text) {
        int[] points = text.codePoints().toArray();
        double most = Double.NEGATIVE_INFINITY;
        for (int cuts = 0; cuts < 1 << Math.max(0, points.length - 1); cuts++) {
            double sum = 0;
            int start = 0;
            for (int end = 1; end <= points.length; end++) {
                if (end == points.length || (cuts >> (end - 1) & 1) != 0) {
                    sum += score(new String(points, start, end - start), end - start);
                    start = end;
                }
            }
            most = Math.max(most, sum);
        }
        return most;
    }

    private double score(String piece, int length) {
        Integer id = ids.get(piece);
        return id != null ? scores.get(id) : length == 1 ? unknownScore : Double.NEGATIVE_INFINITY;
    }
}
