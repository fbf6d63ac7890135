package dev.jeton.tokenize.internal.gguf;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One tensor of a file.
 *
 * @param name its name
 * @param typeId the id of its type as stored
 * @param type its type, or null where the id is not known
 * @param shape its dimensions as they stand in the file: the length of a row first
 * @param offset its first byte, counted from {@link GgufFile#dataOffset()}
 * @param byteSize its bytes, or -1 where the type is not known
 */
public record GgufTensorInfo(
        String name,
        int typeId,
        @Nullable GgufTensorType type,
        List<Long> shape,
        long offset,
        long byteSize) {
    /** The number of elements. */
    public long elements() {
        long product = 1;
        for (long dimension : shape) {
            product *= dimension;
        }
        return product;
    }

    /** The name of the type, or its number where it is not known. */
    public String typeName() {
        return type == null ? "type " + typeId : type.name();
    }
}
