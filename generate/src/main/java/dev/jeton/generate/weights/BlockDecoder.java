package dev.jeton.generate.weights;

import java.lang.foreign.MemorySegment;

/** Turns stored numbers into floats, exactly: the reference of every faster kernel. */
interface BlockDecoder {
    /** Writes {@code count} values that begin at byte {@code offset}. */
    void decode(MemorySegment data, long offset, float[] target, int from, int count);

    static BlockDecoder of(WeightType type) {
        throw new UnsupportedOperationException(type + " is not built yet");
    }
}
