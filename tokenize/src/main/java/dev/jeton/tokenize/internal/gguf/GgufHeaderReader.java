package dev.jeton.tokenize.internal.gguf;

import dev.jeton.tokenize.TokenizerException;
import dev.jeton.tokenize.internal.gguf.GgufFile.GgufValue;
import dev.jeton.tokenize.internal.gguf.GgufFile.Layout;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Reads one header, front to back, through a buffer of fixed size.
 *
 * <p>Layout: magic, version, number of tensors, number of metadata entries; the entries; one record
 * a tensor; padding to the alignment; the tensors. All numbers are little-endian. A count or a
 * length is compared with the bytes that are left in the file before anything is allocated, so a
 * hostile file costs no more memory than its own size.
 */
final class GgufHeaderReader {
    private static final int MAGIC = 0x46554747;
    private static final int MAGIC_REVERSED = 0x47475546;
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int MAX_KEY_BYTES = 65_535;
    private static final int MAX_DIMENSIONS = 4;
    private static final int MAX_ARRAY_DEPTH = 4;
    // key length, value type, one byte of value
    private static final int MIN_ENTRY_BYTES = 13;
    // name length, dimensions, one dimension, type, offset
    private static final int MIN_TENSOR_BYTES = 32;
    private static final String TRUNCATED = " The file is damaged or not complete: fetch it again.";

