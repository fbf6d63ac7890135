package dev.jeton.templates;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Writes templates to the files in which transformers looks for them. */
final class TemplateFiles {
    private TemplateFiles() {}

    /**
     * Writes {@code chat_template.jinja} and {@code additional_chat_templates/NAME.jinja}.
     *
     * @throws IllegalArgumentException if a name would lead out of that folder
     */
    static void write(Path folder, Map<String, ChatTemplate> templates) throws IOException {
        Path additional = folder.resolve("additional_chat_templates");
        for (String name : templates.keySet()) {
            boolean plain =
                    name.matches("[^/\\\\\\x00]+") && !name.equals(".") && !name.equals("..");
            if (!plain) {
                throw new IllegalArgumentException("Invalid chat template name: '" + name + "'");
            }
        }
        Files.createDirectories(folder);
        for (Map.Entry<String, ChatTemplate> entry : templates.entrySet()) {
            if (entry.getKey().equals(ModelFiles.DEFAULT)) {
                Files.writeString(folder.resolve("chat_template.jinja"), entry.getValue().source());
            } else {
                Files.createDirectories(additional);
                Files.writeString(
                        additional.resolve(entry.getKey() + ".jinja"), entry.getValue().source());
            }
        }
    }
}
