package dev.jeton.tokenize.internal.trie;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.jeton.tokenize.model.Vocabulary;

/**
 * A set of byte strings with a value each, walked byte by byte. Immutable and safe to share.
 *
 * <p>A double array (Aoe, 1989) with the offsets combined by exclusive or, as darts-clone does it:
 * the child of a node under a byte is the unit {@code base ^ byte}, which is the child if it names
 * the node as its parent. So a step is one load, and base and parent lie side by side. Every node's
 * children lie in one block of 256 units; only the free units of the last few blocks are tried for
 * a new node, which bounds the cost of building for any set of strings.
 */
public final class ByteTrie {
    /** The node before the first byte. */
    public static final int ROOT = 0;

    /** No node, or no value. */
    public static final int NONE = -1;

    /** Of unit {@code u}: the base at {@code 2 * u}, the parent at {@code 2 * u + 1}. */
    private final int[] units;

    private final int[] values;

    ByteTrie(int[] units, int[] values) {
        this.units = units;
        this.values = values;
    }

    /**
     * The trie of the tokens as the file writes them, with their ids. Of a token listed twice it
     * holds the later id, as {@link Vocabulary#idOf} does.
     */
    public static ByteTrie of(Vocabulary vocabulary) {
        ByteTrieBuilder builder = new ByteTrieBuilder();
        for (int entry = 0; entry < vocabulary.entryCount(); entry++) {
            builder.put(vocabulary.token(entry).getBytes(UTF_8), vocabulary.id(entry));
        }
        return builder.build();
    }

    /** The child of {@code node} under the byte {@code b}, or {@link #NONE}. */
    public int next(int node, byte b) {
        int child = units[2 * node] ^ (b & 0xFF);
        return units[2 * child + 1] == node ? child : NONE;
    }

    /** The value of the string that ends at {@code node}, or {@link #NONE}. */
    public int value(int node) {
        return values[node];
    }

    /** The node that {@code bytes[from, to)} leads to from {@code node} on, or {@link #NONE}. */
    public int walk(int node, byte[] bytes, int from, int to) {
        int at = node;
        for (int i = from; i < to && at != NONE; i++) {
            at = next(at, bytes[i]);
        }
        return at;
    }
}
