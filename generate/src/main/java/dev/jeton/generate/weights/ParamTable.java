package dev.jeton.generate.weights;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tensors of a model by role and layer. Complete and of the right shapes for its {@link
 * dev.jeton.generate.model.ModelSpec}: that was checked when the file was opened. Immutable.
 */
public final class ParamTable {
    private final Map<Param, @Nullable TensorView[]> tensors;

    ParamTable(Map<Param, @Nullable TensorView[]> tensors) {
        this.tensors = new EnumMap<>(tensors);
    }

    /** A tensor that is not part of a layer. */
    public TensorView get(Param param) {
        return get(param, 0);
    }

    /** A tensor of a layer. */
    public TensorView get(Param param, int layer) {
        TensorView tensor = find(param, layer);
        if (tensor == null) {
            throw new IllegalStateException(param + " of layer " + layer + " is not in the model");
        }
        return tensor;
    }

    /** A tensor of a layer, or null where the model has none: biases. */
    public @Nullable TensorView find(Param param, int layer) {
        @Nullable TensorView[] layers = tensors.get(param);
        return layers == null ? null : layers[layer];
    }
}
