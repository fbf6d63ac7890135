package dev.jeton.tokenize.internal.gguf;

import dev.jeton.tokenize.TokenizerException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a GGUF file says about itself: version, metadata and the list of tensors. The tensors' bytes
 * are not touched. Immutable; holds no open file.
 *
 * <p>Every look-up comes in two forms: {@code string(key)} fails with a message that names file and
 * key, {@code findString(key)} is empty where the key is absent. Both fail where the value has
 * another type.
 */
public final class GgufFile {
    private final Path path;
    private final int version;
    private final int alignment;
    private final long dataOffset;
    private final long fileBytes;
    private final Map<String, GgufValue> metadata;
    private final Map<String, GgufTensorInfo> tensors;

    GgufFile(Path path, Layout layout, Map<String, GgufValue> metadata, List<GgufTensorInfo> list) {
        this.path = path;
        this.version = layout.version();
        this.alignment = layout.alignment();
        this.dataOffset = layout.dataOffset();
        this.fileBytes = layout.fileBytes();
        this.metadata = Collections.unmodifiableMap(metadata);
        Map<String, GgufTensorInfo> byName = new LinkedHashMap<>();
        for (GgufTensorInfo tensor : list) {
            byName.put(tensor.name(), tensor);
        }
        this.tensors = Collections.unmodifiableMap(byName);
    }

    /** The numbers that say where things are. */
    record Layout(int version, int alignment, long dataOffset, long fileBytes) {}

    /** A metadata value with its type: Long, Double, Boolean, String or {@link GgufArray}. */
    public record GgufValue(GgufValueType type, Object value) {}

    /** Reads the header of {@code path} with the default limits. */
    public static GgufFile read(Path path) {
        return read(path, GgufLimits.defaults());
    }

    /**
     * Reads the header of {@code path}.
     *
     * @throws TokenizerException if the file is missing, not GGUF, truncated, or larger than a
     *     limit
     */
    public static GgufFile read(Path path, GgufLimits limits) {
        return GgufHeaderReader.read(path, limits);
    }

    /** Whether the file begins as a GGUF file does; false where it cannot be read. */
    public static boolean isGguf(Path path) {
        return GgufHeaderReader.hasMagic(path);
    }

    /** The file. */
    public Path path() {
        return path;
    }

    /** 2 or 3. */
    public int version() {
        return version;
    }

    /** What the offsets of tensors are multiples of. */
    public int alignment() {
        return alignment;
    }

    /** Where the tensors' bytes begin in the file. */
    public long dataOffset() {
        return dataOffset;
    }

    /** The size of the file. */
    public long fileBytes() {
        return fileBytes;
    }

    /** All keys in the order of the file. */
    public Set<String> keys() {
        return metadata.keySet();
    }

    /** The value of a key with its type. */
    public Optional<GgufValue> value(String key) {
        return Optional.ofNullable(metadata.get(key));
    }

    /** All tensors in the order of the file. */
    public List<GgufTensorInfo> tensors() {
        return List.copyOf(tensors.values());
    }

    /** The tensor of this name. */
    public Optional<GgufTensorInfo> tensor(String name) {
        return Optional.ofNullable(tensors.get(name));
    }

    /** The string under {@code key}. */
    public String string(String key) {
        return findString(key).orElseThrow(() -> missing(key, "a string"));
    }

    /** The string under {@code key}, if there is one. */
    public Optional<String> findString(String key) {
        return Optional.ofNullable((String) typed(key, "a string", GgufValueType.STRING));
    }

    /** The integer under {@code key}. */
    public long integer(String key) {
        return findInteger(key).orElseThrow(() -> missing(key, "an integer"));
    }

    /** The integer under {@code key}, if there is one. A UINT64 above 2^63 - 1 is refused. */
    public OptionalLong findInteger(String key) {
        GgufValue value = metadata.get(key);
        if (value == null) {
            return OptionalLong.empty();
        }
        if (!value.type().isInteger()) {
            throw wrongType(key, value, "an integer");
        }
        long number = (Long) value.value();
        if (value.type() == GgufValueType.UINT64 && number < 0) {
            throw new TokenizerException(
                    where(key)
                            + " is "
                            + Long.toUnsignedString(number)
                            + ", expected at most 2^63 - 1.");
        }
        return OptionalLong.of(number);
    }

