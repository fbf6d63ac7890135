package dev.jeton.generate.weights;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jeton.generate.GenerateException;
import dev.jeton.generate.internal.JsonFiles;
import dev.jeton.tokenize.internal.gguf.GgufFile;
import dev.jeton.tokenize.internal.gguf.GgufTensorInfo;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All tensors of a model by name, whatever files they are in. */
final class TensorSource {
    private static final String SINGLE = "model.safetensors";
    private static final String INDEX = "model.safetensors.index.json";

    private final Map<String, StoredTensor> tensors;

    private TensorSource(Map<String, StoredTensor> tensors) {
        this.tensors = Collections.unmodifiableMap(tensors);
    }

    Map<String, StoredTensor> tensors() {
        return tensors;
    }

    /** Maps {@code model.safetensors} of a folder, or the shards that its index names. */
    static TensorSource ofFolder(Path folder, Arena arena) {
        if (Files.isRegularFile(folder.resolve(SINGLE))) {
            return new TensorSource(SafetensorsFile.open(folder.resolve(SINGLE), arena).tensors());
        }
        Path index = folder.resolve(INDEX);
        if (!Files.isRegularFile(index)) {
            throw new GenerateException(
                    folder + ": there is no " + SINGLE + " and no " + INDEX + ".");
        }
        return ofShards(index, arena);
    }

    private static TensorSource ofShards(Path index, Arena arena) {
        JsonNode map = JsonFiles.read(index).path("weight_map");
        if (!map.isObject()) {
            throw new GenerateException(index.getFileName() + ": weight_map is not an object.");
        }
        Map<String, SafetensorsFile> shards = new TreeMap<>();
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : map.properties()) {
            String file = entry.getValue().asText();
            if (!file.matches("[A-Za-z0-9._-]+") || file.startsWith(".")) {
                throw new GenerateException(
                        index.getFileName()
                                + ": weight_map[\""
                                + entry.getKey()
                                + "\"] is \""
                                + file
                                + "\", expected the name of a file beside it.");
            }
            SafetensorsFile shard =
                    shards.computeIfAbsent(
                            file, name -> SafetensorsFile.open(index.resolveSibling(name), arena));
            StoredTensor tensor = shard.tensors().get(entry.getKey());
            if (tensor == null) {
                throw new GenerateException(
                        index.getFileName()
                                + ": tensor \""
                                + entry.getKey()
                                + "\" is said to be in "
                                + file
                                + ", but is not.");
            }
            tensors.put(entry.getKey(), tensor);
        }
        // What a shard holds and the index does not name must still show up as unused.
        shards.values().forEach(shard -> shard.tensors().forEach(tensors::putIfAbsent));
        return new TensorSource(tensors);
    }

    /** Maps the tensors of a GGUF file. */
    static TensorSource ofGguf(GgufFile file, Arena arena) {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        try (FileChannel channel = FileChannel.open(file.path())) {
            if (channel.size() != file.fileBytes()) {
                throw new GenerateException(
                        file.path().getFileName() + ": the file changed while it was read.");
            }
            MemorySegment map =
                    channel.map(FileChannel.MapMode.READ_ONLY, 0, file.fileBytes(), arena);
            for (GgufTensorInfo info : file.tensors()) {
                long bytes = Math.max(0, info.byteSize());
                tensors.put(
                        info.name(),
                        new StoredTensor(
                                info.name(),
                                info.typeName(),
                                WeightType.named(info.typeName()),
                                reversed(info.shape()),
                                map.asSlice(file.dataOffset() + info.offset(), bytes)));
            }
        } catch (IOException e) {
            throw new GenerateException(
                    file.path() + ": cannot be read: " + e.getMessage() + ".", e);
        }
        return new TensorSource(tensors);
    }

    /** GGUF lists the length of a row first. */
    private static List<Long> reversed(List<Long> shape) {
        return List.copyOf(shape.reversed());
    }
}
