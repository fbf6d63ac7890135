package dev.jeton.tokenize.internal.json;

import dev.jeton.tokenize.model.ByteAlphabet;
import java.util.BitSet;

/**
 * Whether each of the 256 bytes is a token of a byte-level vocabulary. Only then does every text
 * have tokens that cover it byte by byte.
 */
public final class ByteCoverage {
    private final BitSet seen = new BitSet(256);

    /** Creates an empty one. */
    public ByteCoverage() {}

    /** Takes a token of the vocabulary. */
    public void add(String token) {
        int b = token.length() == 1 ? ByteAlphabet.byteOf(token.charAt(0)) : -1;
        if (b >= 0) {
            seen.set(b);
        }
    }

    /** Whether all bytes were among the tokens. */
    public boolean isComplete() {
        return seen.cardinality() == 256;
    }

    /** The first byte that was not among the tokens; 256 if there is none. */
    public int firstMissing() {
        return seen.nextClearBit(0);
    }
}
