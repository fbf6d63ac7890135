package dev.jeton.generate.weights;

import dev.jeton.generate.GenerateException;
import dev.jeton.generate.model.ModelSpec;

import java.nio.file.Path;

/**
 * An open model: what it is and where its weights lie. The files are memory-mapped, so opening is
 * quick; closing unmaps them, after which every {@link TensorView} fails.
 */
public final class ModelWeights implements AutoCloseable {
    private final ModelSpec spec;
    private final ParamTable params;

    ModelWeights(ModelSpec spec, ParamTable params) {
        this.spec = spec;
        this.params = params;
    }

    /** Opens a GGUF file, or a folder with {@code config.json} and safetensors or with one GGUF. */
    public static ModelWeights open(Path path) {
        throw new GenerateException("not built yet: " + path);
    }

    /** Opens a folder with safetensors, with a config file of another name. */
    public static ModelWeights open(Path folder, String configFile) {
        throw new GenerateException("not built yet: " + folder.resolve(configFile));
    }

    /** The shape of the model. */
    public ModelSpec spec() {
        return spec;
    }

    /** Its tensors. */
    public ParamTable params() {
        return params;
    }

    @Override
    public void close() {}
}