    private final Path path;
    private final GgufLimits limits;
    private final FileChannel channel;
    private final long fileBytes;
    private final ByteBuffer buffer =
            ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN).limit(0);
    private long bufferStart;
    private String place = "header";

    private GgufHeaderReader(Path path, GgufLimits limits, FileChannel channel) throws IOException {
        this.path = path;
        this.limits = limits;
        this.channel = channel;
        this.fileBytes = channel.size();
    }

    static GgufFile read(Path path, GgufLimits limits) {
        try (FileChannel channel = FileChannel.open(path)) {
            return new GgufHeaderReader(path, limits, channel).readHeader();
        } catch (NoSuchFileException e) {
            throw new TokenizerException(path + ": no such file.", e);
        } catch (IOException e) {
            throw new TokenizerException(path + ": cannot be read: " + e.getMessage() + ".", e);
        }
    }

    static boolean hasMagic(Path path) {
        if (!Files.isRegularFile(path)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(path)) {
            byte[] start = in.readNBytes(4);
            return start.length == 4
                    && ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getInt() == MAGIC;
        } catch (IOException e) {
            return false;
        }
    }

    private GgufFile readHeader() throws IOException {
        int version = readVersion();
        long tensorCount = readCount("tensors", MIN_TENSOR_BYTES, limits.maxTensors());
        long entryCount =
                readCount("metadata entries", MIN_ENTRY_BYTES, limits.maxMetadataEntries());
        Map<String, GgufValue> metadata = new LinkedHashMap<>();
        for (long i = 0; i < entryCount; i++) {
            readEntry(i, metadata);
        }
        int alignment = alignment(metadata);
        List<GgufTensorInfo> tensors = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (long i = 0; i < tensorCount; i++) {
            tensors.add(readTensor(i, names, alignment));
        }
        long end = position();
        // A file without tensors may end where the header does.
        long dataOffset = tensors.isEmpty() ? end : roundUp(end, alignment);
        checkData(tensors, dataOffset);
        return new GgufFile(
                path, new Layout(version, alignment, dataOffset, fileBytes), metadata, tensors);
    }

    private int readVersion() throws IOException {
        if (fileBytes < 4) {
            throw fail("the file has " + fileBytes + " bytes, too few for a GGUF header");
        }
        int magic = readInt();
        if (magic == MAGIC_REVERSED) {
            throw fail("the file is big-endian, which is not supported: convert it again");
        }
        if (magic != MAGIC) {
            throw fail(
                    String.format(
                            Locale.ROOT,
                            "the file begins with 0x%08x, expected \"GGUF\": it is no GGUF file",
                            Integer.reverseBytes(magic)));
        }
        int version = readInt();
        if (version == 2 || version == 3) {
            return version;
        }
        if (Integer.reverseBytes(version) == 3) {
            throw fail("the file is big-endian, which is not supported: convert it again");
        }
        throw fail("GGUF version " + Integer.toUnsignedString(version) + ", supported are 2 and 3");
    }

    private long readCount(String what, int minBytes, int limit) throws IOException {
        long count = readLong();
        if (count < 0 || count > (fileBytes - position()) / minBytes) {
            throw fail(
                    "the header announces "
                            + Long.toUnsignedString(count)
                            + " "
                            + what
                            + ", more than the "
                            + fileBytes
                            + " bytes of the file can hold");
        }
        if (count > limit) {
            String option = what.equals("tensors") ? "maxTensors" : "maxMetadataEntries";
            throw fail(
                    count
                            + " "
                            + what
                            + ", the limit is "
                            + limit
                            + " (GgufLimits."
                            + option
                            + ")");
        }
        return count;
    }

    private void readEntry(long index, Map<String, GgufValue> metadata) throws IOException {
        place = "metadata entry " + index;
        String key = readKey("key");
        place = "metadata key \"" + key + "\"";
        GgufValueType type = readType();
        GgufValue value = new GgufValue(type, readValue(type, 0));
        if (metadata.putIfAbsent(key, value) != null) {
            throw fail("the key stands in the file twice");
        }
    }

    private String readKey(String what) throws IOException {
        long length = readLength(what, 1);
        if (length > MAX_KEY_BYTES) {
            throw fail("the " + what + " has " + length + " bytes, at most 65,535 are allowed");
        }
        return decodeStrictly(readBytes((int) length), what);
    }

    private GgufValueType readType() throws IOException {
        int id = readInt();
        GgufValueType type = GgufValueType.of(id);
        if (type == null) {
            throw fail(
                    "the value has the type "
                            + Integer.toUnsignedString(id)
                            + ", known are 0 to 12");
        }
        return type;
    }

    private Object readValue(GgufValueType type, int depth) throws IOException {
        return switch (type) {
            case BOOL -> readBoolean();
            case STRING -> decodeStrictly(readBytes(readStringLength()), "value");
            case ARRAY -> readArray(depth);
            case FLOAT32 -> (double) Float.intBitsToFloat(readInt());
            case FLOAT64 -> Double.longBitsToDouble(readLong());
            default -> readInteger(type);
        };
    }

    private long readInteger(GgufValueType type) throws IOException {
        return switch (type) {
            case UINT8 -> readByte() & 0xff;
            case INT8 -> readByte();
            case UINT16 -> readShort() & 0xffff;
            case INT16 -> readShort();
            case UINT32 -> readInt() & 0xffff_ffffL;
            case INT32 -> readInt();
            default -> readLong();
        };
    }

    private boolean readBoolean() throws IOException {
        byte value = readByte();
        if (value != 0 && value != 1) {
            throw fail("the flag has the value " + (value & 0xff) + ", expected 0 or 1");
        }
        return value == 1;
    }

    private GgufArray readArray(int depth) throws IOException {
        if (depth == MAX_ARRAY_DEPTH) {
            throw fail("arrays are nested more than " + MAX_ARRAY_DEPTH + " deep");
        }
        GgufValueType type = readType();
        long size = readLength("array", type.minBytes());
        if (size > limits.maxArrayElements()) {
            throw fail(
                    "the array has "
                            + size
                            + " elements, the limit is "
                            + limits.maxArrayElements()
                            + " (GgufLimits.maxArrayElements)");
        }
        int count = (int) size;
        return switch (type) {
            case STRING -> readStrings(count);
            case ARRAY -> readArrays(count, depth);
            case FLOAT32 -> GgufArray.ofFloats(readFloats(count));
            case FLOAT64 -> GgufArray.ofDoubles(readDoubles(count));
            case BOOL -> GgufArray.ofBooleans(readBooleans(count));
            case UINT32, UINT64, INT64 -> GgufArray.ofIntegers(type, readLongs(type, count));
            default -> GgufArray.ofInts(type, readInts(type, count));
        };
    }

    private GgufArray readArrays(int count, int depth) throws IOException {
        List<GgufArray> arrays = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            arrays.add(readArray(depth + 1));
        }
        return GgufArray.ofArrays(arrays);
    }

    private GgufArray readStrings(int count) throws IOException {
        int[] ends = new int[count];
        byte[] bytes = new byte[(int) Math.min(1 << 20, 16 + 8L * count)];
        int size = 0;
        for (int i = 0; i < count; i++) {
            int length = readStringLength();
            if (length > Integer.MAX_VALUE - 8 - size) {
                throw fail("the strings of the array have more than 2,147,483,639 bytes");
            }
            if (size + length > bytes.length) {
                long wanted = Math.max(size + (long) length, bytes.length * 2L);
                bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, Integer.MAX_VALUE - 8));
            }
            readInto(bytes, size, length);
            size += length;
            ends[i] = size;
        }
        return GgufArray.ofStrings(bytes, ends);
    }

    private float[] readFloats(int count) throws IOException {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = Float.intBitsToFloat(readInt());
        }
        return values;
    }

    private double[] readDoubles(int count) throws IOException {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = Double.longBitsToDouble(readLong());
        }
        return values;
    }

    private boolean[] readBooleans(int count) throws IOException {
        boolean[] values = new boolean[count];
        for (int i = 0; i < count; i++) {
            values[i] = readBoolean();
        }
        return values;
    }

    private long[] readLongs(GgufValueType type, int count) throws IOException {
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            values[i] = readInteger(type);
        }
        return values;
    }

    private int[] readInts(GgufValueType type, int count) throws IOException {
        int[] values = new int[count];
        for (int i = 0; i < count; i++) {
            values[i] = (int) readInteger(type);
        }
        return values;
    }

    private int alignment(Map<String, GgufValue> metadata) {
        GgufValue value = metadata.get("general.alignment");
        if (value == null) {
            return 32;
        }
        place = "metadata key \"general.alignment\"";
        if (!(value.value() instanceof Long number)
                || number < 1
                || number > 1 << 20
                || Long.bitCount(number) != 1) {
            throw fail(
                    "the alignment is " + value.value() + ", expected a power of two up to 2^20");
        }
        return number.intValue();
    }

    private GgufTensorInfo readTensor(long index, Set<String> names, int alignment)
            throws IOException {
        place = "tensor " + index;
        String name = readKey("name");
        place = "tensor \"" + name + "\"";
        if (!names.add(name)) {
            throw fail("the name stands in the file twice");
        }
        List<Long> shape = readShape();
        int typeId = readInt();
        GgufTensorType type = GgufTensorType.of(typeId);
        long offset = readLong();
        if (offset < 0 || offset % alignment != 0) {
            throw fail(
                    "the offset is "
                            + Long.toUnsignedString(offset)
                            + ", expected a multiple of the alignment "
                            + alignment);
        }
        long bytes = type == null ? -1 : byteSize(shape, type);
        return new GgufTensorInfo(name, typeId, type, shape, offset, bytes);
    }

    private List<Long> readShape() throws IOException {
        int dimensions = readInt();
        if (dimensions < 0 || dimensions > MAX_DIMENSIONS) {
            throw fail(
                    Integer.toUnsignedString(dimensions)
                            + " dimensions, at most "
                            + MAX_DIMENSIONS
                            + " are allowed");
        }
        List<Long> shape = new ArrayList<>();
        long elements = 1;
        for (int i = 0; i < dimensions; i++) {
            long size = readLong();
            if (size < 0 || Math.multiplyHigh(elements, size) != 0 || elements * size < 0) {
                throw fail(
                        "dimension "
                                + i
                                + " is "
                                + Long.toUnsignedString(size)
                                + ": the number of elements does not fit 63 bits");
            }
            elements *= size;
            shape.add(size);
        }
        return List.copyOf(shape);
    }

    private long byteSize(List<Long> shape, GgufTensorType type) {
        long row = shape.isEmpty() ? 1 : shape.get(0);
        if (row % type.blockElements() != 0) {
            throw fail(
                    "a row has "
                            + row
                            + " elements, expected a multiple of "
                            + type.blockElements()
                            + " for the type "
                            + type);
        }
        long elements = 1;
        for (long size : shape) {
            elements *= size;
        }
        long blocks = elements / type.blockElements();
        if (blocks > Long.MAX_VALUE / type.blockBytes()) {
            throw fail("the shape " + shape + " needs more than 2^63 bytes");
        }
        return blocks * type.blockBytes();
    }

    private void checkData(List<GgufTensorInfo> tensors, long dataOffset) {
        for (GgufTensorInfo tensor : tensors) {
            place = "tensor \"" + tensor.name() + "\"";
            long room = Math.max(0, fileBytes - dataOffset);
            if (tensor.offset() > room || Math.max(0, tensor.byteSize()) > room - tensor.offset()) {
                throw fail(
                        "its "
                                + Math.max(0, tensor.byteSize())
                                + " bytes at offset "
                                + tensor.offset()
                                + " end outside the file, which has "
                                + room
                                + " bytes of tensors."
                                + TRUNCATED);
            }
        }
        List<GgufTensorInfo> sorted = new ArrayList<>(tensors);
        sorted.sort(Comparator.comparingLong(GgufTensorInfo::offset));
        for (int i = 1; i < sorted.size(); i++) {
            GgufTensorInfo before = sorted.get(i - 1);
            GgufTensorInfo tensor = sorted.get(i);
            if (tensor.byteSize() > 0 && before.offset() + before.byteSize() > tensor.offset()) {
                place = "tensor \"" + tensor.name() + "\"";
                throw fail(
                        "it begins at offset "
                                + tensor.offset()
                                + ", inside the tensor \""
                                + before.name()
                                + "\"");
            }
        }
    }

    private int readStringLength() throws IOException {
        long length = readLength("string", 1);
        if (length > limits.maxStringBytes()) {
            throw fail(
                    "a string has "
                            + length
                            + " bytes, the limit is "
                            + limits.maxStringBytes()
                            + " (GgufLimits.maxStringBytes)");
        }
        return (int) length;
    }

    private long readLength(String what, int elementBytes) throws IOException {
        long length = readLong();
        long left = fileBytes - position();
        if (length < 0 || length > left / elementBytes) {
            throw fail(
                    "the length of the "
                            + what
                            + " is "
                            + Long.toUnsignedString(length)
                            + ", but only "
                            + left
                            + " bytes are left in the file."
                            + TRUNCATED);
        }
        return length;
    }

    private String decodeStrictly(byte[] bytes, String what) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new TokenizerException(
                    path.getFileName() + ": " + place + ": the " + what + " is not UTF-8.", e);
        }
    }

    private byte[] readBytes(int length) throws IOException {
        byte[] bytes = new byte[length];
        readInto(bytes, 0, length);
        return bytes;
    }

    private void readInto(byte[] target, int from, int length) throws IOException {
        int done = 0;
        while (done < length) {
            if (!buffer.hasRemaining()) {
                fill(1);
            }
            int part = Math.min(length - done, buffer.remaining());
            buffer.get(target, from + done, part);
            done += part;
        }
    }

    private byte readByte() throws IOException {
        fill(1);
        return buffer.get();
    }

    private short readShort() throws IOException {
        fill(2);
        return buffer.getShort();
    }

    private int readInt() throws IOException {
        fill(4);
        return buffer.getInt();
    }

    private long readLong() throws IOException {
        fill(8);
        return buffer.getLong();
    }

    private long position() {
        return bufferStart + buffer.position();
    }

    /** Makes at least {@code needed} bytes readable. */
    private void fill(int needed) throws IOException {
        if (buffer.remaining() >= needed) {
            return;
        }
        bufferStart = position();
        if (bufferStart > limits.maxHeaderBytes()) {
            throw fail(
                    "the header has more than "
                            + limits.maxHeaderBytes()
                            + " bytes (GgufLimits.maxHeaderBytes)");
        }
        buffer.compact();
        while (buffer.position() < needed) {
            if (channel.read(buffer) < 0) {
                throw fail("the file ends here, after " + fileBytes + " bytes." + TRUNCATED);
            }
        }
        buffer.flip();
    }

    private static long roundUp(long value, int alignment) {
        return (value + alignment - 1) / alignment * alignment;
    }

    private TokenizerException fail(String message) {
        String end = message.endsWith(".") ? "" : ".";
        return new TokenizerException(path.getFileName() + ": " + place + ": " + message + end);
    }
}
