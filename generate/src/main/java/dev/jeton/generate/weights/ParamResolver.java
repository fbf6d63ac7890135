package dev.jeton.generate.weights;

import dev.jeton.generate.model.GgufMapper;
import dev.jeton.generate.model.ModelSpec;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the tensors of a model by the rules of its family and writes down what did not fit. */
final class ParamResolver {
    /** Tables that old files carry and nobody reads. */
    private static final Pattern HARMLESS =
            Pattern.compile(
                    ".*\\.rotary_emb\\.inv_freq|.*\\.attn\\.(masked_)?bias|"
                            + Pattern.quote(GgufMapper.ROPE_DIVISORS));

    private final ModelSpec spec;
    private final Map<String, StoredTensor> stored;
    private final boolean gguf;
    private final List<String> missing = new ArrayList<>();
    private final List<String> mismatched = new ArrayList<>();
    private final List<String> unsupported = new ArrayList<>();
    private final Set<String> used = new HashSet<>();
    private final Map<String, Integer> byType = new TreeMap<>();
    private final Map<Param, @Nullable TensorView[]> found = new EnumMap<>(Param.class);
    private long parameters;
    private long bytes;

    ParamResolver(ModelSpec spec, Map<String, StoredTensor> stored, boolean gguf) {
        this.spec = spec;
        this.stored = stored;
        this.gguf = gguf;
    }

    void resolve(List<ParamRule> rules) {
        for (ParamRule rule : rules) {
            if (rule.needed().test(spec)) {
                int count = rule.param().perLayer() ? spec.layers() : 1;
                @Nullable TensorView[] views = new TensorView[count];
                for (int layer = 0; layer < count; layer++) {
                    views[layer] = find(rule, layer);
                }
                found.put(rule.param(), views);
            }
        }
        if (spec.tiedHead()) {
            found.put(Param.HEAD, found.get(Param.EMBED));
        }
    }

    ParamTable table() {
        return new ParamTable(found);
    }

    LoadReport report(List<String> ignoredKeys) {
        List<String> unused = new ArrayList<>();
        for (StoredTensor tensor : stored.values()) {
            if (!used.contains(tensor.name()) && !HARMLESS.matcher(tensor.name()).matches()) {
                unused.add(tensor.describe());
            }
        }
        return new LoadReport(
                List.copyOf(missing),
                List.copyOf(mismatched),
                List.copyOf(unsupported),
                unused,
                ignoredKeys,
                head(),
                byType,
                parameters,
                bytes);
    }

    private String head() {
        String own = gguf ? "output.weight" : "lm_head.weight";
        if (!spec.tiedHead()) {
            return own;
        }
        return stored.containsKey(own)
                ? "tied to the embedding by the config; " + own + " is in the file and not used"
                : "tied to the embedding";
    }

    private @Nullable TensorView find(ParamRule rule, int layer) {
        String pattern = gguf ? rule.ggufName() : rule.safetensorsName();
        String name = pattern.replace("{i}", Integer.toString(layer));
        List<Long> shape = rule.shape().apply(spec);
        StoredTensor tensor = stored.get(name);
        if (tensor == null) {
            missing.add(name + " " + shape);
            return null;
        }
        used.add(name);
        if (!tensor.shape().equals(shape)) {
            mismatched.add(tensor.describe() + ", expected " + shape);
            return null;
        }
        WeightType type = tensor.type();
        if (type == null) {
            unsupported.add(tensor.describe());
            return null;
        }
        byType.merge(type.name(), 1, Integer::sum);
        parameters += tensor.elements();
        bytes += tensor.data().byteSize();
        int rows = shape.size() == 1 ? 1 : shape.get(0).intValue();
        return new TensorView(
                name, type, rows, shape.get(shape.size() - 1).intValue(), tensor.data());
    }
}
