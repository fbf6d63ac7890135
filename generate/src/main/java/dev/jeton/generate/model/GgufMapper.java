package dev.jeton.generate.model;

import dev.jeton.generate.GenerateException;
import dev.jeton.generate.model.Architectures.Architecture;
import dev.jeton.generate.model.ModelSpec.Activation;
import dev.jeton.generate.model.ModelSpec.AttentionSpec;
import dev.jeton.generate.model.ModelSpec.FfnSpec;
import dev.jeton.generate.model.ModelSpec.NormSpec;
import dev.jeton.generate.model.RopeSpec.Pairing;
import dev.jeton.generate.model.RopeSpec.Scaling;
import dev.jeton.tokenize.internal.gguf.GgufFile;
import dev.jeton.tokenize.internal.gguf.GgufTensorInfo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Reads the metadata of a GGUF file. Biases and the tied head have no key there: they are seen from
 * the tensors.
 */
public final class GgufMapper {
    /** The tensor that divides the frequencies pair by pair: Llama 3.1's scaling. */
    public static final String ROPE_DIVISORS = "rope_freqs.weight";

    private final GgufFile file;
    private final Architecture architecture;
    private final Set<String> asked = new HashSet<>();

    private GgufMapper(GgufFile file, Architecture architecture) {
        this.file = file;
        this.architecture = architecture;
    }

    /**
     * Maps a file.
     *
     * @param ropeDivisors the values of {@link #ROPE_DIVISORS}, or empty where there is none
     * @throws GenerateException if it describes what cannot be computed
     */
    public static MappedConfig map(GgufFile file, List<Float> ropeDivisors) {
        String name = String.valueOf(file.path().getFileName());
        Architecture architecture = Architectures.ofGguf(name, file.string("general.architecture"));
        return new GgufMapper(file, architecture).map(ropeDivisors);
    }

    private MappedConfig map(List<Float> ropeDivisors) {
        refuseWhatMatters();
        int layers = size("block_count");
        int hidden = size("embedding_length");
        AttentionSpec attention = attention(hidden);
        ModelSpec spec =
                new ModelSpec(
                        architecture.name(),
                        layers,
                        hidden,
                        vocabulary(),
                        size("context_length"),
                        new NormSpec(epsilon()),
                        attention,
                        rope(attention.headDim(), ropeDivisors),
                        new FfnSpec(
                                size("feed_forward_length"),
                                Activation.SILU,
                                hasTensor("blk.0.ffn_gate.bias")),
                        !hasTensor("output.weight"));
        return new MappedConfig(spec, others());
    }

    private void refuseWhatMatters() {
        if (file.findCount("split.count").orElse(1) > 1) {
            throw fail("split.count", "is above 1", "a model in one file: join it first");
        }
        for (String key :
                List.of(
                        "expert_count",
                        "attention.sliding_window",
                        "attention.scale",
                        "attention.clamp_kqv",
                        "attn_logit_softcapping",
                        "final_logit_softcapping",
                        "logit_scale",
                        "residual_scale",
                        "embedding_scale")) {
            String full = key(key);
            if (file.findNumber(full).orElse(0) != 0) {
                throw fail(full, "is " + file.number(full), "it to be absent");
            }
        }
    }

    private AttentionSpec attention(int hidden) {
        int heads = size("attention.head_count");
        int kvHeads = size("attention.head_count_kv", heads);
        if (heads % kvHeads != 0) {
            throw fail(key("attention.head_count_kv"), "is " + kvHeads, "a divisor of " + heads);
        }
        int headDim = size("attention.key_length", hidden / heads);
        int valueDim = size("attention.value_length", headDim);
        if (valueDim != headDim) {
            throw fail(
                    key("attention.value_length"),
                    "is " + valueDim,
                    headDim + " as attention.key_length");
        }
        if (headDim < 2 || headDim % 2 != 0) {
            throw fail(key("attention.key_length"), "is " + headDim, "an even number");
        }
        return new AttentionSpec(
                heads,
                kvHeads,
                headDim,
                1 / Math.sqrt(headDim),
                hasTensor("blk.0.attn_q.bias"),
                hasTensor("blk.0.attn_output.bias"));
    }

