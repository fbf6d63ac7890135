package dev.jeton.generate;

import dev.jeton.generate.weights.SafetensorsFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Golden data in the repository's {@code testdata} folder. */
public final class Golden {
    /** The models that are replayed. */
    public static final List<String> LLAMAS =
            List.of(
                    "llama",
                    "llama-bf16-sharded",
                    "llama-f16",
                    "llama-head-dim",
                    "llama-linear-rope",
                    "llama-llama3-rope",
                    "llama-yarn");

    private Golden() {}

    /** A folder or file of {@code testdata/decoders}. */
    public static Path decoders(String name) {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path data = at.resolve("testdata").resolve("decoders");
            if (Files.isDirectory(data)) {
                return data.resolve(name);
            }
        }
        throw new IllegalStateException("testdata/decoders is not in a folder above this one");
    }

    /** A number of a model's line in {@code INDEX.jsonl}. */
    public static double index(String model, String key) {
        try {
            for (String line : Files.readAllLines(decoders("INDEX.jsonl"))) {
                if (line.contains("\"name\": \"" + model + "\"")) {
                    String rest =
                            line.substring(line.indexOf("\"" + key + "\": ") + key.length() + 4);
                    return Double.parseDouble(rest.split("[,}]", 2)[0]);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalArgumentException(model + " is not in INDEX.jsonl");
    }

    /** The tensors of a safetensors file. */
    public record Tensors(SafetensorsFile file) {
        /** Opens a file. */
        public static Tensors open(Path path, Arena arena) {
            return new Tensors(SafetensorsFile.open(path, arena));
        }

        /** An I64 tensor of ids. */
        public int[] ids(String name) {
            MemorySegment bytes = file.bytes(name);
            int[] ids = new int[(int) (bytes.byteSize() / 8)];
            for (int i = 0; i < ids.length; i++) {
                ids[i] = (int) bytes.get(ValueLayout.JAVA_LONG_UNALIGNED, i * 8L);
            }
            return ids;
        }

        /** An F32 tensor. */
        public float[] floats(String name) {
            MemorySegment bytes = file.bytes(name);
            float[] values = new float[(int) (bytes.byteSize() / 4)];
            for (int i = 0; i < values.length; i++) {
                values[i] = bytes.get(ValueLayout.JAVA_FLOAT_UNALIGNED, i * 4L);
            }
            return values;
        }

        /** A U8 tensor. */
        public byte[] bytes(String name) {
            return file.bytes(name).toArray(ValueLayout.JAVA_BYTE);
        }
    }
}
