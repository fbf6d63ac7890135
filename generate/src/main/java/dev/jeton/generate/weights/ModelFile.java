package dev.jeton.generate.weights;

import dev.jeton.generate.GenerateException;
import dev.jeton.generate.internal.JsonFiles;
import dev.jeton.tokenize.internal.gguf.GgufArray;
import dev.jeton.tokenize.internal.gguf.GgufFile;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the files of a model say about themselves; no weight is read and nothing is judged.
 *
 * @param format "GGUF version 3", "safetensors"
 * @param settings metadata or configuration, texts and lists as they are in the file
 * @param tensors every tensor, in the file's order
 */
public record ModelFile(String format, Map<String, String> settings, List<Tensor> tensors) {

    /**
     * One tensor.
     *
     * @param name its name
     * @param type its number format as the file calls it
     * @param shape rows before columns
     * @param bytes bytes in the file
     */
    public record Tensor(String name, String type, List<Long> shape, long bytes) {
        /** The number of weights. */
        public long elements() {
            return shape.stream().reduce(1L, (a, b) -> a * b);
        }
    }

    /** Copies the collections. */
    public ModelFile {
        settings = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        tensors = List.copyOf(tensors);
    }

    /**
     * Reads a GGUF file, a safetensors file, or a folder with {@code config.json}.
     *
     * @throws GenerateException or a tokenizer's exception if the file is broken
     */
    public static ModelFile read(Path path) {
        try (Arena arena = Arena.ofConfined()) {
            if (Files.isDirectory(path)) {
                return new ModelFile(
                        "safetensors",
                        config(path.resolve("config.json")),
                        tensors(TensorSource.ofFolder(path, arena).tensors().values()));
            }
            if (GgufFile.isGguf(path)) {
                return ofGguf(GgufFile.read(path));
            }
            if (path.toString().endsWith(".safetensors")) {
                return new ModelFile(
                        "safetensors",
                        Map.of(),
                        tensors(SafetensorsFile.open(path, arena).tensors().values()));
            }
        }
        throw new GenerateException(
                path + ": is no GGUF file, no safetensors file and no folder with config.json.");
    }

    /** The number of weights. */
    public long parameters() {
        return tensors.stream().mapToLong(Tensor::elements).sum();
    }

    /** The bytes of all tensors. */
    public long tensorBytes() {
        return tensors.stream().mapToLong(Tensor::bytes).sum();
    }

    /** How many tensors there are of each number format. */
    public Map<String, Integer> tensorsByType() {
        Map<String, Integer> counts = new TreeMap<>();
        tensors.forEach(tensor -> counts.merge(tensor.type(), 1, Integer::sum));
        return counts;
    }

    private static ModelFile ofGguf(GgufFile file) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String key : file.keys()) {
            file.value(key).ifPresent(value -> settings.put(key, text(value.value())));
        }
        List<Tensor> tensors = new ArrayList<>();
        file.tensors()
                .forEach(
                        info ->
                                tensors.add(
                                        new Tensor(
                                                info.name(),
                                                info.typeName(),
                                                info.shape().reversed(),
                                                Math.max(0, info.byteSize()))));
        return new ModelFile("GGUF version " + file.version(), settings, tensors);
    }

    private static String text(Object value) {
        if (value instanceof GgufArray array) {
            StringBuilder shown = new StringBuilder("[");
            for (int i = 0; i < Math.min(3, array.size()); i++) {
                shown.append(i == 0 ? "" : ", ").append(array.get(i));
            }
            return array.size() > 3
                    ? shown.append(", ... (").append(array.size()).append(" values)]").toString()
                    : shown.append("]").toString();
        }
        return value.toString();
    }

    private static Map<String, String> config(Path file) {
        Map<String, String> settings = new LinkedHashMap<>();
        if (Files.isRegularFile(file)) {
            JsonFiles.read(file)
                    .properties()
                    .forEach(
                            entry ->
                                    settings.put(
                                            entry.getKey(),
                                            entry.getValue().isTextual()
                                                    ? entry.getValue().asText()
                                                    : entry.getValue().toString()));
        }
        return settings;
    }

    private static List<Tensor> tensors(Collection<StoredTensor> stored) {
        return stored.stream()
                .map(
                        tensor ->
                                new Tensor(
                                        tensor.name(),
                                        tensor.typeName(),
                                        tensor.shape(),
                                        tensor.data().byteSize()))
                .toList();
    }
}
