package dev.jeton.generate;

import dev.jeton.generate.model.ModelSpec;
import dev.jeton.generate.weights.BlockEncoder;
import dev.jeton.generate.weights.ModelWeights;
import dev.jeton.generate.weights.Param;
import dev.jeton.generate.weights.TensorView;
import dev.jeton.generate.weights.WeightType;
import dev.jeton.tokenize.internal.gguf.GgufWriter;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the model of a golden folder as a GGUF file, as the usual converter does. */
public final class TinyGguf {
    private static final Map<Param, String> NAMES = new EnumMap<>(Param.class);
    private static final Map<WeightType, Integer> IDS =
            Map.of(
                    WeightType.F32, 0,
                    WeightType.F16, 1,
                    WeightType.Q4_0, 2,
                    WeightType.Q4_1, 3,
                    WeightType.Q8_0, 8,
                    WeightType.BF16, 30);

    static {
        NAMES.put(Param.EMBED, "token_embd.weight");
        NAMES.put(Param.FINAL_NORM, "output_norm.weight");
        NAMES.put(Param.HEAD, "output.weight");
        NAMES.put(Param.ATTN_NORM, "attn_norm.weight");
        NAMES.put(Param.Q, "attn_q.weight");
        NAMES.put(Param.K, "attn_k.weight");
        NAMES.put(Param.V, "attn_v.weight");
        NAMES.put(Param.O, "attn_output.weight");
        NAMES.put(Param.Q_BIAS, "attn_q.bias");
        NAMES.put(Param.K_BIAS, "attn_k.bias");
        NAMES.put(Param.V_BIAS, "attn_v.bias");
        NAMES.put(Param.O_BIAS, "attn_output.bias");
        NAMES.put(Param.FFN_NORM, "ffn_norm.weight");
        NAMES.put(Param.GATE, "ffn_gate.weight");
        NAMES.put(Param.UP, "ffn_up.weight");
        NAMES.put(Param.DOWN, "ffn_down.weight");
        NAMES.put(Param.GATE_BIAS, "ffn_gate.bias");
        NAMES.put(Param.UP_BIAS, "ffn_up.bias");
        NAMES.put(Param.DOWN_BIAS, "ffn_down.bias");
    }

    private TinyGguf() {}

    /** The metadata of a model without rope scaling. */
    public static GgufWriter metadata(ModelSpec spec) {
        return new GgufWriter()
                .text("general.architecture", "llama")
                .text("general.name", "tiny")
                .count("llama.block_count", spec.layers())
                .count("llama.context_length", spec.maxPositions())
                .count("llama.embedding_length", spec.hidden())
                .count("llama.feed_forward_length", spec.ffn().width())
                .count("llama.attention.head_count", spec.attention().heads())
                .count("llama.attention.head_count_kv", spec.attention().kvHeads())
                .count("llama.attention.key_length", spec.attention().headDim())
                .count("llama.attention.value_length", spec.attention().headDim())
                .number("llama.attention.layer_norm_rms_epsilon", (float) spec.norm().epsilon())
                .number("llama.rope.freq_base", (float) spec.rope().theta());
    }

    /** Adds all tensors; matrices whose rows are whole blocks get the type, the others are F32. */
    public static GgufWriter tensors(GgufWriter writer, ModelWeights weights, WeightType type) {
        for (Map.Entry<Param, String> name : NAMES.entrySet()) {
            Param param = name.getKey();
            if (param == Param.HEAD && weights.spec().tiedHead()) {
                continue;
            }
            int layers = param.perLayer() ? weights.spec().layers() : 1;
            for (int layer = 0; layer < layers; layer++) {
                TensorView tensor = weights.params().find(param, layer);
                String full = (param.perLayer() ? "blk." + layer + "." : "") + name.getValue();
                add(writer, full, param, weights.spec(), tensor, type);
            }
        }
        return writer;
    }

    private static void add(
            GgufWriter writer,
            String name,
            Param param,
            ModelSpec spec,
            @Nullable TensorView tensor,
            WeightType type) {
        if (tensor == null) {
            return;
        }
        float[] values = tensor.values();
        boolean vector = tensor.rows() == 1;
        int rows = vector ? values.length : tensor.rows();
        switch (param) {
            case Q, Q_BIAS -> values = interleave(values, rows, spec.attention().heads());
            case K, K_BIAS -> values = interleave(values, rows, spec.attention().kvHeads());
            default -> {}
        }
        WeightType used =
                vector || tensor.columns() % type.blockElements() != 0 ? WeightType.F32 : type;
        byte[] bytes = BlockEncoder.encode(used, values);
        int id = IDS.getOrDefault(used, -1);
        if (vector) {
            writer.tensor(name, id, bytes, tensor.columns());
        } else {
            writer.tensor(name, id, bytes, tensor.columns(), rows);
        }
    }

    /** Row i and row i + half of a head become rows 2i and 2i + 1. */
    private static float[] interleave(float[] values, int rows, int heads) {
        int width = values.length / rows;
        int headDim = rows / heads;
        float[] result = new float[values.length];
        for (int row = 0; row < rows; row++) {
            int inHead = row % headDim;
            int half = headDim / 2;
            int to = row - inHead + (inHead < half ? 2 * inHead : 2 * (inHead - half) + 1);
            System.arraycopy(values, row * width, result, to * width, width);
        }
        return result;
    }
}
