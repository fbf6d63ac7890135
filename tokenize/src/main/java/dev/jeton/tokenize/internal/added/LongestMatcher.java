package dev.jeton.tokenize.internal.added;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the strings of a set in a text, leftmost first and longest of those that begin at one
 * place, not overlapping; in linear time whatever the strings are.
 *
 * <p>An automaton (Aho and Corasick, 1975) over the reversed strings reads the text from right to
 * left. After each byte its state is the longest begin of a string that lies there, so the longest
 * string that begins at that byte is known at once; places with one are noted. Then the notes are
 * read from left to right, passing over those inside of the last match. Reading forwards instead
 * would have to go back after each attempt at a longer string: quadratic for {@code a} and {@code
 * aaaa...b}. Transitions lie in one open-addressing table, those of the start state in an array, so
 * that text without any last byte of a string costs one look-up a byte. Immutable.
 */
public final class LongestMatcher {
    private static final int NO_STRING = -1;

    private final int[] root = new int[256];

    /** The bytes that lead out of the start state. */
    private final ByteFinder lastBytes;

    /** Key: state, byte; value: state. Twice as many slots as transitions at least. */
    private long[] keys;

    private int[] targets;
    private int used;

    /** For each state the state of its longest proper suffix. */
    private int[] fallback = new int[16];

    /** For each state the longest string that ends (reversed: begins) there. */
    private int[] string = new int[16];

    private int[] lengths;
    private int states = 1;

    /** The first empty string, or {@link #NO_STRING}. */
    private int empty = NO_STRING;

    /** Where it is found; null if there is none. */
    private final @Nullable EmptyMatches emptyMatches;

    /**
     * Builds a matcher; of equal strings the first one is found. An empty one is found before
     * characters and at the end, but not where another match begins or has just ended, nor where a
     * string begins that does not go on.
     */
    public LongestMatcher(List<byte[]> strings) {
        keys = new long[64];
        targets = new int[64];
        Arrays.fill(keys, -1);
        string[0] = NO_STRING;
        lengths = new int[strings.size()];
        for (int i = 0; i < strings.size(); i++) {
            byte[] bytes = strings.get(i);
            lengths[i] = bytes.length;
            if (bytes.length > 0) {
                add(bytes, i);
            } else if (empty == NO_STRING) {
                empty = i;
            }
        }
        link();
        lastBytes = new ByteFinder(root);
        emptyMatches = empty == NO_STRING ? null : new EmptyMatches(strings);
    }

    /** Whether there is nothing to find. */
    public boolean isEmpty() {
        return states == 1 && empty == NO_STRING;
    }

    private void add(byte[] bytes, int index) {
        int state = 0;
        for (int i = bytes.length - 1; i >= 0; i--) {
            int next = child(state, bytes[i] & 0xFF);
            if (next < 0) {
                next = newState();
                put(state, bytes[i] & 0xFF, next);
            }
            state = next;
        }
        if (string[state] == NO_STRING) {
            string[state] = index;
        }
    }

    private int newState() {
        if (states == string.length) {
            string = Arrays.copyOf(string, 2 * states);
        }
        string[states] = NO_STRING;
        return states++;
    }

    private static long key(int state, int b) {
        return ((long) state << 8) | b;
    }

    private int slot(long key) {
        long h = key * 0x9E3779B97F4A7C15L;
        return (int) (h >>> 32) & (keys.length - 1);
    }

    private int child(int state, int b) {
        if (state == 0) {
            return root[b] == 0 ? -1 : root[b];
        }
        long key = key(state, b);
        for (int slot = slot(key); keys[slot] >= 0; slot = (slot + 1) & (keys.length - 1)) {
            if (keys[slot] == key) {
                return targets[slot];
            }
        }
        return -1;
    }

    private void put(int state, int b, int target) {
        if (state == 0) {
            root[b] = target;
            return;
        }
        if (2 * used >= keys.length) {
            grow();
        }
        insert(key(state, b), target);
        used++;
    }

