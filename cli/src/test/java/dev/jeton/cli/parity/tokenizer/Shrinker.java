package dev.jeton.cli.parity.tokenizer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Makes a row that fails smaller while it still fails: parts of its text, then of the second text,
 * are left out, halves first and single characters at last; then options.
 */
final class Shrinker {
    private static final int MOST_TRIES = 600;

    private final Predicate<ObjectNode> fails;
    private int tries;

    Shrinker(Predicate<ObjectNode> fails) {
        this.fails = fails;
    }

    ObjectNode shrink(ObjectNode row) {
        ObjectNode best = row;
        for (String option :
                List.of(
                        "pair",
                        "truncation",
                        "padding",
                        "add_special_tokens",
                        "encode_special_tokens")) {
            if (best.has(option)) {
                ObjectNode without = best.deepCopy();
                without.remove(option);
                best = stillFails(without) ? without : best;
            }
        }
        for (String key : List.of("text", "pair")) {
            if (best.path(key).isTextual()) {
                best = shrinkText(best, key);
            }
        }
        if (best.path("decode_ids").isArray()) {
            best = shrinkIds(best);
        }
        return best;
    }

    private boolean stillFails(ObjectNode candidate) {
        return tries++ < MOST_TRIES && fails.test(candidate);
    }

    private ObjectNode shrinkText(ObjectNode row, String key) {
        ObjectNode best = row;
        int[] chars = best.path(key).asText().codePoints().toArray();
        for (int length = Math.max(1, chars.length / 2); length > 0; length /= 2) {
            for (int at = 0; at + length <= chars.length; ) {
                int[] fewer = without(chars, at, length);
                ObjectNode candidate = best.deepCopy().put(key, new String(fewer, 0, fewer.length));
                if (stillFails(candidate)) {
                    best = candidate;
                    chars = fewer;
                } else {
                    at += length;
                }
            }
        }
        return best;
    }

    private ObjectNode shrinkIds(ObjectNode row) {
        ObjectNode best = row;
        int[] ids = Rows.ids(best.path("decode_ids"));
        for (int length = Math.max(1, ids.length / 2); length > 0; length /= 2) {
            for (int at = 0; at + length <= ids.length; ) {
                int[] fewer = without(ids, at, length);
                ObjectNode candidate = best.deepCopy();
                candidate.set("decode_ids", Rows.unsigned(fewer));
                if (stillFails(candidate)) {
                    best = candidate;
                    ids = fewer;
                } else {
                    at += length;
                }
            }
        }
        return best;
    }

    private static int[] without(int[] all, int at, int length) {
        List<Integer> kept = new ArrayList<>(all.length);
        for (int i = 0; i < all.length; i++) {
            if (i < at || i >= at + length) {
                kept.add(all[i]);
            }
        }
        return kept.stream().mapToInt(Integer::intValue).toArray();
    }
}
