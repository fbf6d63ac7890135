package dev.jeton.generate.weights;

import dev.jeton.generate.model.ModelSpec;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Where a parameter lies in the files of a family and what shape it has. {@code {i}} in a name
 * stands for the layer.
 *
 * @param param what it is for
 * @param safetensorsName its name in safetensors files
 * @param ggufName its name in GGUF files
 * @param shape its dimensions
 * @param needed whether a model has it
 */
record ParamRule(
        Param param,
        String safetensorsName,
        String ggufName,
        Function<ModelSpec, List<Long>> shape,
        Predicate<ModelSpec> needed) {

    /** The rules of the llama family. */
    static final List<ParamRule> LLAMA =
            List.of(
                    end(Param.EMBED, "model.embed_tokens", "token_embd", ParamRule::embedding),
                    end(Param.FINAL_NORM, "model.norm", "output_norm", ParamRule::hidden),
                    new ParamRule(
                            Param.HEAD,
                            "lm_head.weight",
                            "output.weight",
                            ParamRule::embedding,
                            spec -> !spec.tiedHead()),
                    weight(Param.ATTN_NORM, "input_layernorm", "attn_norm", ParamRule::hidden),
                    weight(Param.Q, "self_attn.q_proj", "attn_q", ParamRule::query),
                    weight(Param.K, "self_attn.k_proj", "attn_k", ParamRule::keyValue),
                    weight(Param.V, "self_attn.v_proj", "attn_v", ParamRule::keyValue),
                    weight(Param.O, "self_attn.o_proj", "attn_output", ParamRule::output),
                    bias(Param.Q_BIAS, "self_attn.q_proj", "attn_q", ParamRule::query),
                    bias(Param.K_BIAS, "self_attn.k_proj", "attn_k", ParamRule::keyValue),
                    bias(Param.V_BIAS, "self_attn.v_proj", "attn_v", ParamRule::keyValue),
                    bias(Param.O_BIAS, "self_attn.o_proj", "attn_output", ParamRule::output),
                    weight(
                            Param.FFN_NORM,
                            "post_attention_layernorm",
                            "ffn_norm",
                            ParamRule::hidden),
                    weight(Param.GATE, "mlp.gate_proj", "ffn_gate", ParamRule::wide),
                    weight(Param.UP, "mlp.up_proj", "ffn_up", ParamRule::wide),
                    weight(Param.DOWN, "mlp.down_proj", "ffn_down", ParamRule::narrow),
                    bias(Param.GATE_BIAS, "mlp.gate_proj", "ffn_gate", ParamRule::wide),
                    bias(Param.UP_BIAS, "mlp.up_proj", "ffn_up", ParamRule::wide),
                    bias(Param.DOWN_BIAS, "mlp.down_proj", "ffn_down", ParamRule::narrow));

    private static ParamRule end(
            Param param, String name, String ggufName, Function<ModelSpec, List<Long>> shape) {
        return new ParamRule(param, name + ".weight", ggufName + ".weight", shape, spec -> true);
    }

    private static ParamRule weight(
            Param param, String name, String ggufName, Function<ModelSpec, List<Long>> shape) {
        return new ParamRule(
                param,
                "model.layers.{i}." + name + ".weight",
                "blk.{i}." + ggufName + ".weight",
                shape,
                spec -> true);
    }

    /** A bias is as long as its matrix has rows. */
    private static ParamRule bias(
            Param param, String name, String ggufName, Function<ModelSpec, List<Long>> shape) {
        return new ParamRule(
                param,
                "model.layers.{i}." + name + ".bias",
                "blk.{i}." + ggufName + ".bias",
                spec -> shape.apply(spec).subList(0, 1),
                spec -> hasBias(param, spec));
    }

    private static boolean hasBias(Param param, ModelSpec spec) {
        return switch (param) {
            case Q_BIAS, K_BIAS, V_BIAS -> spec.attention().qkvBias();
            case O_BIAS -> spec.attention().outputBias();
            default -> spec.ffn().bias();
        };
    }

    private static List<Long> hidden(ModelSpec spec) {
        return List.of((long) spec.hidden());
    }

    private static List<Long> embedding(ModelSpec spec) {
        return List.of((long) spec.vocabulary(), (long) spec.hidden());
    }

    private static List<Long> query(ModelSpec spec) {
        return List.of((long) spec.attention().queryWidth(), (long) spec.hidden());
    }

    private static List<Long> keyValue(ModelSpec spec) {
        return List.of((long) spec.attention().kvWidth(), (long) spec.hidden());
    }

    private static List<Long> output(ModelSpec spec) {
        return List.of((long) spec.hidden(), (long) spec.attention().queryWidth());
    }

    private static List<Long> wide(ModelSpec spec) {
        return List.of((long) spec.ffn().width(), (long) spec.hidden());
    }

    private static List<Long> narrow(ModelSpec spec) {
        return List.of((long) spec.hidden(), (long) spec.ffn().width());
    }
}
