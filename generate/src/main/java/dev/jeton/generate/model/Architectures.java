package dev.jeton.generate.model;

import dev.jeton.generate.GenerateException;
import java.util.List;
import java.util.Optional;

/**
 * The model families that can be computed. A family is found by {@code architectures[0]} and {@code
 * model_type} of a {@code config.json}, or by {@code general.architecture} of a GGUF file; anything
 * else is refused by its name.
 */
public final class Architectures {
    private static final List<Architecture> ALL =
            List.of(new Architecture("llama", "LlamaForCausalLM", "llama", "llama"));

    private Architectures() {}

    /**
     * A family.
     *
     * @param name our name for it
     * @param className its class in {@code architectures}
     * @param modelType its {@code model_type}
     * @param ggufName its {@code general.architecture}
     */
    public record Architecture(String name, String className, String modelType, String ggufName) {}

    /** The family of a GGUF file. */
    static Architecture ofGguf(String file, String ggufName) {
        Optional<Architecture> found =
                ALL.stream().filter(one -> one.ggufName().equals(ggufName)).findFirst();
        return found.orElseThrow(
                () ->
                        new GenerateException(
                                file
                                        + ": general.architecture is \""
                                        + ggufName
                                        + "\", which is not supported yet. Supported: "
                                        + names(ALL.stream().map(Architecture::ggufName).toList())
                                        + "."));
    }

    /** The family of a config, by class where it names one, else by model type. */
    static Architecture ofConfig(String file, Optional<String> className, String modelType) {
        for (Architecture one : ALL) {
            boolean sameClass = className.isEmpty() || className.get().equals(one.className());
            if (sameClass && one.modelType().equals(modelType)) {
                return one;
            }
        }
        throw new GenerateException(
                file
                        + ": architecture "
                        + className.map(name -> "\"" + name + "\" with ").orElse("")
                        + "model_type \""
                        + modelType
                        + "\" is not supported yet. Supported: "
                        + names(
                                ALL.stream()
                                        .map(one -> one.className() + " (" + one.modelType() + ")")
                                        .toList())
                        + ".");
    }

    private static String names(List<String> names) {
        return String.join(", ", names);
    }
}
