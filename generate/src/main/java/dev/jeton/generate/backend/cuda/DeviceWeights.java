package dev.jeton.generate.backend.cuda;

import dev.jeton.generate.backend.cuda.Kernels.Angles;
import dev.jeton.generate.backend.cuda.Projection.Source;
import dev.jeton.generate.ffi.CudaDriver;
import dev.jeton.generate.model.ModelSpec;
import dev.jeton.generate.model.RopeFrequencies;
import dev.jeton.generate.model.RopeSpec.Pairing;
import dev.jeton.generate.weights.Param;
import dev.jeton.generate.weights.ParamTable;
import dev.jeton.generate.weights.TensorView;
import java.util.ArrayList;
import java.util.List;

/**
 * The weights in device memory.
 *
 * @param embedding rows of the vocabulary
 * @param layers the layers in their order
 * @param finalNorm address of the last norm
 * @param head the output matrix, the embedding itself where they are tied
 * @param angles cosines and sines of all positions
 * @param bytes of all of it
 */
record DeviceWeights(
        DeviceMatrix embedding,
        List<Layer> layers,
        long finalNorm,
        Projection head,
        Angles angles,
        long bytes) {
    /**
     * A layer; norms are addresses.
     *
     * @param attentionNorm before attention
     * @param qkv queries, keys, values
     * @param output back to the residual
     * @param ffnNorm before the feed-forward part
     * @param gateAndUp gates, then ups
     * @param down back to the residual
     */
    record Layer(
            long attentionNorm,
            Projection qkv,
            Projection output,
            long ffnNorm,
            Projection gateAndUp,
            Projection down) {}

    /** Lays the weights out; nothing is allocated or read yet but norms and biases. */
    static Plan plan(ModelSpec spec, ParamTable params, int positions) {
        return new Plan(spec, params, positions);
    }

    /** Weights that have offsets but no memory. */
    static final class Plan {
        private final ModelSpec spec;
        private final WeightArena arena = new WeightArena();
        private final List<TensorView> embedding;
        private final List<TensorView> headMatrix;
        private final long embeddingAt;
        private final long headAt;
        private final long finalNorm;
        private final long cosines;
        private final long sines;
        private final List<PlannedLayer> layers = new ArrayList<>();

        private record PlannedLayer(
                long attentionNorm,
                WeightArena.Placed qkv,
                WeightArena.Placed output,
                long ffnNorm,
                WeightArena.Placed gateAndUp,
                WeightArena.Placed down) {}

        private Plan(ModelSpec spec, ParamTable params, int positions) {
            this.spec = spec;
            embedding = List.of(params.get(Param.EMBED));
            headMatrix = List.of(params.get(Param.HEAD));
            embeddingAt = arena.matrix(embedding);
            headAt = spec.tiedHead() ? embeddingAt : arena.matrix(headMatrix);
            finalNorm = arena.floats(params.get(Param.FINAL_NORM).values());
            for (int i = 0; i < spec.layers(); i++) {
                layers.add(layer(params, i));
            }
            float[][] angles = angles(positions);
            cosines = arena.floats(angles[0]);
            sines = arena.floats(angles[1]);
        }

        private PlannedLayer layer(ParamTable params, int i) {
            return new PlannedLayer(
                    arena.floats(params.get(Param.ATTN_NORM, i).values()),
                    arena.place(
                            List.of(
                                    Source.of(params, Param.Q, Param.Q_BIAS, i),
                                    Source.of(params, Param.K, Param.K_BIAS, i),
                                    Source.of(params, Param.V, Param.V_BIAS, i))),
                    arena.place(List.of(Source.of(params, Param.O, Param.O_BIAS, i))),
                    arena.floats(params.get(Param.FFN_NORM, i).values()),
                    arena.place(
                            List.of(
                                    Source.of(params, Param.GATE, Param.GATE_BIAS, i),
                                    Source.of(params, Param.UP, Param.UP_BIAS, i))),
                    arena.place(List.of(Source.of(params, Param.DOWN, Param.DOWN_BIAS, i))));
        }

        private float[][] angles(int positions) {
            RopeFrequencies frequencies = new RopeFrequencies(spec.rope());
            int pairs = frequencies.pairs();
            float[][] all = new float[2][Math.multiplyExact(positions, pairs)];
            float[] cosine = new float[pairs];
            float[] sine = new float[pairs];
            for (int p = 0; p < positions; p++) {
                frequencies.fill(p, cosine, sine);
                System.arraycopy(cosine, 0, all[0], p * pairs, pairs);
                System.arraycopy(sine, 0, all[1], p * pairs, pairs);
            }
            return all;
        }

        long bytes() {
            return arena.bytes();
        }

        /** Whether one product gives gates and ups in every layer. */
        boolean gateAndUpAreOne() {
            return layers.stream().allMatch(layer -> layer.gateAndUp().single());
        }

        /** Allocates and fills the arena. */
        DeviceWeights load(CudaDriver driver, DeviceMemory memory, long stream) {
            arena.base(memory.allocate(arena.bytes()));
            try (UploadRing ring =
                    new UploadRing(driver, stream, arena.bytes(), arena.largestRow())) {
                arena.upload(ring);
            }
            List<Layer> loaded = new ArrayList<>();
            for (PlannedLayer layer : layers) {
                loaded.add(
                        new Layer(
                                arena.address(layer.attentionNorm()),
                                layer.qkv().projection(),
                                layer.output().projection(),
                                arena.address(layer.ffnNorm()),
                                layer.gateAndUp().projection(),
                                layer.down().projection()));
            }
            DeviceMatrix head = DeviceMatrix.at(arena.address(headAt), headMatrix);
            return new DeviceWeights(
                    DeviceMatrix.at(arena.address(embeddingAt), embedding),
                    loaded,
                    arena.address(finalNorm),
                    new Projection(List.of(new Projection.Part(head, 0, 0))),
                    new Angles(
                            arena.address(cosines),
                            arena.address(sines),
                            spec.rope().rotaryDim() / 2,
                            spec.rope().pairing() == Pairing.INTERLEAVED),
                    arena.bytes());
        }
    }
}
