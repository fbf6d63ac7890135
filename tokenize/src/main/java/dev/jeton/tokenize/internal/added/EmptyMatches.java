package dev.jeton.tokenize.internal.added;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where an empty string among others is found: as the leftmost-longest automaton of the Rust crate
 * aho-corasick 1.1 does, which is not before each character. The automaton reads on while it is
 * inside of the begin of a string, and there an empty match replaces the one before: in {@code
 * "to"} with the strings {@code "tok"} and {@code ""} the only one is at the end. Linear: where a
 * run of the automaton finds nothing, runs that start later inside of it find nothing either.
 *
 * <p>It is asked about the stretches between the matches of other strings only.
 */
final class EmptyMatches {
    /** Receives a place. */
    @FunctionalInterface
    interface Places {
        void at(int place);
    }

    private static final int DEAD = -1;

    /** Key: state and byte. */
    private final Map<Long, Integer> children = new HashMap<>();

    private final int[] fallback;

    /**
     * The states that have the empty match: a state takes over what its fallback has, but the
     * states of one byte do not.
     */
    private final boolean[] matches;

    EmptyMatches(List<byte[]> strings) {
        int states = 1;
        int longest = 0;
        for (byte[] string : strings) {
            int state = 0;
            for (byte b : string) {
                Integer next = children.putIfAbsent(key(state, b), states);
                state = next == null ? states++ : next;
            }
            longest = Math.max(longest, string.length);
        }
        fallback = new int[states];
        matches = new boolean[states];
        matches[0] = true;
        List<int[]> level = List.of(new int[] {0, 0});
        Map<Integer, List<int[]>> byParent = byParent();
        for (int depth = 1; depth <= longest; depth++) {
            List<int[]> next = new ArrayList<>();
            for (int[] parent : level) {
                next.addAll(byParent.getOrDefault(parent[0], List.of()));
            }
            for (int[] child : next) {
                if (depth > 1) {
                    link(child[0], child[1], (byte) child[2]);
                }
            }
            level = next;
        }
    }

    private static long key(int state, byte b) {
        return (long) state << 8 | (b & 0xFF);
    }

    /** Children with their parents and bytes, by parent. */
    private Map<Integer, List<int[]>> byParent() {
        Map<Integer, List<int[]>> all = new HashMap<>();
        children.forEach(
                (key, child) ->
                        all.computeIfAbsent((int) (key >>> 8), p -> new ArrayList<>())
                                .add(new int[] {child, (int) (key >>> 8), (int) (key & 0xFF)}));
        return all;
    }

    private void link(int state, int parent, byte b) {
        int next = step(fallback[parent], b);
        fallback[state] = next == DEAD ? 0 : next;
        matches[state] = matches[fallback[state]];
    }

    private int step(int from, byte b) {
        int state = from;
        while (true) {
            Integer next = children.get(key(state, b));
            if (next != null) {
                return next;
            }
            if (state == 0) {
                return DEAD;
            }
            state = fallback[state];
        }
    }

    /**
     * The empty matches in {@code text[from, to)}, in which no other string begins.
     *
     * @param after whether another match ends at {@code from}
     * @param before whether another match begins at {@code to}
     */
    void find(byte[] text, int from, int to, boolean after, boolean before, Places out) {
        boolean mayStart = !after;
        for (int start = from; start <= to; ) {
            int state = 0;
            int last = -1;
            int at = start;
            for (int next; at < to && (next = step(state, text[at])) != DEAD; state = next) {
                at++;
                last = matches[next] && isBoundary(text, at, to) ? at : last;
            }
            if (at == to && before) {
                return; // the run goes on into the other match
            }
            if (last >= 0 || mayStart) {
                out.at(Math.max(last, start));
            }
            for (int i = Math.max(last, start) + 1; i <= at; i++) {
                if (isBoundary(text, i, to)) {
                    out.at(i);
                }
            }
            start = at + 1;
            while (start < to && !isBoundary(text, start, to)) {
                start++;
            }
            mayStart = true;
        }
    }

    /** The reference looks between bytes too, and panics. */
    private static boolean isBoundary(byte[] text, int at, int to) {
        return at == to || (text[at] & 0xC0) != 0x80;
    }
}
