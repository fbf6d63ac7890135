package dev.jeton.cli;

import dev.jeton.templates.ChatTemplate;
import dev.jeton.templates.ChatTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A template that the command line names.
 *
 * @param name what was given
 * @param text the source of the template
 * @param model the model it belongs to, if one was given
 */
record TemplateSource(String name, String text, Optional<ChatTokenizer> model) {

    /** Reads a file, standard input ({@code -}), or the default template of a model. */
    static TemplateSource read(String name, CommandIo io) throws IOException {
        if (name.equals("-")) {
            String text = TextInput.decode(io.in().readAllBytes(), "Standard input");
            return new TemplateSource("stdin", text, Optional.empty());
        }
        Path path = path(name);
        if (!Files.exists(path)) {
            throw CommandFailure.wrongUse("There is no file or folder " + name + ".");
        }
        if (Files.isDirectory(path) || name.endsWith(".json") || name.endsWith(".gguf")) {
            ChatTokenizer model = Loading.chatTokenizer(path);
            String text = Loading.load(() -> model.template().source());
            return new TemplateSource(name, text, Optional.of(model));
        }
        return new TemplateSource(name, MessageFile.read(path), Optional.empty());
    }

    private static Path path(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw CommandFailure.wrongUse(
                    "\"" + name + "\" is not a path: " + e.getReason() + ".", e);
        }
    }

    /** The compiled template; one that does not compile is wrong input. */
    ChatTemplate template() {
        return Loading.load(() -> ChatTemplate.parse(text));
    }
}
