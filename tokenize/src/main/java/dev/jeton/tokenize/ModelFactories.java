package dev.jeton.tokenize;

import dev.jeton.tokenize.model.ModelFactory;
import dev.jeton.tokenize.model.ModelSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/** Finds the factory of a model type: in a given list, then among the services. */
final class ModelFactories {
    /** The modules of this project that have the model types of tokenizer.json. */
    private static final Map<String, String> MODULES =
            Map.of(
                    "BPE", "jeton-bpe",
                    "WordPiece", "jeton-wordpiece",
                    "WordLevel", "jeton-wordpiece",
                    "Unigram", "jeton-unigram");

    private ModelFactories() {}

    static ModelFactory find(ModelSpec spec, List<ModelFactory> given) {
        List<String> types = new ArrayList<>();
        for (Iterable<ModelFactory> factories : List.of(given, ofContext(), ofThisLoader())) {
            for (ModelFactory factory : factories) {
                if (factory.type().equals(spec.type())) {
                    return factory;
                }
                types.add(factory.type());
            }
        }
        List<String> found = types.stream().distinct().sorted().toList();
        String there =
                found.isEmpty()
                        ? "no model is"
                        : "only " + String.join(", ", found) + (found.size() == 1 ? " is" : " are");
        throw new UnsupportedPartException(
                spec.file()
                        + " needs the model type "
                        + spec.type()
                        + ", but "
                        + there
                        + " on the class path or module path. "
                        + advice(spec.type()));
    }

    private static String advice(String type) {
        String module = MODULES.get(type);
        return module == null ? type + " is not supported yet." : "Add the module " + module + ".";
    }

    private static Iterable<ModelFactory> ofContext() {
        return ServiceLoader.load(ModelFactory.class);
    }

    /** Application servers and Spark change the context loader: this module's own knows more. */
    private static Iterable<ModelFactory> ofThisLoader() {
        return Optional.ofNullable(ModelFactory.class.getClassLoader())
                .<Iterable<ModelFactory>>map(
                        loader -> ServiceLoader.load(ModelFactory.class, loader))
                .orElse(List.of());
    }
}