    /** The non-negative integer under {@code key} that fits an int: a count, a size or an id. */
    public OptionalInt findCount(String key) {
        OptionalLong number = findInteger(key);
        if (number.isEmpty()) {
            return OptionalInt.empty();
        }
        long value = number.getAsLong();
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw new TokenizerException(
                    where(key) + " is " + value + ", expected 0 to 2,147,483,647.");
        }
        return OptionalInt.of((int) value);
    }

    /** The number under {@code key}; integers are converted. */
    public double number(String key) {
        return findNumber(key).orElseThrow(() -> missing(key, "a number"));
    }

    /** The number under {@code key}, if there is one; integers are converted. */
    public OptionalDouble findNumber(String key) {
        GgufValue value = metadata.get(key);
        if (value == null) {
            return OptionalDouble.empty();
        }
        if (value.value() instanceof Double number) {
            return OptionalDouble.of(number);
        }
        if (!value.type().isInteger()) {
            throw wrongType(key, value, "a number");
        }
        return OptionalDouble.of(((Long) value.value()).doubleValue());
    }

    /** The flag under {@code key}, if there is one. */
    public Optional<Boolean> findFlag(String key) {
        return Optional.ofNullable((Boolean) typed(key, "a flag", GgufValueType.BOOL));
    }

    /** The array of strings under {@code key}. */
    public List<String> strings(String key) {
        return findStrings(key).orElseThrow(() -> missing(key, "an array of strings"));
    }

    /** The array of strings under {@code key}, if there is one; decoded element by element. */
    public Optional<List<String>> findStrings(String key) {
        return findArray(key).map(array -> ofStrings(key, array).strings());
    }

    /** The array of integers under {@code key}, if there is one; each fits an int. */
    public Optional<int[]> findIntegers(String key) {
        return findArray(key).map(array -> toInts(key, array));
    }

    /** The array of numbers under {@code key}, if there is one. */
    public Optional<float[]> findNumbers(String key) {
        return findArray(key).map(array -> toFloats(key, array));
    }

    /** The array under {@code key}, if there is one. */
    public Optional<GgufArray> findArray(String key) {
        return Optional.ofNullable((GgufArray) typed(key, "an array", GgufValueType.ARRAY));
    }

    private @Nullable Object typed(String key, String expected, GgufValueType type) {
        GgufValue value = metadata.get(key);
        if (value == null) {
            return null;
        }
        if (value.type() != type) {
            throw wrongType(key, value, expected);
        }
        return value.value();
    }

    private GgufArray ofStrings(String key, GgufArray array) {
        if (array.elementType() != GgufValueType.STRING) {
            throw wrongElements(key, array, "strings");
        }
        return array;
    }

    private int[] toInts(String key, GgufArray array) {
        if (!array.elementType().isInteger()) {
            throw wrongElements(key, array, "integers");
        }
        int[] result = new int[array.size()];
        for (int i = 0; i < result.length; i++) {
            long value = (Long) array.get(i);
            if (value != (int) value) {
                throw new TokenizerException(
                        where(key) + "[" + i + "] is " + value + ", expected a 32-bit integer.");
            }
            result[i] = (int) value;
        }
        return result;
    }

    private float[] toFloats(String key, GgufArray array) {
        GgufValueType type = array.elementType();
        if (!type.isFloat() && !type.isInteger()) {
            throw wrongElements(key, array, "numbers");
        }
        float[] result = new float[array.size()];
        for (int i = 0; i < result.length; i++) {
            result[i] = ((Number) array.get(i)).floatValue();
        }
        return result;
    }

    private String where(String key) {
        return path.getFileName() + ": metadata key \"" + key + "\"";
    }

    private TokenizerException missing(String key, String expected) {
        return new TokenizerException(
                where(key) + " is missing, expected " + expected + ". Convert the model again.");
    }

    private TokenizerException wrongType(String key, GgufValue value, String expected) {
        return new TokenizerException(
                where(key) + " has the type " + value.type() + ", expected " + expected + ".");
    }

    private TokenizerException wrongElements(String key, GgufArray array, String expected) {
        return new TokenizerException(
                where(key)
                        + " is an array of "
                        + array.elementType()
                        + ", expected an array of "
                        + expected
                        + ".");
    }
}