    private RopeSpec rope(int headDim, List<Float> divisors) {
        int rotary = size("rope.dimension_count", headDim);
        if (rotary != headDim) {
            throw fail(key("rope.dimension_count"), "is " + rotary, headDim + ", the head's width");
        }
        double theta = number("rope.freq_base", 10_000);
        Scaling scaling = scaling(divisors, headDim);
        return new RopeSpec(theta, rotary, Pairing.INTERLEAVED, scaling);
    }

    private Scaling scaling(List<Float> divisors, int headDim) {
        String type = text("rope.scaling.type").orElse("none");
        double factor = number("rope.scaling.factor", number("rope.scale_linear", 1));
        if (!divisors.isEmpty()) {
            if (divisors.size() != headDim / 2 || !type.equals("none") || factor != 1) {
                throw fail(
                        ROPE_DIVISORS,
                        "has "
                                + divisors.size()
                                + " values beside the scaling "
                                + type
                                + " by "
                                + factor,
                        headDim / 2 + " values and no other scaling");
            }
            return new Scaling.Divisors(divisors);
        }
        return switch (type) {
            case "none" -> factor == 1 ? new Scaling.None() : new Scaling.Linear(factor);
            case "linear" -> new Scaling.Linear(factor);
            case "yarn" -> yarn(factor);
            default ->
                    throw fail(
                            key("rope.scaling.type"),
                            "is \"" + type + "\"",
                            "one of none, linear, yarn");
        };
    }

    private Scaling yarn(double factor) {
        double attention = number("rope.scaling.attn_factor", 1);
        return new Scaling.Yarn(
                factor,
                size("rope.scaling.original_context_length", size("context_length")),
                number("rope.scaling.yarn_beta_fast", 32),
                number("rope.scaling.yarn_beta_slow", 1),
                attention * HfConfigMapper.magnitude(factor, 1),
                true);
    }

    private int vocabulary() {
        Optional<GgufTensorInfo> embedding = file.tensor("token_embd.weight");
        if (embedding.isEmpty() || embedding.get().shape().size() != 2) {
            return size("vocab_size");
        }
        asked.add(key("vocab_size"));
        long rows = embedding.get().shape().get(1);
        if (rows > Integer.MAX_VALUE) {
            throw fail("token_embd.weight", "has " + rows + " rows", "at most 2,147,483,647");
        }
        return (int) rows;
    }

    /** Stored as float32: 1e-5 is meant, not the double that is nearest to the float. */
    private double epsilon() {
        return number("attention.layer_norm_rms_epsilon", 0);
    }

    private boolean hasTensor(String name) {
        return file.tensor(name).isPresent();
    }

    private String key(String name) {
        asked.add(architecture.ggufName() + "." + name);
        return architecture.ggufName() + "." + name;
    }

    private int size(String name) {
        String key = key(name);
        file.integer(key);
        return size(name, 0);
    }

    private int size(String name, int otherwise) {
        String key = key(name);
        OptionalInt value = file.findCount(key);
        if (value.isPresent() && value.getAsInt() < 1) {
            throw fail(key, "is 0", "1 or more");
        }
        return value.orElse(otherwise);
    }

    private double number(String name, double otherwise) {
        String key = key(name);
        Optional<GgufFile.GgufValue> value = file.value(key);
        if (value.isEmpty()) {
            return otherwise;
        }
        double number = file.number(key);
        if (!(number > 0) || Double.isInfinite(number)) {
            throw fail(key, "is " + number, "a positive number");
        }
        return Double.parseDouble(Float.toString((float) number));
    }

    private Optional<String> text(String name) {
        return file.findString(key(name));
    }

    private List<String> others() {
        List<String> others = new ArrayList<>();
        for (String key : file.keys()) {
            if (key.startsWith(architecture.ggufName() + ".") && !asked.contains(key)) {
                others.add(key);
            }
        }
        return List.copyOf(others);
    }

    private GenerateException fail(String key, String found, String expected) {
        return new GenerateException(
                file.path().getFileName()
                        + ": "
                        + key
                        + " "
                        + found
                        + ", expected "
                        + expected
                        + ".");
    }
}
