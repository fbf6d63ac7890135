package dev.jeton.cli.parity.decoder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jeton.cli.parity.UnreadableFolderException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The tensors of a safetensors file of golden data, on the heap.
 *
 * <p>A reader of its own, so that a mistake in Jeton's reader of weights cannot hide itself.
 */
final class GoldenTensors {
    private final Path path;
    private final ByteBuffer data;
    private final ObjectNode header;
    private final int start;

    private GoldenTensors(Path path, ByteBuffer data, ObjectNode header, int start) {
        this.path = path;
        this.data = data;
        this.header = header;
        this.start = start;
    }

    static GoldenTensors read(Path path) {
        try {
            byte[] bytes = Files.readAllBytes(path);
            ByteBuffer data = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            int length = bytes.length < 8 ? -1 : (int) Math.min(data.getLong(0), Integer.MAX_VALUE);
            if (length < 2 || length > bytes.length - 8) {
                throw new UnreadableFolderException(path + ": no header of a safetensors file");
            }
            String json = new String(bytes, 8, length, StandardCharsets.UTF_8);
            JsonNode header = new JsonMapper().readTree(json);
            if (header instanceof ObjectNode object) {
                return new GoldenTensors(path, data, object, 8 + length);
            }
            throw new UnreadableFolderException(path + ": the header is no JSON object");
        } catch (IOException e) {
            throw new UnreadableFolderException(path + ": cannot be read: " + e, e);
        }
    }

    boolean has(String name) {
        return header.has(name);
    }

    List<String> names() {
        List<String> names = new ArrayList<>();
        header.fieldNames().forEachRemaining(names::add);
        names.remove("__metadata__");
        return names;
    }

    /** The dimensions of a tensor. */
    int[] shape(String name) {
        JsonNode shape = entry(name).path("shape");
        int[] out = new int[shape.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = shape.path(i).asInt();
        }
        return out;
    }

    /** The values of an F32 tensor, flat. */
    float[] floats(String name) {
        ByteBuffer slice = slice(name, "F32");
        float[] out = new float[slice.remaining() / 4];
        slice.asFloatBuffer().get(out);
        return out;
    }

    /** The values of an I64 tensor that are ids. */
    int[] ids(String name) {
        ByteBuffer slice = slice(name, "I64");
        int[] out = new int[slice.remaining() / 8];
        for (int i = 0; i < out.length; i++) {
            out[i] = Math.toIntExact(slice.getLong());
        }
        return out;
    }

    /** The values of a U8 tensor. */
    byte[] bytes(String name) {
        ByteBuffer slice = slice(name, "U8");
        byte[] out = new byte[slice.remaining()];
        slice.get(out);
        return out;
    }

    private ByteBuffer slice(String name, String dtype) {
        JsonNode entry = entry(name);
        String found = entry.path("dtype").asText();
        long from = entry.path("data_offsets").path(0).asLong(-1);
        long to = entry.path("data_offsets").path(1).asLong(-1);
        if (!found.equals(dtype) || from < 0 || to < from || start + to > data.capacity()) {
            throw new UnreadableFolderException(
                    path + ": tensor " + name + " is " + entry + ", expected dtype " + dtype);
        }
        int length = Math.toIntExact(to - from);
        return data.slice(Math.toIntExact(start + from), length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private JsonNode entry(String name) {
        JsonNode entry = header.get(name);
        if (entry == null) {
            throw new UnreadableFolderException(path + ": there is no tensor " + name);
        }
        return entry;
    }
}
