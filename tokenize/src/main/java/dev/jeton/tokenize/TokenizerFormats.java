package dev.jeton.tokenize;

import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** Finds the format of a file: in a given list, then among the services. */
final class TokenizerFormats {
    private TokenizerFormats() {}

    /** The format of {@code file}, or null if it is none of those known. */
    static @Nullable TokenizerFormat find(byte[] file, String name, List<TokenizerFormat> given) {
        for (Iterable<TokenizerFormat> formats : List.of(given, ofContext(), ofThisLoader())) {
            for (TokenizerFormat format : formats) {
                if (format.recognizes(file, name)) {
                    return format;
                }
            }
        }
        if (isNamedAsModel(name) && !beginsAsJson(file)) {
            throw new UnsupportedPartException(
                    name
                            + " is named as a SentencePiece model, but the format is not on the"
                            + " class path or module path. Add the module jeton-sentencepiece.");
        }
        return null;
    }

    /** {@code tokenizer.model}, {@code x.spm} and {@code tokenizer.model.v3}. */
    private static boolean isNamedAsModel(String name) {
        return name.endsWith(".model") || name.endsWith(".spm") || name.contains(".model.v");
    }

    private static boolean beginsAsJson(byte[] file) {
        int at = 0;
        while (at < file.length && file[at] > 0 && file[at] <= ' ') {
            at++;
        }
        return at < file.length && file[at] == '{';
    }

    private static Iterable<TokenizerFormat> ofContext() {
        return ServiceLoader.load(TokenizerFormat.class);
    }

    /** Application servers and Spark change the context loader: this module's own knows more. */
    private static Iterable<TokenizerFormat> ofThisLoader() {
        return Optional.ofNullable(TokenizerFormat.class.getClassLoader())
                .<Iterable<TokenizerFormat>>map(
                        loader -> ServiceLoader.load(TokenizerFormat.class, loader))
                .orElse(List.of());
    }
}
