package dev.jeton.generate;

import com.fasterxml.jackson.databind.JsonNode;

import dev.jeton.generate.model.JsonFiles;
import dev.jeton.generate.weights.ModelWeights;
import dev.jeton.generate.weights.SafetensorsFile;
import dev.jeton.tokenize.TokenizerException;
import dev.jeton.tokenize.internal.gguf.GgufArray;
import dev.jeton.tokenize.internal.gguf.GgufFile;
import dev.jeton.tokenize.internal.gguf.GgufTensorInfo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What is in a model file or folder, read from headers only: also of models that cannot be
 * computed.
 *
 * @param format the file format with its version: "GGUF v3", "safetensors"
 * @param facts what a reader wants to know first, in order
 * @param metadata all settings of the file or of {@code config.json}, long values cut
 * @param tensors all tensors
 */
public record ModelFile(
        String format,
        Map<String, String> facts,
        Map<String, String> metadata,
        List<TensorLine> tensors) {
    private static final int SHOWN_CHARACTERS = 120;
    private static final int SHOWN_ELEMENTS = 4;

    /**
     * One tensor.
     *
     * @param name its name
     * @param type its number format
     * @param shape its dimensions, rows before columns in every format
     * @param bytes its size, or -1 where the format is not known
     */
    public record TensorLine(String name, String type, List<Long> shape, long bytes) {
        /** The number of elements. */
        public long elements() {
            return shape.stream().reduce(1L, (a, b) -> a * b);
        }
    }

    /**
     * Describes a GGUF file, a safetensors file, or a folder with {@code config.json}.
     *
     * @throws GenerateException if it is none of these or damaged
     */
    public static ModelFile describe(Path path) {
        try {
            if (Files.isDirectory(path)) {
                return ofFolder(path);
            }
            return GgufFile.isGguf(path) || !path.toString().endsWith(".safetensors")
                    ? ofGguf(path)
                    : ofSafetensors(path);
        } catch (TokenizerException e) {
            throw new GenerateException(String.valueOf(e.getMessage()), e);
        }
    }

    private static ModelFile ofGguf(Path path) {
        GgufFile file = GgufFile.read(path);
        Map<String, String> metadata = new LinkedHashMap<>();
        for (String key : file.keys()) {
            metadata.put(key, shown(file.value(key).orElseThrow().value()));
        }
        List<TensorLine> tensors = new ArrayList<>();
        for (GgufTensorInfo tensor : file.tensors()) {
            tensors.add(
                    new TensorLine(
                            tensor.name(),
                            tensor.typeName(),
                            List.copyOf(tensor.shape().reversed()),
                            tensor.byteSize()));
        }
        Map<String, String> facts = new LinkedHashMap<>();
        file.findString("general.name").ifPresent(name -> facts.put("name", name));
        String architecture = file.findString("general.architecture").orElse("not given");
        facts.put("architecture", architecture);
        for (Map.Entry<String, String> named : ggufSizes().entrySet()) {
            String value = metadata.get(architecture + "." + named.getValue());
            if (value != null) {
                facts.put(named.getKey(), value);
            }
        }
        addTotals(facts, tensors, path);
        return new ModelFile("GGUF v" + file.version(), facts, metadata, tensors);
    }

    private static Map<String, String> ggufSizes() {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("layers", "block_count");
        keys.put("width", "embedding_length");
        keys.put("heads", "attention.head_count");
        keys.put("kv heads", "attention.head_count_kv");
        keys.put("feed-forward width", "feed_forward_length");
        keys.put("context", "context_length");
        keys.put("vocabulary", "vocab_size");
        keys.put("rope theta", "rope.freq_base");
        keys.put("rope scaling", "rope.scaling.type");
        return keys;
    }

    private static Map<String, String> configSizes() {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("layers", "num_hidden_layers");
        keys.put("width", "hidden_size");
        keys.put("heads", "num_attention_heads");
        keys.put("kv heads", "num_key_value_heads");
        keys.put("head width", "head_dim");
        keys.put("feed-forward width", "intermediate_size");
        keys.put("context", "max_position_embeddings");
        keys.put("vocabulary", "vocab_size");
        keys.put("rope theta", "rope_theta");
        keys.put("rope scaling", "rope_scaling");
        keys.put("rope", "rope_parameters");
        return keys;
    }

    private static ModelFile ofSafetensors(Path path) {
        List<TensorLine> tensors = tensorsOf(path);
        Map<String, String> facts = new LinkedHashMap<>();
        addSizes(facts, tensors);
        return new ModelFile("safetensors", facts, Map.of(), tensors);
    }

    private static ModelFile ofFolder(Path folder) {
        Path config = folder.resolve("config.json");
        if (!Files.isRegularFile(config)) {
            return ofGguf(ModelWeights.onlyGgufOf(folder));
        }
        JsonNode fields = JsonFiles.read(config);
        Map<String, String> metadata = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : fields.properties()) {
            metadata.put(field.getKey(), cut(field.getValue().toString()));
        }
        List<TensorLine> tensors = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(ModelFile::isWeights)
                    .sorted()
                    .forEach(file -> tensors.addAll(tensorsOf(file)));
        } catch (IOException | UncheckedIOException e) {
            throw new GenerateException(folder + ": cannot be read: " + e.getMessage() + ".", e);
        }
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("name", String.valueOf(folder.toAbsolutePath().normalize().getFileName()));
        String type = fields.path("model_type").asText("not given");
        String className = fields.path("architectures").path(0).asText("");
        facts.put("architecture", className.isEmpty() ? type : className + " (" + type + ")");
        for (Map.Entry<String, String> named : configSizes().entrySet()) {
            if (fields.hasNonNull(named.getValue())) {
                facts.put(named.getKey(), cut(fields.get(named.getValue()).toString()));
            }
        }
        addTotals(facts, tensors, folder);
        return new ModelFile("safetensors folder", facts, metadata, tensors);
    }

    /** {@code model.safetensors} or one of its shards; a folder may hold other such files. */
    private static boolean isWeights(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.matches("model(-\\d+-of-\\d+)?\\.safetensors");
    }

    private static List<TensorLine> tensorsOf(Path path) {
        List<TensorLine> tensors = new ArrayList<>();
        try (Arena arena = Arena.ofConfined()) {
            SafetensorsFile file = SafetensorsFile.open(path, arena);
            for (String name : file.names()) {
                long bytes = file.bytes(name).byteSize();
                tensors.add(new TensorLine(name, file.dtype(name), file.shape(name), bytes));
            }
        }
        return tensors;
    }

    private static void addTotals(Map<String, String> facts, List<TensorLine> tensors, Path path) {
        addSizes(facts, tensors);
        facts.put("can be run", runnable(path));
    }

    private static void addSizes(Map<String, String> facts, List<TensorLine> tensors) {
        long parameters = 0;
        long bytes = 0;
        Map<String, Integer> types = new TreeMap<>();
        for (TensorLine tensor : tensors) {
            parameters += tensor.elements();
            bytes += Math.max(0, tensor.bytes());
            types.merge(tensor.type(), 1, Integer::sum);
        }
        facts.put("parameters", String.format(Locale.ROOT, "%,d", parameters));
        facts.put("weights", String.format(Locale.ROOT, "%,d bytes", bytes));
        List<String> counts = new ArrayList<>();
        types.forEach((type, count) -> counts.add(count + " " + type));
        facts.put("tensors", tensors.size() + " (" + String.join(", ", counts) + ")");
    }

    /** "yes", or what stands in the way. */
    private static String runnable(Path path) {
        try (ModelWeights weights = ModelWeights.open(path)) {
            List<String> unused = weights.report().unused();
            return unused.isEmpty() ? "yes" : "yes; not used: " + cut(String.join(", ", unused));
        } catch (GenerateException e) {
            return "no: " + e.getMessage();
        }
    }

    private static String shown(Object value) {
        if (value instanceof GgufArray array) {
            List<String> first = new ArrayList<>();
            for (int i = 0; i < Math.min(SHOWN_ELEMENTS, array.size()); i++) {
                first.add(shown(array.get(i)));
            }
            String more = array.size() > SHOWN_ELEMENTS ? ", ..." : "";
            return array.size()
                    + " x "
                    + array.elementType()
                    + " ["
                    + cut(String.join(", ", first))
                    + more
                    + "]";
        }
        if (value instanceof Double number) {
            return Float.toString(number.floatValue());
        }
        return cut(value.toString());
    }

    private static String cut(String text) {
        String line = text.replace("\n", "\\n");
        if (line.length() <= SHOWN_CHARACTERS) {
            return line;
        }
        int end = SHOWN_CHARACTERS;
        if (Character.isHighSurrogate(line.charAt(end - 1))) {
            end--;
        }
        return line.substring(0, end) + "... (" + text.length() + " characters)";
    }
}
