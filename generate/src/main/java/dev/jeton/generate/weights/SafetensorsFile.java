package dev.jeton.generate.weights;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.jeton.generate.GenerateException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One safetensors file: eight bytes with the length of the header, the header (JSON: name to dtype,
 * shape and byte range), the tensors. The file is mapped, not read; the map lives as long as the
 * arena.
 */
public final class SafetensorsFile {
    /** The longest header that is read: that of the reference implementation. */
    static final long MAX_HEADER_BYTES = 100_000_000;

    private static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(8).build())
                    .build();

    private final Path path;
    private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /** What the header says of a tensor. */
    private record Entry(String dtype, List<Long> shape, long from, long to) {}

    private SafetensorsFile(Path path) {
        this.path = path;
    }

    /**
     * Maps a file.
     *
     * @throws GenerateException if it cannot be read or its header is not right
     */
    public static SafetensorsFile open(Path path, Arena arena) {
        SafetensorsFile file = new SafetensorsFile(path);
        try (FileChannel channel = FileChannel.open(path)) {
            long size = channel.size();
            if (size < 8) {
                throw file.fail("the file has " + size + " bytes, too few for a header");
            }
            file.read(channel.map(FileChannel.MapMode.READ_ONLY, 0, size, arena));
        } catch (NoSuchFileException e) {
            throw new GenerateException(path + ": no such file.", e);
        } catch (IOException e) {
            throw new GenerateException(
                    path.getFileName() + ": cannot be read: " + firstLine(e) + ".", e);
        }
        return file;
    }

    /** All tensors in the order of the header. */
    Map<String, StoredTensor> tensors() {
        return tensors;
    }

    /** The names of all tensors in the order of the header. */
    public List<String> names() {
        return List.copyOf(entries.keySet());
    }

    /** The dimensions of a tensor. */
    public List<Long> shape(String name) {
        return stored(name).shape();
    }

    /** The bytes of a tensor. */
    public MemorySegment bytes(String name) {
        return stored(name).data();
    }

    /** The dtype of a tensor, "F32". */
    public String dtype(String name) {
        return stored(name).typeName();
    }

    private StoredTensor stored(String name) {
        StoredTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw fail("there is no tensor \"" + name + "\"");
        }
        return tensor;
    }

    private void read(MemorySegment file) throws IOException {
        long length = file.get(LONG, 0);
        if (length < 0 || length > file.byteSize() - 8) {
            throw fail(
                    "the header has "
                            + Long.toUnsignedString(length)
                            + " bytes, but the file only "
                            + file.byteSize()
                            + ": it is damaged, not complete, or no safetensors file");
        }
        if (length > MAX_HEADER_BYTES) {
            throw fail("the header has " + length + " bytes, at most 100,000,000 are read");
        }
        byte[] header = file.asSlice(8, length).toArray(ValueLayout.JAVA_BYTE);
        try (JsonParser json = JSON.createParser(header)) {
            readHeader(json);
        }
        MemorySegment data = file.asSlice(8 + length);
        checkRanges(data.byteSize());
        entries.forEach(
                (name, entry) ->
                        tensors.put(
                                name,
                                new StoredTensor(
                                        name,
                                        entry.dtype(),
                                        WeightType.named(entry.dtype()),
                                        entry.shape(),
                                        data.asSlice(entry.from(), entry.to() - entry.from()))));
    }

    private void readHeader(JsonParser json) throws IOException {
        expect(json.nextToken() == JsonToken.START_OBJECT, "header", "an object");
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            if (name.equals("__metadata__")) {
                json.skipChildren();
            } else if (entries.putIfAbsent(name, readEntry(json, name)) != null) {
                throw fail("tensor \"" + name + "\" stands in the header twice");
            }
        }
    }

    private Entry readEntry(JsonParser json, String name) throws IOException {
        String where = "tensor \"" + name + "\"";
        expect(json.currentToken() == JsonToken.START_OBJECT, where, "an object");
        String dtype = null;
        List<Long> shape = null;
        List<Long> offsets = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            json.nextToken();
            switch (key) {
                case "dtype" -> {
                    expect(json.currentToken() == JsonToken.VALUE_STRING, where, "a dtype");
                    dtype = json.getText();
                }
                case "shape" -> shape = readNumbers(json, where + " shape");
                case "data_offsets" -> offsets = readNumbers(json, where + " data_offsets");
                default -> throw fail(where + " has the unknown key \"" + key + "\"");
            }
        }
        if (dtype == null || shape == null || offsets == null || offsets.size() != 2) {
            throw fail(where + ": expected dtype, shape and two data_offsets");
        }
        return new Entry(dtype, shape, offsets.get(0), offsets.get(1));
    }

    private List<Long> readNumbers(JsonParser json, String where) throws IOException {
        expect(json.currentToken() == JsonToken.START_ARRAY, where, "an array");
        List<Long> numbers = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            expect(
                    json.currentToken() == JsonToken.VALUE_NUMBER_INT && json.getLongValue() >= 0,
                    where,
                    "integers of 0 or more");
            numbers.add(json.getLongValue());
            expect(numbers.size() <= 8, where, "at most 8 numbers");
        }
        return List.copyOf(numbers);
    }

    private void checkRanges(long dataBytes) {
        List<Map.Entry<String, Entry>> sorted = new ArrayList<>(entries.entrySet());
        sorted.sort(Comparator.comparingLong(named -> named.getValue().from()));
        String before = "";
        long end = 0;
        for (Map.Entry<String, Entry> named : sorted) {
            Entry entry = named.getValue();
            String where = "tensor \"" + named.getKey() + "\"";
            if (entry.from() > entry.to() || entry.to() > dataBytes) {
                throw fail(
                        where
                                + " has the bytes "
                                + entry.from()
                                + " to "
                                + entry.to()
                                + ", but the file holds "
                                + dataBytes
                                + " bytes of tensors: it is damaged or not complete");
            }
            checkSize(where, entry);
            if (entry.from() < end && entry.to() > entry.from()) {
                throw fail(where + " overlaps tensor \"" + before + "\"");
            }
            before = named.getKey();
            end = Math.max(end, entry.to());
        }
    }

    private void checkSize(String where, Entry entry) {
        Integer bytes = elementBytes(entry.dtype());
        if (bytes == null) {
            return;
        }
        long expected = bytes;
        for (long size : entry.shape()) {
            if (size != 0 && expected > Long.MAX_VALUE / size) {
                throw fail(where + " has the shape " + entry.shape() + ", which overflows");
            }
            expected *= size;
        }
        if (expected != entry.to() - entry.from()) {
            throw fail(
                    where
                            + " is "
                            + entry.dtype()
                            + " "
                            + entry.shape()
                            + ", which needs "
                            + expected
                            + " bytes, but data_offsets give "
                            + (entry.to() - entry.from()));
        }
    }

    private static @Nullable Integer elementBytes(String dtype) {
        return switch (dtype) {
            case "BOOL", "U8", "I8", "F8_E4M3", "F8_E5M2" -> 1;
            case "F16", "BF16", "I16", "U16" -> 2;
            case "F32", "I32", "U32" -> 4;
            case "F64", "I64", "U64" -> 8;
            default -> null;
        };
    }

    private void expect(boolean right, String where, String what) {
        if (!right) {
            throw fail(where + ": expected " + what);
        }
    }

    private static String firstLine(IOException e) {
        String message = String.valueOf(e.getMessage());
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }

    private GenerateException fail(String message) {
        return new GenerateException(path.getFileName() + ": " + message + ".");
    }
}
