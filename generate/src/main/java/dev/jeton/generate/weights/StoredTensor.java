package dev.jeton.generate.weights;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tensor as a file has it, before anybody asked what it is for.
 *
 * @param name its name
 * @param typeName its number format as the file calls it
 * @param type its number format, or null where it cannot be computed with
 * @param shape its dimensions, rows before columns in every format
 * @param data its bytes
 */
record StoredTensor(
        String name,
        String typeName,
        @Nullable WeightType type,
        List<Long> shape,
        MemorySegment data) {

    /** Name, type and shape for messages: {@code lm_head.weight F32 [320, 48]}. */
    String describe() {
        return name + " " + typeName + " " + shape;
    }

    long elements() {
        long product = 1;
        for (long size : shape) {
            product *= size;
        }
        return product;
    }
}
