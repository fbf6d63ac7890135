package dev.jeton.generate.backend.cuda;

import dev.jeton.generate.weights.Param;
import dev.jeton.generate.weights.ParamTable;
import dev.jeton.generate.weights.TensorView;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Matrices that are multiplied with the same inputs, their outputs side by side: one stack where
 * they are of one type, otherwise a stack each.
 *
 * @param parts the stacks in their order
 */
record Projection(List<Part> parts) {
    /**
     * A stack.
     *
     * @param matrix its matrix
     * @param bias address of the biases of its rows, 0 for none
     * @param offset where its outputs begin
     */
    record Part(DeviceMatrix matrix, long bias, int offset) {}

    boolean single() {
        return parts.size() == 1;
    }

    Part only() {
        return parts.get(0);
    }

    /** A matrix and its bias before they have an address. */
    record Source(TensorView matrix, @Nullable TensorView bias) {
        static Source of(ParamTable params, Param matrix, Param bias, int layer) {
            return new Source(params.get(matrix, layer), params.find(bias, layer));
        }
    }

    /** The stacks of matrices: those of one type together, if all are. */
    static List<List<Source>> stacks(List<Source> sources) {
        boolean alike =
                sources.stream()
                        .allMatch(
                                source ->
                                        source.matrix().type() == sources.get(0).matrix().type()
                                                && (source.bias() == null)
                                                        == (sources.get(0).bias() == null));
        if (alike) {
            return List.of(sources);
        }
        List<List<Source>> stacks = new ArrayList<>();
        for (Source source : sources) {
            stacks.add(List.of(source));
        }
        return stacks;
    }
}
