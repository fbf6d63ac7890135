package dev.jeton.bpe;

import dev.jeton.tokenize.model.Merges;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The oracle: looks through all pairs for the one with the lowest rank, again and again. */
final class SlowBpe {
    private final Map<List<Integer>, Integer> ranks = new HashMap<>();
    private final Merges merges;

    SlowBpe(Merges merges) {
        this.merges = merges;
        for (int rank = 0; rank < merges.size(); rank++) {
            ranks.put(List.of(merges.left(rank), merges.right(rank)), rank);
        }
    }

    List<Integer> merge(List<Integer> symbols) {
        List<Integer> now = new ArrayList<>(symbols);
        while (true) {
            int best = Integer.MAX_VALUE;
            int at = -1;
            for (int i = 0; i + 1 < now.size(); i++) {
                Integer rank = ranks.get(List.of(now.get(i), now.get(i + 1)));
                if (rank != null && rank < best) {
                    best = rank;
                    at = i;
                }
            }
            if (at < 0) {
                return now;
            }
            now.set(at, merges.result(best));
            now.remove(/* index */ at + 1);
        }
    }
}
