package dev.jeton.generate.model;

import dev.jeton.generate.GenerateException;
import dev.jeton.generate.internal.JsonFiles;
import dev.jeton.generate.model.Architectures.Architecture;
import dev.jeton.generate.model.ModelSpec.Activation;
import dev.jeton.generate.model.ModelSpec.AttentionSpec;
import dev.jeton.generate.model.ModelSpec.FfnSpec;
import dev.jeton.generate.model.ModelSpec.NormSpec;
import dev.jeton.generate.model.RopeSpec.Pairing;
import dev.jeton.generate.model.RopeSpec.Scaling;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads {@code config.json} in both styles: that before transformers 5 ({@code rope_theta}, {@code
 * rope_scaling}, {@code torch_dtype}) and the newer one ({@code rope_parameters}, {@code dtype}).
 * Absent keys have transformers' defaults, but the sizes of the model must be given.
 */
public final class HfConfigMapper {
    private final ConfigFields config;
    private final List<String> ignored = new ArrayList<>();

    private HfConfigMapper(ConfigFields config) {
        this.config = config;
    }

    /**
     * Maps a config file.
     *
     * @throws GenerateException if it cannot be read or describes what cannot be computed
     */
    public static MappedConfig read(Path path) {
        String file = String.valueOf(path.getFileName());
        ConfigFields config = new ConfigFields(file, JsonFiles.read(path));
        Architecture architecture =
                Architectures.ofConfig(
                        file,
                        config.findFirstText("architectures"),
                        config.findText("model_type").orElse("(missing)"));
        return new HfConfigMapper(config).map(architecture);
    }

    private MappedConfig map(Architecture architecture) {
        refuseWhatMatters();
        int layers = config.size("num_hidden_layers");
        int hidden = config.size("hidden_size");
        int positions = config.size("max_position_embeddings", 2048);
        AttentionSpec attention = attention(hidden);
        ModelSpec spec =
                new ModelSpec(
                        architecture.name(),
                        layers,
                        hidden,
                        config.size("vocab_size"),
                        positions,
                        new NormSpec(config.number("rms_norm_eps", 1e-6)),
                        attention,
                        rope(attention.headDim(), positions),
                        ffn(),
                        config.flag("tie_word_embeddings", false));
        ignoreTheRest();
        return new MappedConfig(spec, List.copyOf(ignored));
    }

    private void refuseWhatMatters() {
        if (config.has("quantization_config")) {
            throw config.fail(
                    "quantization_config",
                    "is present",
                    "plain weights: convert the model to GGUF, or fetch it in bfloat16");
        }
        config.refuse(
                "attn_logit_softcapping",
                "final_logit_softcapping",
                "query_pre_attn_scalar",
                "use_qk_norm",
                "qk_norm",
                "num_local_experts",
                "num_experts",
                "no_rope_layers",
                "embedding_multiplier",
                "residual_multiplier",
                "logits_scaling",
                "attention_multiplier");
        config.skip(
                "attention_dropout",
                "bos_token_id",
                "eos_token_id",
                "pad_token_id",
                "initializer_range",
                "transformers_version",
                "use_cache",
                "torch_dtype",
                "dtype",
                "pretraining_tp",
                "_name_or_path");
    }

    private AttentionSpec attention(int hidden) {
        int heads = config.size("num_attention_heads");
        int kvHeads = config.size("num_key_value_heads", heads);
        if (heads % kvHeads != 0) {
            throw config.fail(
                    "num_key_value_heads",
                    "is " + kvHeads,
                    "a divisor of num_attention_heads, " + heads);
        }
        int headDim = config.findSize("head_dim").orElse(hidden / heads);
        if (headDim < 2 || headDim % 2 != 0) {
            throw config.fail("head_dim", "is " + headDim, "an even number");
        }
        boolean bias = config.flag("attention_bias", false);
        return new AttentionSpec(heads, kvHeads, headDim, 1 / Math.sqrt(headDim), bias, bias);
    }

    private FfnSpec ffn() {
        String name = config.findText("hidden_act").orElse("silu");
        if (!name.equals("silu") && !name.equals("swish")) {
            throw config.fail("hidden_act", "is \"" + name + "\"", "\"silu\"");
        }
        return new FfnSpec(
                config.size("intermediate_size"), Activation.SILU, config.flag("mlp_bias", false));
    }

    private RopeSpec rope(int headDim, int positions) {
        Optional<ConfigFields> newStyle = config.findObject("rope_parameters");
        Optional<ConfigFields> oldStyle = config.findObject("rope_scaling");
        Optional<ConfigFields> rope = newStyle.isPresent() ? newStyle : oldStyle;
        double oldTheta = config.number("rope_theta", 10_000);
        double theta =
                newStyle.map(fields -> fields.number("rope_theta", oldTheta)).orElse(oldTheta);
        Optional<Double> partial = config.findNumber("partial_rotary_factor");
        if (partial.isEmpty() && newStyle.isPresent()) {
            partial = newStyle.get().findNumber("partial_rotary_factor");
        }
        if (partial.isPresent() && partial.get() != 1) {
            throw config.fail("partial_rotary_factor", "is " + partial.get(), "1");
        }
        Scaling scaling =
                rope.map(fields -> scaling(fields, positions)).orElseGet(Scaling.None::new);
        return new RopeSpec(theta, headDim, Pairing.HALF, scaling);
    }

    private Scaling scaling(ConfigFields rope, int positions) {
        // Files of 2023 say "type".
        String type = rope.findText("rope_type").or(() -> rope.findText("type")).orElse("default");
        rope.skip("type");
        Scaling scaling =
                switch (type) {
                    case "default" -> new Scaling.None();
                    case "linear" -> new Scaling.Linear(rope.number("factor"));
                    case "llama3" ->
                            new Scaling.Llama3(
                                    rope.number("factor"),
                                    rope.number("low_freq_factor"),
                                    rope.number("high_freq_factor"),
                                    rope.size("original_max_position_embeddings"));
                    case "yarn" -> yarn(rope, positions);
                    default ->
                            throw rope.fail(
                                    "rope_type",
                                    "is \"" + type + "\"",
                                    "one of default, linear, llama3, yarn");
                };
        for (String key : rope.others()) {
            ignored.add("rope." + key);
        }
        return scaling;
    }

    private static Scaling yarn(ConfigFields rope, int positions) {
        int original = rope.size("original_max_position_embeddings", positions);
        double factor = rope.number("factor", (double) positions / original);
        Optional<Double> given = rope.findNumber("attention_factor");
        Optional<Double> mscale = rope.findNumber("mscale");
        Optional<Double> mscaleAll = rope.findNumber("mscale_all_dim");
        double attention;
        if (given.isPresent()) {
            attention = given.get();
        } else if (mscale.isPresent() && mscaleAll.isPresent()) {
            attention = magnitude(factor, mscale.get()) / magnitude(factor, mscaleAll.get());
        } else {
            attention = magnitude(factor, 1);
        }
        return new Scaling.Yarn(
                factor,
                original,
                rope.number("beta_fast", 32),
                rope.number("beta_slow", 1),
                attention,
                rope.flag("truncate", true));
    }

    /** YaRN's factor of cosine and sine. */
    static double magnitude(double factor, double scale) {
        return factor <= 1 ? 1 : 0.1 * scale * Math.log(factor) + 1;
    }

    private void ignoreTheRest() {
        ignored.addAll(config.others());
    }
}
