package dev.jeton.tokenize.internal.gguf;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.List;

/** Writes a GGUF file of version 3 with metadata and no tensors. Not thread-safe. */
public final class GgufMetadataWriter {
    private static final int VERSION = 3;
    private static final int ALIGNMENT = 32;

    private final ByteArrayOutputStream entries = new ByteArrayOutputStream();
    private int count;

    /** An empty file. */
    public GgufMetadataWriter() {}

    /** Adds a string. */
    public GgufMetadataWriter text(String key, String value) {
        begin(key, GgufValueType.STRING);
        string(value);
        return this;
    }

    /** Adds a UINT32. */
    public GgufMetadataWriter count(String key, int value) {
        begin(key, GgufValueType.UINT32);
        number(value, 4);
        return this;
    }

    /** Adds a FLOAT32. */
    public GgufMetadataWriter number(String key, float value) {
        begin(key, GgufValueType.FLOAT32);
        number(Float.floatToRawIntBits(value), 4);
        return this;
    }

    /** Adds a BOOL. */
    public GgufMetadataWriter flag(String key, boolean value) {
        begin(key, GgufValueType.BOOL);
        number(value ? 1 : 0, 1);
        return this;
    }

    /** Adds an array of strings. */
    public GgufMetadataWriter texts(String key, List<String> values) {
        array(key, GgufValueType.STRING, values.size());
        values.forEach(this::string);
        return this;
    }

    /** Adds an array of INT32. */
    public GgufMetadataWriter integers(String key, int[] values) {
        array(key, GgufValueType.INT32, values.length);
        for (int value : values) {
            number(value, 4);
        }
        return this;
    }

    /** Adds an array of FLOAT32. */
    public GgufMetadataWriter numbers(String key, float[] values) {
        array(key, GgufValueType.FLOAT32, values.length);
        for (float value : values) {
            number(Float.floatToRawIntBits(value), 4);
        }
        return this;
    }

    /** Adds an array of UINT8. */
    public GgufMetadataWriter bytes(String key, byte[] values) {
        array(key, GgufValueType.UINT8, values.length);
        entries.writeBytes(values);
        return this;
    }

    private void array(String key, GgufValueType type, int size) {
        begin(key, GgufValueType.ARRAY);
        number(type.id(), 4);
        number(size, 8);
    }

    private void begin(String key, GgufValueType type) {
        count++;
        string(key);
        number(type.id(), 4);
    }

    private void string(String value) {
        byte[] utf8 = value.getBytes(UTF_8);
        number(utf8.length, 8);
        entries.writeBytes(utf8);
    }

    private void number(long value, int bytes) {
        number(entries, value, bytes);
    }

    private static void number(ByteArrayOutputStream out, long value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            out.write((int) (value >>> (8 * i)));
        }
    }

    /** The file. */
    public byte[] toBytes() {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes("GGUF".getBytes(UTF_8));
        number(file, VERSION, 4);
        number(file, 0, 8);
        number(file, count, 8);
        file.writeBytes(entries.toByteArray());
        while (file.size() % ALIGNMENT != 0) {
            file.write(0);
        }
        return file.toByteArray();
    }
}
