package dev.jeton.generate.weights;

import dev.jeton.generate.GenerateException;
import dev.jeton.generate.model.GgufMapper;
import dev.jeton.generate.model.HfConfigMapper;
import dev.jeton.generate.model.MappedConfig;
import dev.jeton.generate.model.ModelSpec;
import dev.jeton.tokenize.TokenizerException;
import dev.jeton.tokenize.internal.gguf.GgufFile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * An open model: what it is and where its weights lie. The files are memory-mapped, so opening is
 * quick; closing unmaps them, after which every {@link TensorView} fails.
 */
public final class ModelWeights implements AutoCloseable {
    private static final String CONFIG = "config.json";

    private final Path path;
    private final String name;
    private final Arena arena;
    private final ModelSpec spec;
    private final ParamTable params;
    private final LoadReport report;

    /** Where a model comes from. */
    private record Origin(Path path, String name, boolean gguf) {}

    private ModelWeights(Origin origin, Arena arena, MappedConfig config, ParamResolver resolver) {
        this.path = origin.path();
        this.name = origin.name();
        this.arena = arena;
        this.spec = config.spec();
        this.params = resolver.table();
        this.report = resolver.report(config.ignoredKeys());
    }

    /**
     * Opens a GGUF file, or a folder with {@code config.json} and safetensors or with one GGUF.
     *
     * @throws GenerateException if something is missing, damaged or not supported
     */
    public static ModelWeights open(Path path) {
        if (Files.isDirectory(path)) {
            return Files.isRegularFile(path.resolve(CONFIG))
                    ? open(path, CONFIG)
                    : openGguf(onlyGgufOf(path));
        }
        if (!Files.exists(path)) {
            throw new GenerateException(path + ": no such file.");
        }
        return openGguf(path);
    }

    /** Opens a folder with safetensors, with a config file of another name. */
    public static ModelWeights open(Path folder, String configFile) {
        MappedConfig config = HfConfigMapper.read(folder.resolve(configFile));
        Arena arena = Arena.ofShared();
        try {
            TensorSource source = TensorSource.ofFolder(folder, arena);
            String name = String.valueOf(folder.toAbsolutePath().normalize().getFileName());
            return resolve(new Origin(folder, name, false), arena, config, source);
        } catch (Throwable e) {
            arena.close();
            throw e;
        }
    }

    private static ModelWeights openGguf(Path path) {
        Arena arena = Arena.ofShared();
        try {
            GgufFile file = GgufFile.read(path);
            TensorSource source = TensorSource.ofGguf(file, arena);
            MappedConfig config = GgufMapper.map(file, ropeDivisors(source));
            String fileName = String.valueOf(path.getFileName());
            String name = file.findString("general.name").orElse(fileName);
            return resolve(new Origin(path, name, true), arena, config, source);
        } catch (TokenizerException e) {
            arena.close();
            throw new GenerateException(String.valueOf(e.getMessage()), e);
        } catch (Throwable e) {
            arena.close();
            throw e;
        }
    }

    private static ModelWeights resolve(
            Origin origin, Arena arena, MappedConfig config, TensorSource source) {
        ParamResolver resolver = new ParamResolver(config.spec(), source.tensors(), origin.gguf());
        resolver.resolve(ParamRule.LLAMA);
        ModelWeights weights = new ModelWeights(origin, arena, config, resolver);
        if (!weights.report.complete()) {
            throw new GenerateException(
                    origin.path().getFileName() + ": " + weights.report.problems());
        }
        return weights;
    }

    private static List<Float> ropeDivisors(TensorSource source) {
        StoredTensor tensor = source.tensors().get(GgufMapper.ROPE_DIVISORS);
        if (tensor == null) {
            return List.of();
        }
        WeightType type = tensor.type();
        if (type != WeightType.F32 || tensor.shape().size() != 1) {
            throw new GenerateException(tensor.describe() + ": expected one row of F32.");
        }
        int size = Math.toIntExact(tensor.elements());
        TensorView view = new TensorView(tensor.name(), type, 1, size, tensor.data());
        List<Float> divisors = new ArrayList<>();
        for (float value : view.values()) {
            divisors.add(value);
        }
        return divisors;
    }

    /** The only GGUF file of a folder. */
    public static Path onlyGgufOf(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found =
                    files.filter(file -> file.toString().endsWith(".gguf")).sorted().toList();
            if (found.size() != 1) {
                throw new GenerateException(
                        folder
                                + ": there is no "
                                + CONFIG
                                + ", and "
                                + found.size()
                                + " GGUF files; expected one of the two. Name the file itself.");
            }
            return found.get(0);
        } catch (IOException e) {
            throw new GenerateException(folder + ": cannot be read: " + e.getMessage() + ".", e);
        }
    }

    /** The name in the file, or the file's or folder's own. */
    public String name() {
        return name;
    }

    /** The file or folder. */
    public Path path() {
        return path;
    }

    /** The shape of the model. */
    public ModelSpec spec() {
        return spec;
    }

    /** Its tensors. */
    public ParamTable params() {
        return params;
    }

    /** What was found in the files. */
    public LoadReport report() {
        return report;
    }

    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