    private void insert(long key, int target) {
        int slot = slot(key);
        while (keys[slot] >= 0) {
            slot = (slot + 1) & (keys.length - 1);
        }
        keys[slot] = key;
        targets[slot] = target;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldTargets = targets;
        keys = new long[2 * oldKeys.length];
        targets = new int[keys.length];
        Arrays.fill(keys, -1);
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] >= 0) {
                insert(oldKeys[i], oldTargets[i]);
            }
        }
    }

    /**
     * Sets the fallbacks, nearest states first. States are numbered in the order in which they were
     * made, parents before children, but not level by level, hence the sorting by depth.
     */
    private void link() {
        int[] parent = new int[states];
        int[] label = new int[states];
        for (int b = 0; b < 256; b++) {
            if (root[b] != 0) {
                label[root[b]] = b;
            }
        }
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] >= 0) {
                parent[targets[i]] = (int) (keys[i] >>> 8);
                label[targets[i]] = (int) (keys[i] & 0xFF);
            }
        }
        long[] order = new long[states];
        int[] depth = new int[states];
        for (int s = 1; s < states; s++) {
            depth[s] = depth[parent[s]] + 1;
            order[s] = ((long) depth[s] << 32) | s;
        }
        Arrays.sort(order);
        fallback = new int[states];
        for (int i = 1; i < states; i++) {
            int s = (int) order[i];
            if (depth[s] > 1) {
                fallback[s] = step(fallback[parent[s]], label[s]);
            }
            if (string[s] == NO_STRING) {
                string[s] = string[fallback[s]];
            }
        }
    }

    private int step(int from, int b) {
        int state = from;
        while (state != 0) {
            int next = child(state, b);
            if (next >= 0) {
                return next;
            }
            state = fallback[state];
        }
        return root[b];
    }

    /** Adds the matches in {@code text[from, to)} to {@code out}, from left to right. */
    public void find(byte[] text, int from, int to, Matches out) {
        int begin = out.noted;
        int state = 0;
        for (int i = to - 1; i >= from; i--) {
            if (state == 0) {
                i = lastBytes.before(text, from, i);
                if (i < from) {
                    break;
                }
                state = root[text[i] & 0xFF];
            } else {
                state = step(state, text[i] & 0xFF);
            }
            if (string[state] != NO_STRING) {
                out.note(i, string[state]);
            }
        }
        int end = from;
        boolean matched = false;
        for (int n = out.noted - 1; n >= begin; n--) {
            int at = out.notes[2 * n];
            if (at >= end) {
                addEmpty(text, end, at, matched, true, out);
                int index = out.notes[2 * n + 1];
                end = at + lengths[index];
                out.add(at, end, index);
                matched = true;
            }
        }
        addEmpty(text, end, to, matched, false, out);
        out.noted = begin;
    }

    /** The matches of the empty string in {@code text[from, to)}, which lies between others. */
    private void addEmpty(
            byte[] text, int from, int to, boolean after, boolean before, Matches out) {
        if (emptyMatches != null) {
            emptyMatches.find(text, from, to, after, before, at -> out.add(at, at, empty));
        }
    }

    /** Matches of a text, and scratch memory to find them; reused, one thread at a time. */
    public static final class Matches {
        private int[] notes = new int[32];
        private int noted;
        private int[] found = new int[48];
        private int count;

        /** Creates an empty list. */
        public Matches() {}

        /** Forgets all matches from {@code newCount} on. */
        public void truncate(int newCount) {
            count = newCount;
        }

        private void note(int at, int index) {
            if (2 * noted == notes.length) {
                notes = Arrays.copyOf(notes, 2 * notes.length);
            }
            notes[2 * noted] = at;
            notes[2 * noted + 1] = index;
            noted++;
        }

        private void add(int from, int to, int index) {
            if (3 * count == found.length) {
                found = Arrays.copyOf(found, 2 * found.length);
            }
            found[3 * count] = from;
            found[3 * count + 1] = to;
            found[3 * count + 2] = index;
            count++;
        }

        /** The number of matches. */
        public int count() {
            return count;
        }

        /** Where a match begins. */
        public int from(int match) {
            return found[3 * match];
        }

        /** Where a match ends. */
        public int to(int match) {
            return found[3 * match + 1];
        }

        /** Which string was found, by its place in the list. */
        public int string(int match) {
            return found[3 * match + 2];
        }
    }
}
