package dev.jeton.tokenize.internal.gguf;

import org.jspecify.annotations.Nullable;

/** The types of metadata values, in the order of their ids in the file. */
public enum GgufValueType {
    UINT8(0, 1),
    INT8(1, 1),
    UINT16(2, 2),
    INT16(3, 2),
    UINT32(4, 4),
    INT32(5, 4),
    FLOAT32(6, 4),
    BOOL(7, 1),
    STRING(8, 8),
    ARRAY(9, 12),
    UINT64(10, 8),
    INT64(11, 8),
    FLOAT64(12, 8);

    private static final GgufValueType[] BY_ID = values();

    private final int id;
    private final int minBytes;

    GgufValueType(int id, int minBytes) {
        this.id = id;
        this.minBytes = minBytes;
    }

    /** The id in the file. */
    public int id() {
        return id;
    }

    /** The bytes of a value; for strings and arrays those of an empty one. */
    int minBytes() {
        return minBytes;
    }

    /** Whether {@link GgufFile#integer} reads it. */
    public boolean isInteger() {
        return switch (this) {
            case UINT8, INT8, UINT16, INT16, UINT32, INT32, UINT64, INT64 -> true;
            default -> false;
        };
    }

    /** Whether it is a floating point number. */
    public boolean isFloat() {
        return this == FLOAT32 || this == FLOAT64;
    }

    static @Nullable GgufValueType of(int id) {
        return id >= 0 && id < BY_ID.length ? BY_ID[id] : null;
    }
}
