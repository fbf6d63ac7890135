package dev.jeton.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.jeton.templates.ChatMessage;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The messages of a chat. Not for several threads. */
final class ChatHistory {
    private final List<ChatMessage> turns = new ArrayList<>();
    private @Nullable String system;
    private @Nullable Path file;

    ChatHistory(@Nullable String system) {
        this.system = system;
    }

    /** The system message and all turns, as the template takes them. */
    List<ChatMessage> messages() {
        List<ChatMessage> all = new ArrayList<>();
        if (system != null) {
            all.add(ChatMessage.system(system));
        }
        all.addAll(turns);
        return all;
    }

    void add(ChatMessage message) {
        turns.add(message);
    }

    /** Takes the last message back, because nobody could answer it. */
    void removeLast() {
        turns.remove(turns.size() - 1);
    }

    int turns() {
        return turns.size();
    }

    void clear() {
        turns.clear();
    }

    @Nullable String system() {
        return system;
    }

    void system(@Nullable String text) {
        system = text;
    }

    /**
     * Writes the messages as JSON, whole or not at all. A file that this chat did not write or read
     * is not overwritten.
     */
    void save(Path target) throws IOException {
        if (Files.exists(target) && !target.equals(file)) {
            throw new IOException("there is such a file already; choose another name");
        }
        Path partial = target.resolveSibling(target.getFileName() + ".part");
        try {
            Files.writeString(partial, json());
            Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(partial);
        }
        file = target;
    }

    /** Replaces the messages by those of a file. */
    void load(Path source) {
        List<ChatMessage> loaded =
                MessageFile.messages(MessageFile.read(source), source.toString());
        turns.clear();
        system = null;
        for (ChatMessage message : loaded) {
            if (message.role().equals("system") && turns.isEmpty() && system == null) {
                system = message.text();
            } else {
                turns.add(message);
            }
        }
        file = source;
    }

    private String json() throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.useDefaultPrettyPrinter();
            json.writeStartArray();
            for (ChatMessage message : messages()) {
                write(json, message.asMap());
            }
            json.writeEndArray();
        }
        return text.append('\n').toString();
    }

    private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
        switch (value) {
            case null -> json.writeNull();
            case Map<?, ?> map -> {
                json.writeStartObject();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    json.writeFieldName(String.valueOf(entry.getKey()));
                    write(json, entry.getValue());
                }
                json.writeEndObject();
            }
            case List<?> list -> {
                json.writeStartArray();
                for (Object item : list) {
                    write(json, item);
                }
                json.writeEndArray();
            }
            case Long number -> json.writeNumber(number);
            case Integer number -> json.writeNumber(number);
            case Double number -> json.writeNumber(number);
            case Boolean flag -> json.writeBoolean(flag);
            default -> json.writeString(value.toString());
        }
    }
}
