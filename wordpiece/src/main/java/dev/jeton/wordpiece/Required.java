package dev.jeton.wordpiece;

import dev.jeton.tokenize.TokenizerException;
import dev.jeton.tokenize.model.ModelSpec;
import dev.jeton.tokenize.model.Vocabulary;

/** The fields that a model of this module cannot be without. */
final class Required {
    private Required() {}

    static String string(ModelSpec spec, String name) {
        String value = spec.options().string(name);
        if (value == null) {
            throw missing(spec, name);
        }
        return value;
    }

    static long integer(ModelSpec spec, String name) {
        if (!spec.options().has(name)) {
            throw missing(spec, name);
        }
        return spec.options().integer(name, 0);
    }

    static Vocabulary vocabulary(ModelSpec spec) {
        if (!spec.hasVocabulary()) {
            throw missing(spec, "vocab");
        }
        return spec.vocabulary();
    }

    private static TokenizerException missing(ModelSpec spec, String name) {
        return new TokenizerException(
                String.format(
                        "%s: %s is a %s model without %s. Add the field.",
                        spec.file(), spec.path(), spec.type(), name));
    }
}
