package dev.jeton.cli;

import dev.jeton.generate.GenerateException;
import dev.jeton.templates.ChatTokenizer;
import dev.jeton.templates.TemplateException;
import dev.jeton.tokenize.Tokenizer;
import dev.jeton.tokenize.TokenizerException;
import dev.jeton.tokenize.Tokenizers;
import java.nio.file.Path;
import java.util.function.Supplier;

/** Loads what a command needs; a file that cannot be used is wrong input, exit code 2. */
final class Loading {
    private Loading() {}

    static Tokenizer tokenizer(Path path) {
        return load(() -> Tokenizers.load(path));
    }

    static ChatTokenizer chatTokenizer(Path path) {
        return load(() -> ChatTokenizer.load(path));
    }

    static <T> T load(Supplier<T> loader) {
        try {
            return loader.get();
        } catch (TokenizerException | TemplateException | GenerateException e) {
            throw CommandFailure.wrongUse(String.valueOf(e.getMessage()), e);
        }
    }
}
