package dev.jeton.generate.backend.cpu;

import dev.jeton.generate.weights.Param;
import dev.jeton.generate.weights.ParamTable;
import dev.jeton.generate.weights.TensorView;
import java.lang.foreign.Arena;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The repacked weights of a layer. */
final class CpuLayer {
    final float[] attentionNorm;
    final Projection query;
    final Projection key;
    final Projection value;
    final Projection output;
    final float[] ffnNorm;
    final Projection gate;
    final Projection up;
    final Projection down;

    /** Makes room; the matrices are still to be packed. */
    CpuLayer(ParamTable params, int layer, Arena arena) {
        attentionNorm = params.get(Param.ATTN_NORM, layer).values();
        query = projection(params, Param.Q, Param.Q_BIAS, layer, arena);
        key = projection(params, Param.K, Param.K_BIAS, layer, arena);
        value = projection(params, Param.V, Param.V_BIAS, layer, arena);
        output = projection(params, Param.O, Param.O_BIAS, layer, arena);
        ffnNorm = params.get(Param.FFN_NORM, layer).values();
        gate = projection(params, Param.GATE, Param.GATE_BIAS, layer, arena);
        up = projection(params, Param.UP, Param.UP_BIAS, layer, arena);
        down = projection(params, Param.DOWN, Param.DOWN_BIAS, layer, arena);
    }

    /** A matrix and perhaps a bias. */
    static final class Projection {
        final PackedMatrix matrix;

        /** What is added to the product. */
        final float @Nullable [] bias;

        Projection(PackedMatrix matrix, float @Nullable [] bias) {
            this.matrix = matrix;
            this.bias = bias;
        }
    }

    private static Projection projection(
            ParamTable params, Param matrix, Param bias, int layer, Arena arena) {
        TensorView added = params.find(bias, layer);
        return new Projection(
                PackedMatrix.allocate(params.get(matrix, layer), arena),
                added == null ? null : added.values());
    }

    List<PackedMatrix> matrices() {
        return List.of(
                query.matrix,
                key.matrix,
                value.matrix,
                output.matrix,
                gate.matrix,
                up.matrix,
                down.matrix);
    }
}
