package dev.jeton.tokenize.internal.gguf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes GGUF files for tests, right ones and wrong ones. */
public final class GgufWriter {
    private static final int ALIGNMENT = 32;

    private final ByteArrayOutputStream entries = new ByteArrayOutputStream();
    private final ByteArrayOutputStream infos = new ByteArrayOutputStream();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private int version = 3;
    private long entryCount;
    private long tensorCount;

    /** Sets the version; 3 if not called. */
    public GgufWriter version(int number) {
        version = number;
        return this;
    }

    /** Adds to the number of metadata entries that the header announces. */
    public GgufWriter announceEntries(long more) {
        entryCount += more;
        return this;
    }

    /** Adds to the number of tensors that the header announces. */
    public GgufWriter announceTensors(long more) {
        tensorCount += more;
        return this;
    }

    /** Adds a string. */
    public GgufWriter text(String key, String value) {
        return entry(key, GgufValueType.STRING).rawString(value);
    }

    /** Adds a UINT32. */
    public GgufWriter count(String key, int value) {
        return entry(key, GgufValueType.UINT32).raw(value, 4);
    }

    /** Adds a FLOAT32. */
    public GgufWriter number(String key, float value) {
        return entry(key, GgufValueType.FLOAT32).raw(Float.floatToRawIntBits(value), 4);
    }

    /** Adds an array of strings. */
    public GgufWriter texts(String key, List<String> values) {
        entry(key, GgufValueType.ARRAY);
        raw(GgufValueType.STRING.id(), 4).raw(values.size(), 8);
        values.forEach(this::rawString);
        return this;
    }

    /** Begins an entry whose value is written by {@link #raw} and {@link #rawString}. */
    public GgufWriter entry(String key, GgufValueType type) {
        entryCount++;
        return rawString(key).raw(type.id(), 4);
    }

    /** Writes the low bytes of a number into the metadata. */
    public GgufWriter raw(long value, int bytes) {
        number(entries, value, bytes);
        return this;
    }

    /** Writes a string with its length into the metadata. */
    public GgufWriter rawString(String value) {
        string(entries, value);
        return this;
    }

    /** Adds a tensor; the length of a row comes first in its shape. */
    public GgufWriter tensor(String name, int typeId, byte[] bytes, long... shape) {
        tensorInfo(name, typeId, data.size(), shape);
        data.writeBytes(bytes);
        while (data.size() % ALIGNMENT != 0) {
            data.write(0);
        }
        return this;
    }

    /** Adds the description of a tensor without its bytes. */
    public GgufWriter tensorInfo(String name, int typeId, long offset, long... shape) {
        tensorCount++;
        string(infos, name);
        number(infos, shape.length, 4);
        for (long size : shape) {
            number(infos, size, 8);
        }
        number(infos, typeId, 4);
        number(infos, offset, 8);
        return this;
    }

    /** The file. */
    public byte[] toBytes() {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes("GGUF".getBytes(StandardCharsets.US_ASCII));
        number(file, version, 4);
        number(file, tensorCount, 8);
        number(file, entryCount, 8);
        file.writeBytes(entries.toByteArray());
        file.writeBytes(infos.toByteArray());
        while (file.size() % ALIGNMENT != 0) {
            file.write(0);
        }
        file.writeBytes(data.toByteArray());
        return file.toByteArray();
    }

    /** Writes the file. */
    public Path writeTo(Path path) {
        try {
            return Files.write(path, toBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void string(ByteArrayOutputStream out, String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        number(out, utf8.length, 8);
        out.writeBytes(utf8);
    }

    private static void number(ByteArrayOutputStream out, long value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            out.write((int) (value >> (8 * i)));
        }
    }
}
